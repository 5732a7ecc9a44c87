"""Keys as encrypted files, one each, readable by their owner only.

P-256 keys are PKCS#8 files under the passphrase; SM2 scalars, which no common PKCS#8 reader knows, are
sealed with AES-256-GCM under a key derived from it. The passphrase is 256 random bits from the secret
store, so it needs no slow derivation.
"""

import contextlib
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from leyiban.seals.errors import KeyNotThere
from leyiban.seals.signatures import sm2
from leyiban.seals.signatures.algorithms import Algorithm

_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]{2,63}")
_OWNER_ONLY: Final = 0o600
_NONCE_BYTES: Final = 12
_SUFFIX: Final = {Algorithm.ECDSA_P256: ".p8", Algorithm.SM2: ".sm2"}


@dataclass(frozen=True, slots=True)
class FileKeyStore:
    """Keys below ``folder``."""

    folder: Path
    passphrase: bytes = field(repr=False)

    def create(self, key_id: str, algorithm: Algorithm) -> None:
        if self.has(key_id):
            raise ValueError(f"there is a key {key_id} already")
        if algorithm is Algorithm.SM2:
            encrypted = self._sealed_scalar(key_id, sm2.new_private_key())
        else:
            encrypted = ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(self.passphrase),
            )
        self._write(self._file(key_id, algorithm), encrypted)

    def has(self, key_id: str) -> bool:
        return any(self._file(key_id, algorithm).is_file() for algorithm in Algorithm)

    def public_key(self, key_id: str) -> bytes:
        if self._file(key_id, Algorithm.SM2).is_file():
            return sm2.public_key_of(self._scalar(key_id))
        return (
            self._key(key_id)
            .public_key()
            .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        )

    def sign(self, key_id: str, digest: bytes) -> bytes:
        if self._file(key_id, Algorithm.SM2).is_file():
            return sm2.sign(self._scalar(key_id), digest)
        return self._key(key_id).sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))

    def destroy(self, key_id: str) -> None:
        for algorithm in Algorithm:
            file = self._file(key_id, algorithm)
            with contextlib.suppress(FileNotFoundError):
                size = file.stat().st_size
                with file.open("r+b") as content:  # a copy-on-write disk may keep the old blocks all the same
                    content.write(secrets.token_bytes(size))
                    content.flush()
                    os.fsync(content.fileno())
                file.unlink()

    def _key(self, key_id: str) -> ec.EllipticCurvePrivateKey:
        content = self._read(self._file(key_id, Algorithm.ECDSA_P256))
        key = serialization.load_der_private_key(content, self.passphrase)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyNotThere(key=key_id)
        return key

    def _scalar(self, key_id: str) -> int:
        content = self._read(self._file(key_id, Algorithm.SM2))
        nonce, sealed = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
        return int.from_bytes(self._cipher().decrypt(nonce, sealed, key_id.encode()), "big")

    def _sealed_scalar(self, key_id: str, scalar: int) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, scalar.to_bytes(32, "big"), key_id.encode())

    def _cipher(self) -> AESGCM:
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"leyiban seal keys, SM2")
        return AESGCM(derive.derive(self.passphrase))

    def _file(self, key_id: str, algorithm: Algorithm) -> Path:
        if not _ID.fullmatch(key_id):
            raise KeyNotThere(key=key_id)
        return self.folder / f"{key_id}{_SUFFIX[algorithm]}"

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as missing:
            raise KeyNotThere(key=file.stem) from missing

    def _write(self, file: Path, content: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        try:
            file.hardlink_to(aside)  # unlike a rename, it never replaces a key that came first
        finally:
            aside.unlink()
