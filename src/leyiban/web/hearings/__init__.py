"""Hearings before those who are heard: by signing in, or with number and code."""
