"""How well a document answers a phrase: the share of the phrase that is found, rare parts counting more."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from leyiban.kernel.search.tokens import Family, Token

_FAMILY_WEIGHT = {
    Family.WORD: 1.0,
    Family.PAIR: 1.0,
    Family.CHARACTER: 0.5,
    Family.SOUND: 0.8,
    Family.INITIAL: 0.8,
}
_ELSEWHERE = 0.35
"""A hit in what is said about the thing counts this much of one in its name."""


@dataclass(frozen=True, slots=True)
class Lexemes:
    """What a stored document holds: lexemes of its names, and of everything."""

    names: frozenset[str]
    all: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` from 0 to 1. ``by_sound``: only sounds or initials matched, no written part."""

    value: float
    by_sound: bool
    in_name: bool


class Rarity:
    """How telling each lexeme is among the documents at hand: one that all of them hold tells little."""

    def __init__(self, documents: Iterable[Lexemes]) -> None:
        every = list(documents)
        self._count = len(every)
        self._frequency = Counter(lexeme for document in every for lexeme in document.all)

    def of(self, token: Token) -> float:
        return math.log(1 + (self._count + 1) / (self._frequency[token.lexeme] + 0.5))


def score(readings: Sequence[Collection[Token]], document: Lexemes, rarity: Rarity) -> Score:
    """How much of a phrase the document holds, in the reading that it answers best."""
    return max((_score(tokens, document, rarity) for tokens in readings), key=lambda each: each.value)


def _score(tokens: Collection[Token], document: Lexemes, rarity: Rarity) -> Score:
    total = found = 0.0
    written = sounded = in_name = False
    for token in tokens:
        weight = _FAMILY_WEIGHT[token.family] * rarity.of(token)
        total += weight
        if token.lexeme not in document.all:
            continue
        if token.lexeme in document.names:
            found += weight
            in_name = True
        else:
            found += weight * _ELSEWHERE
        if token.family in (Family.SOUND, Family.INITIAL):
            sounded = True
        else:
            written = True
    return Score(value=found / total if total else 0.0, by_sound=sounded and not written, in_name=in_name)
