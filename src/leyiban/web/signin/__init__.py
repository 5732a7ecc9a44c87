"""Signing in, being someone, acting for someone: screens over ``people``. No rule lives here."""
