"""One interface over the algorithms: prepare a digest, sign it in a key store, verify it anywhere."""

import hashlib
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from leyiban.seals.signatures import sm2
from leyiban.seals.signatures.algorithms import Algorithm


class SignatureProvider(Protocol):
    """A detached signature is ``key_store.sign(key_id, provider.digest(message))``."""

    @property
    def algorithm(self) -> Algorithm: ...

    def digest(self, message: bytes) -> bytes:
        """What a key store is given to sign."""

    def verify(self, *, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature is of this message by this key; anything malformed is a plain no."""


@dataclass(frozen=True, slots=True)
class EcdsaP256:
    algorithm: Algorithm = Algorithm.ECDSA_P256

    def digest(self, message: bytes) -> bytes:
        return hashlib.sha256(message).digest()

    def verify(self, *, public_key: bytes, message: bytes, signature: bytes) -> bool:
        try:
            key = serialization.load_der_public_key(public_key)
            if not isinstance(key, ec.EllipticCurvePublicKey):
                return False
            key.verify(signature, self.digest(message), ec.ECDSA(Prehashed(hashes.SHA256())))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Sm2Sm3:
    """The message to be signed is the SM3 of the file, so that a store need not be given whole files."""

    algorithm: Algorithm = Algorithm.SM2

    def digest(self, message: bytes) -> bytes:
        hashing = hashes.Hash(hashes.SM3())
        hashing.update(message)
        return hashing.finalize()

    def verify(self, *, public_key: bytes, message: bytes, signature: bytes) -> bool:
        return sm2.verify(public_key, self.digest(message), signature)


_PROVIDERS: Final[dict[Algorithm, SignatureProvider]] = {
    Algorithm.ECDSA_P256: EcdsaP256(),
    Algorithm.SM2: Sm2Sm3(),
}


def provider(algorithm: Algorithm) -> SignatureProvider:
    return _PROVIDERS[algorithm]
