"""Keys that a resident makes once and keeps in its state directory, readable by its owner only."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa


def ed25519_key(path: Path) -> ed25519.Ed25519PrivateKey:
    key = _load(path) or _keep(path, ed25519.Ed25519PrivateKey.generate())
    assert isinstance(key, ed25519.Ed25519PrivateKey)
    return key


def rsa_key(path: Path) -> rsa.RSAPrivateKey:
    key = _load(path) or _keep(path, rsa.generate_private_key(public_exponent=65537, key_size=2048))
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def p256_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = _load(path) or _keep(path, ec.generate_private_key(ec.SECP256R1()))
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


_PrivateKey = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def _load(path: Path) -> object | None:
    if not path.exists():
        return None
    return serialization.load_pem_private_key(path.read_bytes(), password=None)


def _keep(path: Path, key: _PrivateKey) -> _PrivateKey:
    """Write beside and rename, so that a kill leaves a whole key or none."""
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return key
