"""The exact words of a message and the proof of them (FX.1)."""

from typing import NamedTuple

from leyiban.kernel.crypto import commit, proves

_PREFIX = "commitment:"


class BoundWords(NamedTuple):
    """``salt`` stays beside the words and is erased with them; ``commitment`` goes to the ledger."""

    salt: bytes
    commitment: str


def bind(text: str) -> BoundWords:
    """Commit to the words under a fresh salt."""
    salt, digest = commit(text.encode())
    return BoundWords(salt, _PREFIX + digest.hex())


def proves_text(*, text: str, salt: bytes, commitment: str) -> bool:
    """Whether the ledger's commitment is of these very words, under this salt."""
    if not commitment.startswith(_PREFIX):
        return False
    return proves(text.encode(), salt=salt, digest=bytes.fromhex(commitment.removeprefix(_PREFIX)))
