"""The city's own certificate authority: a root, the certificates of seals under it, and its revocation list."""
