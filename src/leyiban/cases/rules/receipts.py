"""The moment of receipt: what the applicant says, what is decided on it, and what it makes of the case. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leyiban.cases import clock_names
from leyiban.cases.errors import ReasonNeeded
from leyiban.cases.models import Case, ReceiptClaim
from leyiban.cases.receipt.kinds import (
    CaseReceiptRedated,
    ReceiptClaimDecided,
    ReceiptClaimed,
    ReceiptConfirmed,
)
from leyiban.cases.rules.clocks import start_decision_clocks, stop_running
from leyiban.cases.states import AcceptanceMode, CaseState, ReceiptState
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.kernel.ledger.canonical import canonical_moment
from leyiban.kernel.moments import city_date

ANSWER: Final = "answer"
"""The one clock of a claim: within it somebody decides, or the applicant's word counts."""

_GROUND: Final = "receipt_contested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade:
    """``digest`` commits to the words; ``papers`` are ``sha256:…``."""

    digest: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswered:
    upholds: bool
    words: str
    digest: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redating:
    """``late``: counted from ``received_at``, the office's first answer came too late, or has not come."""

    claim: str
    received_at: dt.datetime
    late: bool


def decide_confirming(situation: Situation[ReceiptClaim], given: None) -> Outcome:
    claim = situation.matter
    return Outcome(
        target=ReceiptState.CONFIRMED,
        facts=ReceiptConfirmed(case=claim.case.number, received_at=canonical_moment(claim.entered_at)),
        changes={"answered_at": situation.happened_at},
        on_behalf=claim.case.applicant.pseudonym,
    )


def decide_claiming(situation: Situation[ReceiptClaim], given: ClaimMade) -> Outcome:
    """To be decided within a limit, by the deciding office and not by whoever entered the moment."""
    claim = situation.matter
    return Outcome(
        target=ReceiptState.CLAIMED,
        facts=ReceiptClaimed(
            case=claim.case.number,
            entered=canonical_moment(claim.entered_at),
            claimed=canonical_moment(claim.claimed_at),
            words=given.digest,
            papers=given.papers,
        ),
        clocks=[clockwork.start(situation, ANSWER, claim.limits[ANSWER], receipt=True)],
        owner_post_id=claim.case.route["decider"],
        on_behalf=claim.case.applicant.pseudonym,
    )


def decide_answer(situation: Situation[ReceiptClaim], given: ClaimAnswered) -> Outcome:
    """Raises:
    ReasonNeeded.
    """
    if not given.words.strip():
        raise ReasonNeeded
    outcome = ReceiptState.UPHELD if given.upholds else ReceiptState.REJECTED
    return _decided(situation, outcome, {**given.changes}, given.digest)


def decide_silence(situation: Situation[ReceiptClaim], given: None) -> Outcome:
    """Nobody looked in time: the papers count as received when the applicant says, for the office had them to check."""
    return _decided(situation, ReceiptState.DEEMED, {}, None)


def _decided(
    situation: Situation[ReceiptClaim],
    outcome: ReceiptState,
    changes: dict[str, Any],
    answer: str | None,
) -> Outcome:
    return Outcome(
        target=outcome,
        facts=ReceiptClaimDecided(case=situation.matter.case.number, outcome=outcome.value, answer=answer),
        changes={**changes, "answered_at": situation.happened_at},
        clocks=clockwork.stop_running(situation, [ANSWER], ground="" if answer else "deemed"),
    )


def main_clock(claim: ReceiptClaim) -> str:
    return ANSWER


def lights_of(claim: ReceiptClaim) -> LightRule:
    return LightRule(**claim.limits["lights"])


def deadlines(claim: ReceiptClaim, clocks: Readings) -> Iterator[Deadline]:
    if claim.state == ReceiptState.CLAIMED:
        yield from clockwork.after(clocks.get(ANSWER), "count_as_said")


def decide_redating(situation: Situation[Case], given: Redating) -> Outcome:
    """The papers were there earlier: every clock that began with them is replayed from the right moment. Where that
    moment leaves the office too late with its first answer, the case counts as accepted since then [law: ALL art. 32(4)].
    """
    case = situation.matter
    began = [
        clock_names.of_round(name, case.round) for name in (clock_names.ACCEPTANCE, clock_names.FIRST_ANSWER)
    ]
    events = [_redated(situation, clock, given) for clock in began if clock in situation.clocks]
    changes: dict[str, Any] = {"received_at": given.received_at}
    target, owner, accepted = case.state, case.owner_post_id, None
    accepted_by_silence = given.late and case.state != CaseState.SUBMITTED
    if accepted_by_silence or case.acceptance_mode == AcceptanceMode.DEEMED:
        accepted = given.received_at
        changes |= {"accepted_at": accepted, "acceptance_mode": AcceptanceMode.DEEMED}
    if accepted is not None and case.state == CaseState.CORRECTION_NOTIFIED:
        target, owner = CaseState.UNDER_REVIEW, case.route[case.tasks[0]["by"]]
        changes |= {"task": case.tasks[0]["key"], "light": Light.GREEN}
        events += stop_running(situation, clock_names.SUPPLEMENT, ground="deemed")
        events += start_decision_clocks(situation, at=accepted, receipt=True)
    elif accepted is not None:
        limits = (clock_names.STATUTORY, clock_names.PROMISED)
        events += [_redated(situation, clock, given) for clock in limits if clock in situation.clocks]
    return Outcome(
        target=target,
        facts=CaseReceiptRedated(
            claim=given.claim,
            before=canonical_moment(case.received_at),
            received_at=canonical_moment(given.received_at),
            accepted_on=None if accepted is None else city_date(accepted).isoformat(),
        ),
        changes=changes,
        clocks=events,
        owner_post_id=owner,
    )


def _redated(situation: Situation[Case], clock: str, given: Redating) -> ClockEvent:
    return clockwork.redate(situation, clock, at=given.received_at, ground=_GROUND, evidence=given.claim)
