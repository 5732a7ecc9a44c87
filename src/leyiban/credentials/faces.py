"""The face of a licence (照面): what its item asks for, completed by what only this domain knows. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from leyiban.kernel.documents.wording import in_words

LONG_TERM: Final = "长期"
_NUMBER_LABEL, _VALID_LABEL = "证照编号", "有效期"


class Own(Enum):
    """Stands on a grant's surface for a fact that the case cannot know. No text that a person typed is one."""

    NUMBER = auto()
    ISSUER = auto()
    ISSUED_ON = auto()
    VALID_FROM = auto()
    VALID_UNTIL = auto()


Surface = Sequence[tuple[str, str | Own]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFacts:
    """What this domain puts on the face. ``valid_until`` is the last valid day; None for long-term."""

    number: str
    issuer: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None

    def say(self, fact: Own) -> str:
        match fact:
            case Own.NUMBER:
                return self.number
            case Own.ISSUER:
                return self.issuer
            case Own.ISSUED_ON:
                return in_words(self.issued_on)
            case Own.VALID_FROM:
                return in_words(self.valid_from)
            case Own.VALID_UNTIL:
                return LONG_TERM if self.valid_until is None else in_words(self.valid_until)

    @property
    def term(self) -> str:
        """自2020年3月9日至2025年3月8日"""
        return f"自{self.say(Own.VALID_FROM)}至{self.say(Own.VALID_UNTIL)}"


def full_face(surface: Surface, facts: OwnFacts) -> tuple[tuple[str, str], ...]:
    """Everything the licence says, (label, text), with number and term where the item forgot them."""
    shown = [(label, facts.say(said) if isinstance(said, Own) else said) for label, said in surface]
    asked = {said for _, said in surface if isinstance(said, Own)}
    if Own.NUMBER not in asked:
        shown.append((_NUMBER_LABEL, facts.number))
    if not asked & {Own.VALID_FROM, Own.VALID_UNTIL}:
        shown.append((_VALID_LABEL, facts.term))
    return tuple(shown)


def printed_face(surface: Surface, facts: OwnFacts) -> tuple[tuple[str, str], ...]:
    """The face as it is printed: without office and date, which stand under the seal."""
    return full_face([row for row in surface if row[1] not in (Own.ISSUER, Own.ISSUED_ON)], facts)


def label_of(surface: Surface, fact: Own) -> str:
    """What this kind of licence calls the fact; empty when it does not show it."""
    return next((label for label, said in surface if said is fact), "")
