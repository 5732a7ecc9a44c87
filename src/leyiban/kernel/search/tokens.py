"""Lexemes of Chinese: pairs of characters, pairs of sounds. A lexeme is ``p:开店``: its family, then its text.

Pairs of characters need no dictionary (with one, the questions in ``bench/search`` were answered no better), pairs
around a character survive a wrong one (劳动仲栽), pairs of sounds a wrong one that sounds alike (公司注测).
"""

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from leyiban.kernel.search.spelling import fold, han_runs, latin_words, split_pinyin, syllables, tidy

FUNCTION_WORDS = frozenset(
    "要给在把被和跟有了的是就都还也能想去来到上个得这那我你他她很又才一不没么什怎吗呢吧啊嘛咋哪些几多少点可以好为会着过"
    "里头子们它让叫请问"
)
"""Characters that name no thing by themselves."""
_FURTHEST = 7  # characters from one of a pair to the other
_APART, _FARTHER = 0.5, 0.05
_ALONE = 0.6


class Family(StrEnum):
    """What a lexeme is: its first letter."""

    WORD = "w"  # in Latin letters, or digits
    PAIR = "p"  # two characters
    GAP = "g"  # two characters with any one between them
    CHARACTER = "c"
    SOUND = "s"  # two syllables, folded


def of_family(family: Family, lexemes: Iterable[str]) -> frozenset[str]:
    """Those of one family."""
    return frozenset(lexeme for lexeme in lexemes if lexeme[0] == family.value)


@functools.lru_cache(maxsize=16_384)  # the same names are indexed again after every change
def document_lexemes(text: str) -> frozenset[str]:
    """Everything by which ``text`` can be found."""
    tidied = tidy(text)
    found = {_lexeme(Family.WORD, word) for word in latin_words(tidied)}
    for run in han_runs(tidied):
        found.update(_of_characters(run))
        found.update(_lexeme(Family.CHARACTER, character) for character in run)
    return frozenset(found)


def readings(text: str) -> tuple[frozenset[str], ...]:
    """The ways to take a query: as written, and, where it has Latin letters, as pinyin.

    A document answers the query as well as it answers the best reading.
    """
    tidied = tidy(text)
    written = _written(tidied)
    latin = latin_words(tidied)
    typed = frozenset(_sounds(split_pinyin("".join(latin)) or ()))
    as_written = written | {_lexeme(Family.WORD, word) for word in latin}
    return (as_written, written | typed) if typed else (as_written,)


def loose(text: str) -> Mapping[str, float]:
    """What a query holds besides, and how much each of it counts: it helps where it is known and is never missed.

    Verb and object stand apart in speech (砍屋后头几棵树), and a rare character alone (雷) tells much.
    """
    found: dict[str, float] = {}
    for run in han_runs(tidy(text)):
        for start, first in enumerate(run):
            if first not in FUNCTION_WORDS:
                found[_lexeme(Family.CHARACTER, first)] = _ALONE
            for distance, other in enumerate(run[start + 2 : start + _FURTHEST + 1]):
                pair = _lexeme(Family.PAIR, first + other)
                found[pair] = max(found.get(pair, 0.0), _APART - _FARTHER * distance)
    return found


def _written(tidied: str) -> frozenset[str]:
    """Single characters only when there is nothing longer to look for."""
    runs = han_runs(tidied)
    found = frozenset(lexeme for run in runs for lexeme in _of_characters(run))
    return found or frozenset(_lexeme(Family.CHARACTER, character) for run in runs for character in run)


def _of_characters(run: str) -> Iterator[str]:
    for first, second in itertools.pairwise(run):
        yield _lexeme(Family.PAIR, first + second)
    for first, third in zip(run, run[2:], strict=False):
        yield _lexeme(Family.GAP, first + third)
    yield from _sounds(syllables(run))


def _sounds(sounds: Iterable[str]) -> Iterator[str]:
    for first, second in itertools.pairwise(map(fold, sounds)):
        yield _lexeme(Family.SOUND, f"{first}_{second}")


def _lexeme(family: Family, text: str) -> str:
    return f"{family.value}:{text}"
