"""How well what is kept answers what somebody typed, and why: the same for items with a guide and for bare ones. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leyiban.kernel.search import Held, Lexemes, Phrase, Rarity, held_in, readings, score

LEAST_SCORE = 0.3
"""A hit must answer this share of a phrase; below, it only shares words like 申请."""
LEAST_OF_BEST = 0.5
_SYNONYM, _LEAST_OF_SYNONYM = 0.9, 0.6


class Found(StrEnum):
    """How an item was found, the strongest way first."""

    NAME = "name"  # the words stand in its name or keywords
    SYNONYM = "synonym"  # another word for what was typed
    SOUND = "sound"  # it sounds like what was typed
    TEXT = "text"  # the words stand in its guide


@dataclass(frozen=True, slots=True)
class Why:
    """``said`` is what the person typed or meant, ``stands_for`` the city's word for it, if another."""

    found: Found
    said: str
    stands_for: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    key: int
    keywords: tuple[str, ...]
    lexemes: Lexemes


@dataclass(frozen=True, slots=True)
class Ranked:
    """``key`` is the candidate's; ``value`` from 0 to 1 or a little more."""

    key: int
    value: float
    why: Why


def ranked(text: str, said: tuple[Phrase, ...], candidates: Sequence[Candidate]) -> list[Ranked]:
    """Those that answer ``text`` well enough, the best first."""
    rarity = Rarity(candidate.lexemes for candidate in candidates)
    judged = [Ranked(each.key, *_judge(text, said, each, rarity)) for each in candidates]
    best = max((each.value for each in judged), default=0.0)
    kept = [each for each in judged if each.value >= max(LEAST_SCORE, best * LEAST_OF_BEST)]
    return sorted(kept, key=lambda each: (-each.value, each.key))


def _judge(text: str, said: tuple[Phrase, ...], candidate: Candidate, rarity: Rarity) -> tuple[float, Why]:
    """The best of: a keyword of the item inside what was typed, what was typed, a synonym of it."""
    own, *others = said
    value, why = _by_phrase(own.text, own, candidate, rarity)
    for phrase in others:
        other_value, other_why = _by_phrase(own.text, phrase, candidate, rarity)
        if other_value >= _LEAST_OF_SYNONYM and other_value * _SYNONYM > value:
            value, why = other_value * _SYNONYM, other_why
    keyword = _keyword(text, candidate)
    if keyword is not None and value < 1:
        return 1 - 0.1 * (1 - value), keyword
    return value, why


def _keyword(text: str, candidate: Candidate) -> Why | None:
    """A whole phrase of the item's own inside what was typed."""
    held = {word: how for word in candidate.keywords if (how := held_in(text, word))}
    written = next((word for word, how in held.items() if how is Held.WRITTEN), None)
    if written is not None:
        return Why(Found.NAME, written)
    heard = next(iter(held), None)
    return Why(Found.SOUND, text, stands_for=heard) if heard else None


def _by_phrase(own: str, phrase: Phrase, candidate: Candidate, rarity: Rarity) -> tuple[float, Why]:
    result = score(readings(phrase.text), candidate.lexemes, rarity)
    if phrase.heard:
        return result.value, Why(Found.SOUND, own, stands_for=phrase.text)
    if phrase.instead_of is not None:
        return result.value, Why(Found.SYNONYM, phrase.instead_of, stands_for=phrase.text)
    if result.by_sound:
        return result.value, Why(Found.SOUND, phrase.text)
    return result.value, Why(Found.NAME if result.in_name else Found.TEXT, phrase.text)
