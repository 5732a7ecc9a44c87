"""Pure decisions: from a locked case and what was given to what the law makes of it. No I/O."""
