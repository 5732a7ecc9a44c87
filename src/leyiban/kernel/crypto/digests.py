"""Keyed digests: find a person by number without storing the number.

Resident numbers are few enough to be tried out one by one, so a plain hash would give them away; the key
of the digest lives apart from the database and apart from the sealing keys.
"""

import hashlib
import hmac

from leyiban.kernel.crypto.keys import KeyRing, digest_keys

DIGEST_BYTES = 32


def digest_of(value: str, *, domain: str, ring: KeyRing | None = None) -> bytes:
    """HMAC-SHA256 of ``value`` within ``domain`` (``person.id_number``) under the current key.

    The same value in two domains has unrelated digests, so two tables cannot be joined on them.
    """
    return _digest((ring or digest_keys()).current.secret, domain, value)


def search_digests(value: str, *, domain: str, ring: KeyRing | None = None) -> list[bytes]:
    """Every digest under which ``value`` may be stored, newest key first: filter with ``__in``."""
    return [_digest(key.secret, domain, value) for key in (ring or digest_keys()).newest_first()]


def _digest(secret: bytes, domain: str, value: str) -> bytes:
    name = domain.encode()
    message = len(name).to_bytes(2, "big") + name + value.encode()
    return hmac.new(secret, message, hashlib.sha256).digest()
