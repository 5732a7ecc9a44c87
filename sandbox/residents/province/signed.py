"""What is said over the line: exact bytes (they are text) with an Ed25519 signature under a purpose."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sandbox.answers import Problem

CITY, PROVINCE = "city-says", "province-says"


def digest_of(body: str) -> str:
    return f"sha256:{hashlib.sha256(body.encode()).hexdigest()}"


def public_text(key: Ed25519PrivateKey) -> str:
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def signed(key: Ed25519PrivateKey, said: Mapping[str, object]) -> dict[str, str]:
    """``body`` and its ``signature``."""
    body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "body": body,
        "signature": base64.b64encode(key.sign(_message(PROVINCE, body))).decode(),
        "key": public_text(key),
    }


def verified(body: str, signature: str, public_key: str) -> None:
    """
    Raises:
        Problem: ``bad_signature``.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), _message(CITY, body))
    except (ValueError, InvalidSignature):
        raise Problem(422, "bad_signature", "The signature is not over this body.") from None


def _message(purpose: str, body: str) -> bytes:
    return f"leyiban-{purpose}/1\n".encode() + body.encode()
