"""The residents, one module or package each."""
