"""Sealed values: AES-256-GCM under a key that is derived for one place and named in the value.

A sealed value is ``version 1 byte · length of key id 1 byte · key id · nonce 12 bytes · ciphertext and
tag``. The *place* (``people.party.id_number``) enters twice: the working key is derived for it (HKDF), so
one place's nonce budget is its own, and it is authenticated, so a value copied into another column does
not open there. Version 2 also authenticates the *row* (its primary key), so a value copied into another row
of the same column does not open either; version 1 has no row and is what was stored before, and what has no
row yet.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from leyiban.kernel.crypto.keys import Key, KeyRing

_PLACED, _IN_ROW = 1, 2  # versions
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Undecipherable(Exception):
    """A sealed value does not open: unknown key id, another place, or changed bytes. A defect or an attack."""


def seal(plain: bytes, *, place: str, ring: KeyRing, row: str = "") -> bytes:
    """Seal ``plain`` for ``place``, and for its ``row`` when it has one, with the current key of ``ring``."""
    key = ring.current
    header = _header(_IN_ROW if row else _PLACED, key.id)
    nonce = os.urandom(_NONCE_BYTES)
    return header + nonce + _cipher(key, place).encrypt(nonce, plain, _bound(header, place, row))


def open_sealed(sealed: bytes, *, place: str, ring: KeyRing, row: str = "") -> bytes:
    """The plain bytes of ``sealed``. A value without a row opens in any row of its place.

    Raises:
        Undecipherable: it was not sealed for this place and row, by a key of this ring, or its bytes changed.
    """
    key_id = key_id_of(sealed)
    try:
        key = ring[key_id]
    except KeyError:
        raise Undecipherable(f"{place}: no key with id {key_id!r} in the ring") from None
    header = _header(sealed[0], key.id)
    bound = _bound(header, place, row if is_bound_to_row(sealed) else "")
    nonce = sealed[len(header) : len(header) + _NONCE_BYTES]
    body = sealed[len(header) + _NONCE_BYTES :]
    if len(body) < _TAG_BYTES:
        raise Undecipherable(f"{place}: the value is cut off")
    try:
        return _cipher(key, place).decrypt(nonce, body, bound)
    except InvalidTag:
        raise Undecipherable(f"{place}: the value was changed or belongs elsewhere") from None


def key_id_of(sealed: bytes) -> str:
    """The id of the key that sealed this value; tells which rows a rotation still has to do."""
    if len(sealed) < 2 or sealed[0] not in (_PLACED, _IN_ROW) or len(sealed) < 2 + sealed[1]:
        raise Undecipherable("not a sealed value")
    return sealed[2 : 2 + sealed[1]].decode("ascii", errors="replace")


def is_bound_to_row(sealed: bytes) -> bool:
    """Whether this value opens in its own row only."""
    return sealed[:1] == bytes((_IN_ROW,))


def _header(version: int, key_id: str) -> bytes:
    encoded = key_id.encode("ascii")
    return bytes((version, len(encoded))) + encoded


def _bound(header: bytes, place: str, row: str) -> bytes:
    return header + place.encode() + (b"\0" + row.encode() if row else b"")


@lru_cache(maxsize=256)
def _cipher(key: Key, place: str) -> AESGCM:
    working = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leyiban/field/1\0" + place.encode())
    return AESGCM(working.derive(key.secret))
