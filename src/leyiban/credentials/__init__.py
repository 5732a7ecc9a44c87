"""Credentials: electronic licences (电子证照), from their issue to whatever ends them."""
