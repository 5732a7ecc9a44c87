"""Documents in memory, found by what people type: some thousand names, asked in a millisecond. Pure.

A document answers by the share of the question that it holds, rare parts counting more; a whole name of its own
inside the question raises that. Aliases are put beside the names when the index is built, so that other words for a
thing cost nothing when somebody asks.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain

from leyiban.kernel.search.documents import EVERY_WAY, Document, Match, Way
from leyiban.kernel.search.explaining import Called, Matches
from leyiban.kernel.search.lexicon import Lexicon, core
from leyiban.kernel.search.spelling import latin_words, squeeze, without_brackets
from leyiban.kernel.search.tokens import FUNCTION_WORDS, Family, document_lexemes, loose, readings
from leyiban.kernel.search.whole import Codes, Heard, Held, Initials, Phrase, Phrases

_WEIGHT: Mapping[str, float] = {
    Family.WORD.value: 1.0,
    Family.PAIR.value: 1.0,
    Family.GAP.value: 0.3,
    Family.CHARACTER.value: 0.5,
    Family.SOUND.value: 0.8,
}
LONGEST_QUESTION = 80  # characters once squeezed: one that was typed may stand for eighteen
_FAMILIES = {
    Way.PAIRS: (Family.WORD, Family.PAIR, Family.CHARACTER),
    Way.GAPS: (Family.GAP,),
    Way.SOUNDS: (Family.SOUND,),
}
_NAMED, _ALIAS, _ELSEWHERE = 1.0, 0.9, 0.35
_COVERED = 0.8
"""All of a question held in pieces; a whole name of the document in it counts beyond that."""
_LATER = 0.95
"""Who names a thing and not what to do with it wants it first; whoever says 注销 has that in favour of it."""
_LEAST, _LEAST_OF_LONG, _SHORT = 0.25, 0.125, 6
"""A match answers this share of a question of up to ``_SHORT`` characters; of a longer one less, for the longer people
talk the more of it is no name of anything."""
_LEAST_OF_BEST = 0.35
"""And this share of what the best one answers; below, it only shares 登记."""


class Index:
    """Built once for documents that do not change; safe to ask from many threads."""

    def __init__(self, documents: Sequence[Document], lexicon: Lexicon, ways: Set[Way] = EVERY_WAY) -> None:
        self._lexicon, self._ways = lexicon, ways
        self._families = {family.value for way in ways for family in _FAMILIES.get(way, ())}
        self._whole: Mapping[Way, Phrases | Heard | Initials] = {
            way: kind()
            for way, kind in ((Way.PHRASES, Phrases), (Way.SOUNDS, Heard), (Way.INITIALS, Initials))
            if way in ways
        }
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._called = tuple(self._add(place, document) for place, document in enumerate(documents))
        self._codes = Codes(
            (code, place)
            for place, document in enumerate(documents)
            for code in (document.codes if Way.CODES in ways else ())
        )
        self._rarity = {
            lexeme: math.log(1 + (len(documents) + 1) / (len(held) + 0.5))
            for lexeme, held in self._postings.items()
        }
        self._unknown = math.log(1 + (len(documents) + 1) / 0.5)

    def search(self, words: str) -> Matches:
        """What answers ``words`` well enough, the best first."""
        text = squeeze(words)[:LONGEST_QUESTION]
        if coded := self._codes.beginning(text):
            return Matches(text, [Match(place, 1.0) for place in coded], self._called, coded=True)
        plain = self._plain(text)
        asked = core(plain)
        values, signs = self._coverage(asked), self._signs(plain)
        for place, held in signs.items():
            values[place] = _raised(values.get(place, 0.0), held)
        for place in values:
            if self._called[place].later:
                values[place] *= _LATER
        return Matches(asked, self._kept(values, _least(asked)), self._called, signs)

    def _add(self, place: int, document: Document) -> Called:
        names = tuple(dict.fromkeys(chain.from_iterable(map(self._written, document.names))))
        aliases = self._lexicon.aliases(names) if Way.SYNONYMS in self._ways else ()
        weights: dict[str, float] = {}
        for weight, texts in (
            (_ELSEWHERE, document.said),
            (_ALIAS, [alias.text for alias in aliases]),
            (_NAMED, names),
        ):
            weights |= dict.fromkeys(chain.from_iterable(map(document_lexemes, texts)), weight)
        for lexeme, weight in weights.items():
            if lexeme[0] in self._families:
                self._postings[lexeme].append((place, weight))
        phrases = [Phrase(place, name) for name in names]
        phrases += [Phrase(place, alias.text, alias.official) for alias in aliases]
        for kind in self._whole.values():
            for phrase in phrases:
                kind.add(phrase)
        return Called(names, aliases, tuple(map(squeeze, document.said)), later=self._lexicon.is_later(names))

    def _written(self, name: str) -> tuple[str, ...]:
        """The name, what of it is said when nobody reads brackets out, and how a question would put it."""
        text = squeeze(name)
        return (text, without_brackets(text), self._plain(text))

    def _plain(self, text: str) -> str:
        return self._lexicon.plain(text) if Way.SPEECH in self._ways else text

    def _coverage(self, asked: str) -> dict[int, float]:
        """By document, the share of the question that it holds, in the reading that it answers best."""
        best: dict[int, float] = {}
        besides = self._besides(asked) if Way.LOOSE in self._ways else {}
        for lexemes in readings(asked):
            for place, value in self._share(lexemes, besides).items():
                best[place] = max(value, best.get(place, 0.0))
        return best

    def _share(self, lexemes: Iterable[str], besides: Mapping[int, float]) -> dict[int, float]:
        total, found = 0.0, defaultdict(float, besides)
        for lexeme in lexemes:
            if lexeme[0] not in self._families:
                continue
            rarity = self._rare(lexeme) * _WEIGHT[lexeme[0]]
            if lexeme[0] != Family.GAP.value:  # those only help where a character is wrong
                total += rarity
            for place, weight in self._postings.get(lexeme, ()):
                found[place] += rarity * weight
        return {place: _COVERED * min(1.0, value / total) for place, value in found.items()} if total else {}

    def _besides(self, asked: str) -> Mapping[int, float]:
        """By document, what it has of what the question holds loosely."""
        found = defaultdict[int, float](float)
        for lexeme, share in loose(asked).items():
            for place, weight in self._postings.get(lexeme, ()):
                found[place] += self._rarity[lexeme] * share * weight
        return found

    def _rare(self, lexeme: str) -> float:
        """How much a lexeme says; of those that no document has, a pair with a function word (要评) nothing."""
        if (rarity := self._rarity.get(lexeme)) is not None:
            return rarity
        if lexeme[0] == Family.SOUND.value:  # its pair of characters counts already
            return self._unknown / 2
        if lexeme[0] == Family.PAIR.value and not FUNCTION_WORDS.isdisjoint(lexeme):
            return 0.0
        return self._unknown

    def _signs(self, text: str) -> dict[int, list[Held]]:
        """By document, whole phrases of it inside ``text``, the surest first and none twice."""
        kinds = [kind for way, kind in self._whole.items() if way is not Way.INITIALS or self._strange(text)]
        every = chain.from_iterable(kind.inside(text) for kind in kinds)
        signs = defaultdict[int, list[Held]](list)
        for held in sorted(every, key=lambda each: -each.strength):
            known = signs[held.phrase.place]
            if all(held.phrase.text not in each.phrase.text for each in known):
                known.append(held)
        return signs

    def _strange(self, text: str) -> bool:
        """Whether none of the letters in ``text`` are a word of some document: perhaps first letters."""
        return not any(f"{Family.WORD.value}:{word}" in self._postings for word in latin_words(text))

    def _kept(self, values: Mapping[int, float], least: float) -> list[Match]:
        least = max(least, max(values.values(), default=0.0) * _LEAST_OF_BEST)
        kept = [Match(place, round(value, 4)) for place, value in values.items() if value >= least]
        return sorted(
            kept, key=lambda each: (-each.value, len(self._called[each.place].names[0]), each.place)
        )


def _raised(value: float, held: Sequence[Held]) -> float:
    for each in held:
        value += (1 - value) * each.strength
    return value


def _least(asked: str) -> float:
    return max(_LEAST_OF_LONG, _LEAST * min(1.0, _SHORT / max(len(asked), 1)))
