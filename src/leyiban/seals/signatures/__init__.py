"""Signature algorithms behind one interface: ECDSA P-256 for PAdES, SM2 with SM3 side by side."""

from leyiban.seals.signatures.algorithms import Algorithm
from leyiban.seals.signatures.providers import SignatureProvider, provider

__all__ = ["Algorithm", "SignatureProvider", "provider"]
