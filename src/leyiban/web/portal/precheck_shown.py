"""The pre-check of an item as a page shows it: the answer first, then why, then what would change it."""

from dataclasses import dataclass

from leyiban.web.city import Phone
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Field
from leyiban.web.parts.guide import Fact
from leyiban.web.portal.guide_shown import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """An answer that something follows from."""

    question: Words
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One condition with what was found: ``mark`` is met, not_met, unknown or read. ``instead`` leads to another item."""

    number: int
    text: Words
    clause: Words
    mark: str
    found: str
    otherwise: Words = ""
    instead: str = ""
    instead_name: Words = ""
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A paper, a step or a fee that the answers call for, ``sure`` or only perhaps, and what it rests on."""

    name: Words
    sure: bool
    notes: tuple[str, ...] = ()
    more: Words = ""
    clause: Words = ""
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """ "If you answered …, then …": each line of ``then`` is one difference."""

    question: Words
    answer: Words
    link: str
    taken_away: bool
    then: tuple["Then", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """``what`` happens to which ``names``."""

    what: str
    names: tuple[Words, ...]
    clause: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecheckPage:
    """``verdict`` is open, yes, no or part (some questions are left). ``take`` leads into the application."""

    code: str
    name: Words
    guide: str
    fields: tuple[Field, ...]
    version: int
    verdict: str
    left: int
    outdated: bool
    facts: tuple[Fact, ...] = ()
    failing: tuple[Reason, ...] = ()
    conditions: tuple[Reason, ...] = ()
    papers: tuple[Asked, ...] = ()
    fees: tuple[Asked, ...] = ()
    steps: tuple[Asked, ...] = ()
    changes: tuple[Otherwise, ...] = ()
    places: tuple[Place, ...] = ()
    office: Words = ""
    phone: Phone | None = None
    take: str = ""
    takes: int = 0
    link: str = ""
    json: str = ""
