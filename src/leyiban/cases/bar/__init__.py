"""Who may not apply for a licence for a time (R14): a bar is a matter of its own that came from a case."""
