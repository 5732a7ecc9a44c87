"""What the joins do between domains."""
