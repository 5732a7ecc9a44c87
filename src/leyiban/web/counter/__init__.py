"""The counter: for whoever stands there. No account and no phone is needed; each answer says who typed it."""
