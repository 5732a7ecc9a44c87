"""Lawful moves: a small table per kind of matter, and the one engine that makes them."""
