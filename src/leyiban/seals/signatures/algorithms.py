"""The algorithms a key can have."""

from enum import StrEnum


class Algorithm(StrEnum):
    """``ECDSA_P256`` signs SHA-256 digests (FIPS 186-5); ``SM2`` is GB/T 32918 with SM3 (GB/T 32905)."""

    ECDSA_P256 = "ecdsa-p256-sha256"
    SM2 = "sm2-sm3"
