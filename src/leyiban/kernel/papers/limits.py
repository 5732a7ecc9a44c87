"""How much and what a place takes. A limit is a value of the call, read from an item's rules or a setting."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from leyiban.kernel.papers.media import LABELS, Media

MEBIBYTE: Final = 1024 * 1024
USUAL_KINDS: Final = frozenset({Media.PDF, Media.OFD, Media.JPEG, Media.PNG})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``max_bytes`` of the file, ``max_pixels`` of a picture (width × height), ``max_pages`` of a document,
    ``max_unpacked_bytes`` of what is inside a container."""

    kinds: frozenset[Media] = USUAL_KINDS
    max_bytes: int = 20 * MEBIBYTE
    max_pixels: int = 50_000_000
    max_pages: int = 200
    max_unpacked_bytes: int = 200 * MEBIBYTE

    @property
    def kinds_in_words(self) -> str:
        return gettext("、").join(str(LABELS[media]) for media in Media if media in self.kinds)

    @property
    def most_in_words(self) -> str:
        if self.max_bytes < MEBIBYTE:
            return f"{self.max_bytes // 1024} KB"
        return f"{self.max_bytes / MEBIBYTE:g} MB"
