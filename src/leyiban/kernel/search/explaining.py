"""What was found, and why, in the words of who asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leyiban.kernel.search.documents import Found, Match, Why
from leyiban.kernel.search.lexicon import Alias
from leyiban.kernel.search.tokens import Family, document_lexemes, of_family, readings
from leyiban.kernel.search.whole import Held, spans


@dataclass(frozen=True, slots=True)
class Called:
    """What a document is called, its aliases, what else is said about it; ``later``: done to what one has."""

    names: tuple[str, ...]
    aliases: tuple[Alias, ...]
    said: tuple[str, ...]
    later: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """``best`` first. Why each was found is worked out when it is asked for: few are shown."""

    asked: str
    best: Sequence[Match]
    called: Sequence[Called]
    signs: Mapping[int, Sequence[Held]] = field(default_factory=dict)
    coded: bool = False

    def why(self, match: Match) -> Why:
        """The surest sign: a code, the words in a name, a whole phrase, words in common, a sound in common."""
        called = self.called[match.place]
        if self.coded:
            return Why(Found.CODE, self.asked)
        if any(self.asked in name for name in called.names):
            return Why(Found.NAME, self.asked)
        if signs := self.signs.get(match.place):
            return _by_phrase(signs[0])
        if alias := next((each for each in called.aliases if self.asked in each.text), None):
            return Why(Found.SYNONYM, self.asked, alias.official)
        sounds = of_family(Family.SOUND, frozenset().union(*readings(self.asked)))
        nearest = _nearest(sounds, called)
        if sounds and sounds <= document_lexemes(nearest):
            return Why(Found.SOUND, self.asked, nearest)
        return _by_words(self.asked, called) or Why(Found.SOUND, self.asked, nearest)


def _by_phrase(held: Held) -> Why:
    match held.found:
        case Found.SYNONYM:
            return Why(Found.SYNONYM, held.said, held.phrase.official)
        case Found.SOUND | Found.INITIALS:
            return Why(held.found, held.said, held.phrase.text)
        case _:
            return Why(Found.NAME, held.said)


def _by_words(asked: str, called: Called) -> Why | None:
    if said := _longest_shared(asked, called.names):
        return Why(Found.NAME, said)
    if said := _longest_shared(asked, [alias.text for alias in called.aliases]):
        official = next(alias.official for alias in called.aliases if said in alias.text)
        return Why(Found.SYNONYM, said, official)
    if said := _longest_shared(asked, called.said):
        return Why(Found.TEXT, said)
    return None


def _longest_shared(asked: str, texts: Sequence[str]) -> str | None:
    """The longest piece of ``asked``, of two characters or more, that stands in one of ``texts``."""
    together = "\n".join(texts)
    pieces = (asked[start : start + size] for size, start in spans(len(asked)))
    return next((piece.strip() for piece in pieces if piece in together), None)


def _nearest(sounds: frozenset[str], called: Called) -> str:
    """The name or alias that has most of ``sounds``."""
    texts = [*called.names, *(alias.text for alias in called.aliases)]
    return max(texts, key=lambda text: (len(sounds & document_lexemes(text)), -len(text)))
