"""Random things: pseudonyms, bearer tokens, text-message codes; and comparing them in constant time."""

import hashlib
import hmac
import secrets


def new_pseudonym() -> str:
    """128 random bits as 32 hexadecimal characters: who someone is on the ledger."""
    return secrets.token_hex(16)


def new_token() -> str:
    """A bearer token of 256 random bits; it is shown once and stored as :func:`token_digest`."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> bytes:
    """SHA-256 of a token. No key is needed: 256 random bits cannot be tried out."""
    return hashlib.sha256(b"leyiban/token/1\0" + token.encode()).digest()


def new_code(digits: int) -> str:
    """A code of ``digits`` random digits, leading zeros included."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def same(left: bytes, right: bytes) -> bool:
    """Equality that takes the same time wherever the two differ."""
    return hmac.compare_digest(left, right)
