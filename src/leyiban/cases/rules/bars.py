"""False papers (R14): the warning, and the bar that follows it where a licence guards safety. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leyiban.cases import kinds
from leyiban.cases.bar import kinds as bar_kinds
from leyiban.cases.bar.errors import ObjectionNeedsWords
from leyiban.cases.errors import ReasonNeeded
from leyiban.cases.models import Bar, Case
from leyiban.cases.states import BARRING, BarState
from leyiban.catalogue.rulefile.dates import shift
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.kernel.moments import CITY_TIME

ANSWER: Final = "answer"
"""The one clock of a bar: it runs from an objection to its answer."""

_UNITS: Final = {"year": "y", "month": "m", "natural_day": "d"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningGiven:
    """``digest`` commits to ``reasons``; ``barred_until`` None: the licence guards no safety."""

    reasons: str
    digest: str
    barred_until: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven:
    """``lifts``: the objection is right. ``changes`` are the sealed words."""

    lifts: bool
    words: str
    digest: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionGiven:
    words: str
    digest: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalGiven:
    """Why a finding is taken back; ``changes`` are the sealed words, for a bar."""

    words: str
    digest: str
    changes: Mapping[str, Any]


def last_barred_day(term: Mapping[str, Any], on: dt.date) -> dt.date:
    """The last day of a ban that begins on ``on``, which itself does not count (Civil Code art. 201, 202)."""
    return shift(on, term["amount"], _UNITS[term["unit"]])


def decide_warning(situation: Situation[Case], given: WarningGiven) -> Outcome:
    """R14: found to be false, and warned. What remains is a refusal or a denial.

    Raises:
        ReasonNeeded.
    """
    if not given.reasons.strip():
        raise ReasonNeeded
    case = situation.matter
    until = None if given.barred_until is None else given.barred_until.isoformat()
    return Outcome(
        target=case.state,
        facts=kinds.CaseWarned(reasons=given.digest, barred_until=until),
        changes={"false_materials": True},
        owner_post_id=case.owner_post_id,
    )


def decide_warning_withdrawal(situation: Situation[Case], given: WithdrawalGiven) -> Outcome:
    """The finding was wrong: the case goes on as if it had not been made.

    Raises:
        ReasonNeeded.
    """
    if not given.words.strip():
        raise ReasonNeeded
    case = situation.matter
    return Outcome(
        target=case.state,
        facts=kinds.CaseWarningWithdrawn(reasons=given.digest),
        changes={"false_materials": False},
        owner_post_id=case.owner_post_id,
    )


def decide_imposing(situation: Situation[Bar], facts: bar_kinds.BarImposed) -> Outcome:
    return Outcome(target=BarState.IN_FORCE, facts=facts, on_behalf=None)


def decide_objection(situation: Situation[Bar], given: ObjectionGiven) -> Outcome:
    """The party says why it is wrong. The bar stands until it is lifted; an answer is due within a limit.

    Raises:
        ObjectionNeedsWords.
    """
    if not given.words.strip():
        raise ObjectionNeedsWords
    bar = situation.matter
    return Outcome(
        target=BarState.OBJECTED,
        facts=bar_kinds.BarObjected(words=given.digest),
        changes={**given.changes, "objected_at": situation.happened_at},
        clocks=[clockwork.start(situation, ANSWER, bar.limits[ANSWER], receipt=True)],
        owner_post_id=bar.case.route["decider"],
        on_behalf=bar.party.pseudonym,
    )


def decide_bar_answer(situation: Situation[Bar], given: AnswerGiven) -> Outcome:
    """Kept or lifted, with reasons.

    Raises:
        ReasonNeeded.
    """
    if not given.words.strip():
        raise ReasonNeeded
    return Outcome(
        target=BarState.LIFTED if given.lifts else BarState.IN_FORCE,
        facts=bar_kinds.BarAnswered(outcome="lifted" if given.lifts else "kept", answer=given.digest),
        changes={**given.changes, "answered_at": situation.happened_at, "light": Light.GREEN},
        clocks=clockwork.stop_running(situation, [ANSWER]),
    )


def decide_lifting(situation: Situation[Bar], given: WithdrawalGiven) -> Outcome:
    """Taken back of the office's own motion, whether or not anybody objected."""
    return Outcome(
        target=BarState.LIFTED,
        facts=bar_kinds.BarLifted(reasons=given.digest),
        changes={"light": Light.GREEN, "answered_at": situation.happened_at, **given.changes},
        clocks=clockwork.stop_running(situation, [ANSWER]),
    )


def decide_end(situation: Situation[Bar], given: None) -> Outcome:
    """The last day is over; an objection that nobody answered has nothing left to object to."""
    return Outcome(
        target=BarState.ENDED,
        facts=bar_kinds.BarEnded(until=situation.matter.until.isoformat()),
        changes={"light": Light.GREEN},
        clocks=clockwork.stop_running(situation, [ANSWER]),
    )


def main_clock(bar: Bar) -> str:
    return ANSWER


def lights_of(bar: Bar) -> LightRule:
    return LightRule(**bar.limits["lights"])


def deadlines(bar: Bar, clocks: Readings) -> Iterator[Deadline]:
    """The end of the last day; and while an objection waits, amber once and red once."""
    if bar.state not in BARRING:
        return
    yield Deadline(_end_of(bar.until), "end")
    if bar.state == BarState.OBJECTED:
        yield from clockwork.light_deadlines(bar.light, clocks.get(ANSWER))


def _end_of(day: dt.date) -> dt.datetime:
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CITY_TIME)
    return following.astimezone(dt.UTC)
