"""What can be found, and why it was."""

from dataclasses import dataclass
from enum import StrEnum


class Found(StrEnum):
    """How a document was found, the strongest way first."""

    CODE = "code"  # its code was typed
    NAME = "name"  # the words stand in its name or keywords
    SYNONYM = "synonym"  # another word for what was typed
    SOUND = "sound"  # it sounds like what was typed
    INITIALS = "initials"  # first letters of its syllables were typed
    TEXT = "text"  # the words stand in what else is said about it


@dataclass(frozen=True, slots=True)
class Why:
    """``said`` is what the person typed or meant, ``stands_for`` the document's own word for it, if another."""

    found: Found
    said: str
    stands_for: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """``names`` are what the thing is called and whole phrases people use for it; ``said`` what else is said."""

    names: tuple[str, ...]
    said: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """``place`` is the document's in the index; ``value`` from 0 to 1."""

    place: int
    value: float


class Way(StrEnum):
    """A way to find; an index may be built with fewer, to see what each is worth."""

    PAIRS = "pairs"  # of characters beside each other; words in Latin letters
    GAPS = "gaps"  # pairs of characters around a third
    LOOSE = "loose"  # single characters, and pairs with more between
    PHRASES = "phrases"  # whole names inside what was typed
    SYNONYMS = "synonyms"
    SPEECH = "speech"  # a region's own words
    SOUNDS = "sounds"  # slips of sound, pinyin
    INITIALS = "initials"
    CODES = "codes"


EVERY_WAY = frozenset(Way)
