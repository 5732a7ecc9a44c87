"""Signatures over what is said on the line: Ed25519 over a purpose and the exact bytes, which are text.

Our key signs as the city. The province's key is taken over when it first answers and no other one is believed
afterwards (``leyiban province line`` prints it, to be compared by telephone).
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from leyiban.kernel.ledger.keys import SigningKey, key_id, verify

_FILE: Final = "province-line.key"
_CITY, _PROVINCE = "city-says", "province-says"


def ensure_key(directory: Path) -> None:
    """Make the key where it is missing; called by set-up, never while serving."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (directory / _FILE).exists():
        SigningKey.create(directory / _FILE)


@cache
def _key(directory: Path) -> SigningKey:
    return SigningKey.read(directory / _FILE)


def public_key() -> str:
    """Ours, in base64: what the province knows this city by."""
    return _key(Path(settings.LEDGER_KEY_DIR)).public_text


def digest_of(body: str) -> str:
    """``sha256:<hex>`` over the exact bytes."""
    return f"sha256:{hashlib.sha256(body.encode()).hexdigest()}"


def text_of(said: Mapping[str, object]) -> str:
    """The one way in which we write a message: sorted, without blanks."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sign(body: str) -> str:
    """Our signature over a message, in base64."""
    signature = _key(Path(settings.LEDGER_KEY_DIR)).sign(_CITY, body.encode())
    return base64.b64encode(signature).decode()


def is_signed(body: str, signature: str, *, key: str) -> bool:
    """Whether the province's ``key`` signed ``body``."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    return verify(public, _PROVINCE, body.encode(), raw)


def name_of(key: str) -> str:
    """A short name of a public key, to be read out; empty where it is none."""
    try:
        return key_id(Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)))
    except ValueError:
        return ""
