"""The ledger's keys (Ed25519) and what each may sign.

The *head key* belongs to the sequencer and signs heads. The *desk key* belongs to web processes and signs
promises and trail manifests; the head key vouches for it by a delegation, so that a verifier needs the
head key alone. Every signature is over a context string and the exact bytes, so that no signature can
be passed off as one for another purpose.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from leyiban.kernel.ledger.canonical import canonical_json

HEAD, PROMISE, TRAIL, DELEGATION = "head", "promise", "trail", "delegation"


def _message(purpose: str, body: bytes) -> bytes:
    return f"leyiban-{purpose}/1\n".encode() + body


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(_raw(key)).hexdigest()[:16]


@dataclass(frozen=True)
class SigningKey:
    private: Ed25519PrivateKey

    @classmethod
    def read(cls, path: Path) -> "SigningKey":
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{path.name} is not an Ed25519 key")
        return cls(key)

    @classmethod
    def create(cls, path: Path) -> "SigningKey":
        """Make a key readable by its owner alone; a file that is already there is an error."""
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:  # noqa: PTH123
            handle.write(pem)
        return cls(key)

    @property
    def id(self) -> str:
        return key_id(self.private.public_key())

    @property
    def public_text(self) -> str:
        return base64.b64encode(_raw(self.private.public_key())).decode()

    @property
    def public_pem(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, purpose: str, body: bytes) -> bytes:
        return self.private.sign(_message(purpose, body))


def verify(key: Ed25519PublicKey, purpose: str, body: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, _message(purpose, body))
    except InvalidSignature:
        return False
    return True


def delegate(head_key: SigningKey, desk_key: SigningKey) -> dict[str, object]:
    """The head key's word that ``desk_key`` may sign promises and trails."""
    body = canonical_json({"key": desk_key.public_text, "purposes": [PROMISE, TRAIL]})
    return signed_as_json(head_key, DELEGATION, body)


def signed_as_json(key: SigningKey, purpose: str, body: bytes) -> dict[str, object]:
    """Exact bytes (they are text) with their signature, for putting into a JSON file."""
    return {
        "body": body.decode(),
        "key": key.id,
        "signature": base64.b64encode(key.sign(purpose, body)).decode(),
    }


@dataclass(frozen=True)
class DeskKey:
    """The web's key together with the delegation that vouches for it."""

    key: SigningKey
    delegation: dict[str, object]

    def signed(self, purpose: str, body: bytes) -> dict[str, object]:
        return {**signed_as_json(self.key, purpose, body), "delegation": self.delegation}
