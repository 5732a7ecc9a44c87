"""The guide of one item as a page shows it: five facts, one button, then the full text in the order of questions."""

from dataclasses import dataclass

from leyiban.web.city import Phone
from leyiban.web.parts import Words
from leyiban.web.parts.guide import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    name: Words
    value: Words
    more: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One thing to bring. ``held``: the city has it already and asks for nothing. ``only_if`` says in which case."""

    name: Words
    held: bool = False
    may_be_late: bool = False
    needed: bool = True
    only_if: tuple[Pair, ...] = ()
    source: Words = ""
    copies: Words = ""
    good: Words = ""
    fill: Words = ""
    blank: str = ""
    sample: str = ""
    basis: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    name: Words
    by: Words
    time: Words
    standard: Words = ""
    outcome: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    name: Words
    address: Words
    hours: Words
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who handles the item in one county, and the telephone there."""

    region: str
    name: Words
    phone: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    law: Words
    document_no: Words
    article: Words
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    ask: Words
    answer: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Papers or steps, then and now. ``told`` says it in a sentence; ``gone`` what people are spared, and why."""

    told: str
    gone: tuple[Pair, ...]
    source: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """``start`` is empty when the item cannot be applied for now; ``closed`` then says why and what to do. ``heard``:
    whose views come before the decision, and the clause that gives them a say."""

    code: str
    name: Words
    summary: Words
    facts: tuple[Fact, ...]
    start: str = ""
    draft: str = ""
    precheck: str = ""
    closed: Words = ""
    papers: tuple[Paper, ...] = ()
    conditions: tuple[Pair, ...] = ()
    steps: tuple[Step, ...] = ()
    limits: tuple[Pair, ...] = ()
    usual: str = ""
    fees: tuple[Pair, ...] = ()
    results: tuple[Pair, ...] = ()
    result_sample: tuple[Pair, ...] = ()
    places: tuple[Place, ...] = ()
    offices: tuple[Office, ...] = ()
    entrances: tuple[Pair, ...] = ()
    faq: tuple[Question, ...] = ()
    rights: tuple[Words, ...] = ()
    duties: tuple[Words, ...] = ()
    remedies: tuple[Pair, ...] = ()
    bases: tuple[Basis, ...] = ()
    codes: tuple[Pair, ...] = ()
    savings: tuple[Saving, ...] = ()
    heard: Pair | None = None
    coming: Words = ""
    consult: Phone | None = None
    complain: Phone | None = None
