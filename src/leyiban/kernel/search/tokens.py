"""Full-text tokens of Chinese: words, pairs of characters, pairs of sounds.

Words give precision, pairs of characters find what the dictionary does not know, pairs of sounds survive a
slip of the keyboard (公司注测). PostgreSQL stores them as lexemes and knows nothing about Chinese.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leyiban.kernel.search.segmenting import words
from leyiban.kernel.search.spelling import fold, han_runs, latin_words, split_pinyin, syllables, tidy


class Family(StrEnum):
    """What a token is; its value begins the lexeme, so families never collide."""

    WORD = "w"
    PAIR = "p"  # two characters
    CHARACTER = "c"
    SOUND = "s"  # two syllables, folded
    INITIAL = "i"  # first letters of two syllables: gszc


@dataclass(frozen=True, slots=True, order=True)
class Token:
    family: Family
    text: str

    @property
    def lexeme(self) -> str:
        return f"{self.family.value}:{self.text}"


def document_tokens(text: str) -> frozenset[Token]:
    """Everything by which ``text`` can be found."""
    found: set[Token] = set()
    tidied = tidy(text)
    for run in han_runs(tidied):
        sounds = syllables(run)
        found.update(_of_characters(run))
        found.update(_sounds(sounds))
        found.update(_pairs(Family.INITIAL, [sound[0] for sound in sounds]))
    for word in latin_words(tidied):
        found.add(Token(Family.WORD, word))
    return frozenset(found)


def readings(text: str) -> tuple[frozenset[Token], ...]:
    """The ways to take a query: as written, and, where it has Latin letters, as pinyin or first letters.

    A document answers the query as well as it answers the best reading.
    """
    tidied = tidy(text)
    written = _written(tidied)
    latin = latin_words(tidied)
    typed = frozenset(_typed(latin))
    as_written = written | {Token(Family.WORD, word) for word in latin}
    return (as_written, written | typed) if typed else (as_written,)


def query_tokens(text: str) -> frozenset[Token]:
    """Every token of every reading: what to ask the database for."""
    return frozenset().union(*readings(text))


def _written(tidied: str) -> frozenset[Token]:
    """Single characters only when there is nothing longer to look for."""
    runs = han_runs(tidied)
    found: set[Token] = set()
    for run in runs:
        found.update(token for token in _of_characters(run) if token.family is not Family.CHARACTER)
        found.update(_sounds(syllables(run)))
    if not found:
        found.update(Token(Family.CHARACTER, character) for run in runs for character in run)
    return frozenset(found)


def _typed(latin: Sequence[str]) -> Iterator[Token]:
    """Latin words together as pinyin (``gongsi zhuce``); else each that may be first letters (``gszc``)."""
    sounds = split_pinyin("".join(latin))
    if sounds is not None and len(sounds) > 1:
        yield from _sounds(sounds)
        return
    for word in latin:
        if word.isalpha() and len(word) > 1:
            yield from _pairs(Family.INITIAL, word)


def _of_characters(run: str) -> Iterator[Token]:
    for word in words(run):
        if len(word) > 1:
            yield Token(Family.WORD, word)
    yield from _pairs(Family.PAIR, run)
    for character in run:
        yield Token(Family.CHARACTER, character)


def _sounds(sounds: Sequence[str]) -> Iterator[Token]:
    return _pairs(Family.SOUND, [fold(sound) for sound in sounds], joint="_")


def _pairs(family: Family, parts: Sequence[str], joint: str = "") -> Iterator[Token]:
    for first, second in itertools.pairwise(parts):
        yield Token(family, f"{first}{joint}{second}")
