"""Key rings: several keys with ids, one of them current.

A ring comes from a secret (a file or the environment, never the database) as lines of
``<key id> <base64 of 32 bytes>``; a line without an id has the id ``0``, which is what a freshly made
secret is. The *last* line is the current key: rotating means appending a line. Old lines stay until
nothing in the database names their id any more.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings

KEY_BYTES = 32
FIRST_KEY_ID = "0"
_KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class Key:
    """One secret of 256 bits and the id under which stored values name it. Its repr shows no secret."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys that may still open something, and the one that seals new values."""

    keys: Mapping[str, Key]
    current: Key

    def __getitem__(self, key_id: str) -> Key:
        return self.keys[key_id]

    def newest_first(self) -> tuple[Key, ...]:
        return tuple(reversed(list(self.keys.values())))


@lru_cache(maxsize=8)
def parse_keys(text: str) -> KeyRing:
    """Read a ring from its secret text; blank lines and ``#`` comments are skipped.

    Raises:
        ValueError: no key, a repeated id, a malformed line or a key that is not 32 bytes. The message
            names the line number and never its content.
    """
    keys: dict[str, Key] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _parse_line(line, number)
        if key.id in keys:
            raise ValueError(f"key ring, line {number}: the id {key.id!r} is there twice")
        keys[key.id] = key
    if not keys:
        raise ValueError("key ring: it holds no key")
    return KeyRing(keys=keys, current=list(keys.values())[-1])


def _parse_line(line: str, number: int) -> Key:
    *named, text = line.split()
    key_id = named[0] if len(named) == 1 else FIRST_KEY_ID
    if len(named) > 1 or not _KEY_ID.fullmatch(key_id):
        raise ValueError(f"key ring, line {number}: write '<key id> <base64 of 32 bytes>'")
    secret = _decode(text, number)
    if len(secret) != KEY_BYTES:
        raise ValueError(f"key ring, line {number}: the key has {len(secret)} bytes, not {KEY_BYTES}")
    return Key(id=key_id, secret=secret)


def _decode(text: str, number: int) -> bytes:
    standard = text.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except binascii.Error:
        raise ValueError(f"key ring, line {number}: the key is not base64") from None


def field_keys() -> KeyRing:
    """The ring that seals people's numbers (``settings.FIELD_KEYS``)."""
    return parse_keys(settings.FIELD_KEYS)


def digest_keys() -> KeyRing:
    """The ring that makes search digests (``settings.DIGEST_KEYS``); apart from the sealing keys."""
    return parse_keys(settings.DIGEST_KEYS)
