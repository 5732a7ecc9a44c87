"""The green channel: asked for, answered, withdrawn, over (F4.1, F4.2). Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format

from leyiban.cases.errors import ReasonNeeded
from leyiban.cases.green import kinds
from leyiban.cases.green.errors import GreenStatementNeeded, GreenTooLong
from leyiban.cases.models import Case, GreenGrant
from leyiban.cases.states import BEFORE_DECISION, GreenGround, GreenState
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.kernel.moments import CITY_TIME, city_date

ANSWER: Final = "answer"
"""From the request to its answer, in hours."""

HANDLING: Final = "handling"
"""The shortened limit, from acceptance (or the grant, if that is later) to the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    facts: kinds.GreenAsked
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """``until`` None: refused. ``passed``: how many ordinary cases the grant is put before at once. ``changes`` are
    who answers and the sealed words."""

    until: dt.date | None
    words: str
    digest: str
    post: str
    passed: int
    accepted: bool
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    ground: GreenGround
    words: str
    digest: str
    passed: int
    changes: Mapping[str, Any]


def precedence_of(case: Case) -> Bound | None:
    """What a case in the green channel may cost the others, until it is decided."""
    if case.green is None or case.state not in BEFORE_DECISION:
        return None
    return Bound(case.green["may_pass"], case.green["firm_percent"])


def shortened(amount: int, percent: int) -> int:
    """A share of a limit in whole units, rounded up; never more than the limit, and at least one unit of it.

    The limits of law are other clocks: nothing here can move them.
    """
    return min(amount, max(1, -(-amount * percent // 100)))


def last_day(grant: GreenGrant, today: dt.date) -> dt.date:
    """Until when a grant made today may hold: within the class's span, and not beyond its last day."""
    latest = today + dt.timedelta(days=int(grant.terms["lasts_days"]))
    return latest if grant.class_until is None else min(latest, grant.class_until)


def decide_asking(situation: Situation[GreenGrant], given: Asked) -> Outcome:
    """Raises: GreenStatementNeeded."""
    if not given.words.strip():
        raise GreenStatementNeeded
    grant = situation.matter
    return Outcome(
        target=GreenState.REQUESTED,
        facts=given.facts,
        clocks=[clockwork.start(situation, ANSWER, grant.terms[ANSWER], receipt=True)],
        owner_post_id=grant.case.route["decider"],
        on_behalf=grant.case.applicant.pseudonym,
    )


def decide_answer(situation: Situation[GreenGrant], given: Answered) -> Outcome:
    """A named officer grants it until a day, or refuses it; either with reasons.

    Raises:
        ReasonNeeded. GreenTooLong: the day is past, or beyond what the class allows.
    """
    if not given.words.strip():
        raise ReasonNeeded
    grant, at = situation.matter, situation.happened_at
    changes = {**given.changes, "answered_at": at, "light": Light.GREEN}
    stops = clockwork.stop_running(situation, [ANSWER])
    if given.until is None:
        return Outcome(
            target=GreenState.REFUSED,
            facts=kinds.GreenRefused(reasons=given.digest),
            changes={**changes, "ended_at": at},
            clocks=stops,
        )
    latest = last_day(grant, city_date(at))
    if not city_date(at) <= given.until <= latest:
        raise GreenTooLong(latest=date_format(latest, "DATE_FORMAT"))
    runs = [clockwork.start(situation, HANDLING, grant.terms[HANDLING])] if given.accepted else []
    return Outcome(
        target=GreenState.GRANTED,
        facts=kinds.GreenGranted(
            item=grant.case.rules.code,
            agency=grant.agency.uscc,
            region=grant.region,
            green_class=grant.green_class,
            post=given.post,
            until=given.until.isoformat(),
            reasons=given.digest,
            passed=given.passed,
            may_pass=grant.terms["may_pass"],
        ),
        changes={**changes, "until": given.until},
        clocks=[*stops, *runs],
        owner_post_id=grant.case.owner_post_id,
    )


def decide_beginning(situation: Situation[GreenGrant], given: None) -> Outcome:
    """The case was taken up after the grant: the shortened limit begins."""
    grant = situation.matter
    term = grant.terms[HANDLING]
    return Outcome(
        target=GreenState.GRANTED,
        facts=kinds.GreenBegun(amount=term["amount"], unit=term["unit"]),
        clocks=[clockwork.start(situation, HANDLING, term)],
        owner_post_id=grant.case.owner_post_id,
    )


def decide_withdrawal(situation: Situation[GreenGrant], given: Withdrawn) -> Outcome:
    """Its ground fell away, or its proof was false: from now on the case has its ordinary place and limits.

    Raises:
        ReasonNeeded.
    """
    if not given.words.strip():
        raise ReasonNeeded
    return Outcome(
        target=GreenState.WITHDRAWN,
        facts=kinds.GreenWithdrawn(
            ground=given.ground,
            reasons=given.digest,
            passed=given.passed,
            credit_event=int(given.ground is GreenGround.FALSE_PROOF),
        ),
        changes={
            **given.changes,
            "end_ground": given.ground,
            "passed": given.passed,
            "ended_at": situation.happened_at,
            "light": Light.GREEN,
        },
        clocks=clockwork.stop_running(situation, [HANDLING]),
    )


def decide_end(situation: Situation[GreenGrant], passed: int | None) -> Outcome:
    """Over by itself: granted and its last day is over, asked and nobody answered while the class held, or the case is
    decided. ``passed`` None: by the clock, which counts afterwards."""
    grant = situation.matter
    how = _how_it_ends(grant, by_clock=passed is None)
    return Outcome(
        target=how,
        facts=kinds.GreenEnded(how=how.value, passed=passed or 0),
        changes={"ended_at": situation.happened_at, "light": Light.GREEN, "passed": passed or 0},
        clocks=clockwork.stop_running(situation, [ANSWER, HANDLING]),
    )


def _how_it_ends(grant: GreenGrant, *, by_clock: bool) -> GreenState:
    if grant.state == GreenState.REQUESTED:
        return GreenState.LAPSED
    return GreenState.EXPIRED if by_clock else GreenState.DONE


def main_clock(grant: GreenGrant) -> str:
    return ANSWER if grant.state == GreenState.REQUESTED else HANDLING


def lights_of(grant: GreenGrant) -> LightRule:
    return LightRule(**grant.terms["lights"])


def deadlines(grant: GreenGrant, clocks: Readings) -> Iterator[Deadline]:
    """Amber and red of the clock that runs; the end of a grant; the end of the class while nobody answered."""
    if grant.state == GreenState.REQUESTED:
        last = grant.class_until
    elif grant.state == GreenState.GRANTED:
        last = grant.until
    else:
        return
    if last is not None:
        yield Deadline(_end_of(last), "end")
    yield from clockwork.light_deadlines(grant.light, clocks.get(main_clock(grant)))


def _end_of(day: dt.date) -> dt.datetime:
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CITY_TIME)
    return following.astimezone(dt.UTC)
