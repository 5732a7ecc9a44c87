"""Hearing people before a decision, a warning or a revocation (R12): a matter of its own beside its case."""
