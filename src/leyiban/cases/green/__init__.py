"""The green channel (F4.1): who is handled first, a matter of its own beside its case."""
