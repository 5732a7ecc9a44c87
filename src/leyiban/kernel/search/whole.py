"""Whole phrases inside what was typed: as written, as heard, as first letters; and codes. Pure."""

import functools
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leyiban.kernel.search.documents import Found
from leyiban.kernel.search.spelling import fold, han_runs, latin_words, split_pinyin, syllables

SHORTEST, LONGEST = 2, 14  # characters or syllables of a phrase
_LONGEST_INITIALS = 8
_LEAST_HEARD = 3  # two syllables of Chinese characters sound like too much
_LEAST_CODE = 6
_BY_LENGTH = {2: 0.35, 3: 0.5, 4: 0.65}
_LONG = 0.75
_ALIAS, _HEARD, _TYPED, _SPREAD = 0.9, 0.65, 0.8, 0.06
_INITIALS, _INNER, _ALL_INITIALS = 0.5, 0.2, 0.4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name or alias of the document at ``place``. ``official``: what an alias stands for."""

    place: int
    text: str
    official: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A phrase inside what was typed: ``said`` is that part, ``strength`` (0 to 1) how sure a sign it is."""

    phrase: Phrase
    found: Found
    said: str
    strength: float


class Phrases:
    """Phrases by their writing; a longer one hides what lies inside it."""

    def __init__(self) -> None:
        self._by_text: dict[str, list[Phrase]] = defaultdict(list)

    def add(self, phrase: Phrase) -> None:
        if SHORTEST <= len(phrase.text) <= LONGEST:
            self._by_text[phrase.text].append(phrase)

    def inside(self, text: str) -> Iterator[Held]:
        for said, phrases in _longest_inside(text, self._by_text):
            strength = _strength(len(said), len(phrases))
            for phrase in phrases:
                if phrase.official is None:
                    yield Held(phrase, Found.NAME, said, strength)
                else:
                    yield Held(phrase, Found.SYNONYM, said, strength * _ALIAS)


class Heard:
    """Phrases by how they sound."""

    def __init__(self) -> None:
        self._by_sound: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)

    def add(self, phrase: Phrase) -> None:
        if SHORTEST <= len(phrase.text) <= LONGEST and han_runs(phrase.text) == [phrase.text]:
            self._by_sound[_sounds_of(phrase.text)].append(phrase)

    def inside(self, text: str) -> Iterator[Held]:
        for run in han_runs(text):
            for size, start, phrases in self._in(_folded(syllables(run)), _LEAST_HEARD):
                said, strength = run[start : start + size], _strength(size, len(phrases)) * _HEARD
                others = (phrase for phrase in phrases if phrase.text != said)  # that one is written
                yield from (Held(phrase, Found.SOUND, said, strength) for phrase in others)
        latin = latin_words(text)
        for size, _, phrases in self._in(_folded(split_pinyin("".join(latin)) or ()), SHORTEST):
            said, strength = " ".join(latin), _strength(size, len(phrases)) * _TYPED
            yield from (Held(phrase, Found.SOUND, said, strength) for phrase in phrases)

    def _in(self, sounds: tuple[str, ...], least: int) -> Iterator[tuple[int, int, Sequence[Phrase]]]:
        for size, start in spans(len(sounds), least):
            if phrases := self._by_sound.get(sounds[start : start + size]):
                yield size, start, phrases


class Initials:
    """Phrases by the first letters of their syllables, from any character on."""

    def __init__(self) -> None:
        self._by_letters: dict[str, dict[int, tuple[float, Phrase]]] = defaultdict(dict)

    def add(self, phrase: Phrase) -> None:
        for letters, at_start in _first_letters(phrase.text):
            strength = (_INITIALS if at_start else _INNER) + _ALL_INITIALS * len(letters) / len(phrase.text)
            known = self._by_letters[letters].get(phrase.place)
            if known is None or known[0] < strength:
                self._by_letters[letters][phrase.place] = (strength, phrase)

    def inside(self, text: str) -> Iterator[Held]:
        for word in latin_words(text):
            for strength, phrase in self._by_letters.get(word, {}).values():
                yield Held(phrase, Found.INITIALS, word, strength)


class Codes:
    """Documents by the beginning of a code."""

    def __init__(self, codes: Iterable[tuple[str, int]]) -> None:
        self._codes = sorted((code.lower(), place) for code, place in codes)

    def beginning(self, text: str) -> list[int]:
        """The places of those one of whose codes begins so, each once."""
        if len(text) < _LEAST_CODE or not text.isascii() or " " in text:
            return []
        found: dict[int, None] = {}
        for code, place in self._codes[bisect_left(self._codes, (text, -1)) :]:
            if not code.startswith(text):
                break
            found[place] = None
        return list(found)


def spans(length: int, least: int = SHORTEST) -> Iterator[tuple[int, int]]:
    """Size and start of every span of up to ``LONGEST``, the longest first."""
    for size in range(min(length, LONGEST), least - 1, -1):
        for start in range(length - size + 1):
            yield size, start


def _longest_inside(
    text: str, known: Mapping[str, Sequence[Phrase]]
) -> Iterator[tuple[str, Sequence[Phrase]]]:
    hidden: list[tuple[int, int]] = []
    for size, start in spans(len(text)):
        end = start + size
        found = known.get(text[start:end])
        if found and not any(first <= start and end <= last for first, last in hidden):
            hidden.append((start, end))
            yield text[start:end], found


def _strength(length: int, documents: int) -> float:
    """A long phrase that few documents have says most."""
    return _BY_LENGTH.get(length, _LONG) * (1 - _SPREAD * math.log2(documents))


@functools.lru_cache(maxsize=16_384)  # aliases are many documents' own
def _first_letters(text: str) -> tuple[tuple[str, bool], ...]:
    """The first letters of the syllables of every piece of ``text`` that may be typed, and if it begins a run."""
    runs = ("".join(sound[0] for sound in syllables(run)) for run in han_runs(text))
    return tuple(
        (letters[start : start + size], start == 0)
        for letters in runs
        for size, start in spans(len(letters))
        if size <= _LONGEST_INITIALS
    )


@functools.lru_cache(maxsize=16_384)
def _sounds_of(run: str) -> tuple[str, ...]:
    """Of a name; what somebody typed is kept nowhere."""
    return _folded(syllables(run))


def _folded(sounds: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(fold, sounds))
