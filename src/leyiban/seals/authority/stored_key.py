"""A private key as the certificate builders want to see it, whose secret stays in the key store."""

import hashlib
from typing import Any, NoReturn

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from leyiban.seals.keystore.port import KeyStore


class StoredKey(ec.EllipticCurvePrivateKey):
    """Signs through ``store``; whatever would need the secret itself is refused."""

    def __init__(self, store: KeyStore, key_id: str) -> None:
        self._store, self._key_id = store, key_id

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        return self._store.sign(self._key_id, hashlib.sha256(data).digest())

    def public_key(self) -> ec.EllipticCurvePublicKey:
        key = serialization.load_der_public_key(self._store.public_key(self._key_id))
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise TypeError(f"{self._key_id} is not a key of this kind")
        return key

    @property
    def curve(self) -> ec.EllipticCurve:
        return ec.SECP256R1()

    @property
    def key_size(self) -> int:
        return self.curve.key_size

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> NoReturn:
        raise self._kept_inside()

    def private_numbers(self) -> NoReturn:
        raise self._kept_inside()

    def private_bytes(self, *_: object, **__: object) -> NoReturn:
        raise self._kept_inside()

    def __copy__(self) -> "StoredKey":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "StoredKey":
        return self

    def _kept_inside(self) -> TypeError:
        return TypeError(f"the key {self._key_id} never leaves its store")
