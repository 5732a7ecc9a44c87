"""Submission, supplement and what the clock makes of silence before acceptance."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.cases import clock_names, kinds
from leyiban.cases.models import Case
from leyiban.cases.rules.clocks import start, start_decision_clocks, stop_running
from leyiban.cases.states import AcceptanceMode
from leyiban.cases.states import CaseState as S
from leyiban.kernel.actors import Channel
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.flows.table import Outcome, Situation
from leyiban.kernel.moments import city_date

# R5 speaks of what is submitted online; who stands at a counter has his answer at once.
_ONLINE = frozenset({Channel.PORTAL, Channel.API})


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What the applicant handed in, as the ledger binds it.

    ``answers`` is the commitment's hex digest; ``papers`` are ``material=sha256:…``; ``received_on`` the
    day of receipt by the calendar of the region.
    """

    answers: str
    papers: tuple[str, ...]
    received_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(HandedIn):
    item: str
    item_version: int
    agency: str
    linked_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(HandedIn):
    """``changes`` are the case's own new values (answers, salt, who typed, tasks)."""

    changed: tuple[str, ...]
    changes: Mapping[str, object]


def decide_submission(situation: Situation[Case], given: Submission) -> Outcome:
    """Received: a receipt at once, an answer within R5's and R1's limits."""
    case = situation.matter
    return Outcome(
        target=S.SUBMITTED,
        facts=kinds.CaseSubmitted(
            item=given.item,
            item_version=given.item_version,
            agency=given.agency,
            region=case.region,
            answers=given.answers,
            papers=given.papers,
            received_on=given.received_on.isoformat(),
            linked_to=given.linked_to,
        ),
        clocks=_intake_clocks(situation, 1),
        owner_post_id=case.route["intake"],
        on_behalf=case.applicant.pseudonym,
    )


def _intake_clocks(situation: Situation[Case], round_number: int) -> list[ClockEvent]:
    events = [start(situation, clock_names.of_round(clock_names.ACCEPTANCE, round_number), receipt=True)]
    if situation.matter.channel in _ONLINE:
        first = clock_names.of_round(clock_names.FIRST_ANSWER, round_number)
        events.append(start(situation, first, receipt=True))
    return events


def decide_supplement(situation: Situation[Case], given: Supplement) -> Outcome:
    """Corrected: a new round with its own acceptance clock; time before acceptance is nobody's debt."""
    case = situation.matter
    round_number = case.round + 1
    return Outcome(
        target=S.SUBMITTED,
        facts=kinds.CaseSupplemented(
            round=round_number,
            answers=given.answers,
            papers=given.papers,
            changed=given.changed,
            received_on=given.received_on.isoformat(),
        ),
        changes={
            **given.changes,
            "round": round_number,
            "received_at": situation.happened_at,
            "light": Light.GREEN,
        },
        clocks=[
            *stop_running(situation, clock_names.SUPPLEMENT),
            *_intake_clocks(situation, round_number),
        ],
        owner_post_id=case.route["intake"],
        on_behalf=case.applicant.pseudonym,
    )


def decide_deemed_acceptance(situation: Situation[Case], given: None) -> Outcome:
    """R1: not told in time, so it counts as accepted from the day the materials were received."""
    case = situation.matter
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseAccepted(
            mode=AcceptanceMode.DEEMED, accepted_on=city_date(case.received_at).isoformat()
        ),
        changes={
            "accepted_at": case.received_at,
            "acceptance_mode": AcceptanceMode.DEEMED,
            "task": case.tasks[0]["key"],
            "light": Light.GREEN,
        },
        clocks=[
            *stop_running(situation, clock_names.ACCEPTANCE, clock_names.FIRST_ANSWER, ground="deemed"),
            *start_decision_clocks(situation, at=case.received_at, receipt=True),
        ],
        owner_post_id=case.route[case.tasks[0]["by"]],
    )


def decide_deemed_withdrawal(situation: Situation[Case], given: None) -> Outcome:
    """R4: no supplement in time."""
    return Outcome(
        target=S.DEEMED_WITHDRAWN,
        facts=kinds.CaseWithdrawn(mode="deemed"),
        changes={"closed_at": situation.happened_at},
        clocks=stop_running(situation, clock_names.SUPPLEMENT),
    )


def decide_withdrawal(situation: Situation[Case], given: None) -> Outcome:
    """R24: the applicant's own act, at any time before the decision."""
    return Outcome(
        target=S.WITHDRAWN,
        facts=kinds.CaseWithdrawn(mode="applicant"),
        changes={"closed_at": situation.happened_at},
        clocks=stop_running(situation, *map(clock_names.base_name, situation.clocks)),
        on_behalf=situation.matter.applicant.pseudonym,
    )


def decide_missed_first_answer(situation: Situation[Case], given: None) -> Outcome:
    """R5 was missed: on the record, and no further consequence for the applicant."""
    case = situation.matter
    clock = clock_names.of_round(clock_names.FIRST_ANSWER, case.round)
    return Outcome(
        target=S.SUBMITTED,
        facts=kinds.CaseLightChanged(
            light=Light.RED, clock=clock, since=city_date(situation.happened_at).isoformat()
        ),
        clocks=stop_running(situation, clock_names.FIRST_ANSWER, ground="missed"),
        owner_post_id=case.owner_post_id,
    )
