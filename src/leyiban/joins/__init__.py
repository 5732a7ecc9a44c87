"""Joins: the only place where two domains meet. One small module each, one sentence at its top."""
