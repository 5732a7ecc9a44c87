"""What a key store can do. A file store fills it here; a city's cryptographic machine may fill it there."""

from typing import Protocol

from leyiban.seals.signatures.algorithms import Algorithm


class KeyStore(Protocol):
    """Keys are named by ids that say nothing of the key. There is no way to read a private key."""

    def create(self, key_id: str, algorithm: Algorithm) -> None:
        """Make a new key.

        Raises:
            ValueError: the id is taken.
        """

    def has(self, key_id: str) -> bool: ...

    def public_key(self, key_id: str) -> bytes:
        """The public key as its algorithm writes it: DER SubjectPublicKeyInfo, or X9.62 point for SM2.

        Raises:
            KeyNotThere
        """

    def sign(self, key_id: str, digest: bytes) -> bytes:
        """A signature over ``digest``, DER encoded (r, s).

        For ECDSA ``digest`` is the SHA-256 of the message; SM2 takes it as its message, as GB/T 32918 hashes
        the signer's identity in front.

        Raises:
            KeyNotThere
        """

    def destroy(self, key_id: str) -> None:
        """Make the key unusable for ever; no error when it is gone already."""
