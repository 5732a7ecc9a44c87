"""What the public page of a licence shows, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The verdict on top. ``kind`` is that of a notice; shape and word tell it without the colour."""

    kind: str
    shape: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """``same``: byte for byte what was sealed. ``refused``: there was nothing that could be compared."""

    same: bool
    sentence: str
    digest: str = ""
    refused: bool = False
