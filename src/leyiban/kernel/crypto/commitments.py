"""Salted commitments: the ledger may bind to a personal fact without holding it.

The salt is stored beside the fact and erased with it. What then remains, a digest under a lost salt of
128 bits, proves nothing about anybody.
"""

import hashlib
import hmac
import os
from typing import NamedTuple

SALT_BYTES = 16
_TAG = b"leyiban/commitment/1\0"


class Commitment(NamedTuple):
    """``salt`` stays beside the fact; ``digest`` may go anywhere."""

    salt: bytes
    digest: bytes


def commit(value: bytes) -> Commitment:
    """Bind to ``value`` under a fresh salt of 128 bits."""
    salt = os.urandom(SALT_BYTES)
    return Commitment(salt=salt, digest=_digest(salt, value))


def proves(value: bytes, *, salt: bytes, digest: bytes) -> bool:
    """Whether ``digest`` was made from ``value`` under ``salt``. False too when the salt was erased."""
    return len(salt) == SALT_BYTES and hmac.compare_digest(_digest(salt, value), digest)


def _digest(salt: bytes, value: bytes) -> bytes:
    return hashlib.sha256(_TAG + salt + value).digest()
