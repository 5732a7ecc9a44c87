"""What the office answers to a submission: accept, refuse, ask for correction, put right on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leyiban.cases import clock_names, kinds
from leyiban.cases.errors import (
    FalsehoodNotFound,
    NoDefects,
    ReasonNeeded,
    RightOfficeNeeded,
    SecondCorrection,
)
from leyiban.cases.models import Case
from leyiban.cases.rules.clocks import start, start_decision_clocks, stop_running
from leyiban.cases.states import AcceptanceMode, RefusalGround
from leyiban.cases.states import CaseState as S
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.flows.table import Outcome, Situation
from leyiban.kernel.moments import city_date


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing to put right. ``target`` is ``form.<question>`` or ``materials.<key>``."""

    target: str
    what: str
    how: str
    caused_by_supplement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """``number`` counts the case's notices; ``changed`` are the targets the last supplement touched."""

    defects: Sequence[Defect]
    number: int
    changed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedRequest(Correction):
    """An override of the one-notice guarantee, with the decider's reason."""

    item: str
    agency: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCorrection:
    fields: tuple[str, ...]
    answers: str
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGiven:
    ground: RefusalGround
    reasons: str
    right_agency: str | None
    changes: Mapping[str, object]


def _answered(situation: Situation[Case]) -> list[ClockEvent]:
    return stop_running(situation, clock_names.FIRST_ANSWER, clock_names.ACCEPTANCE)


def decide_acceptance(situation: Situation[Case], given: None) -> Outcome:
    """ALL 32(5): complete and in legal form, so it is taken up; the limits begin."""
    case = situation.matter
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseAccepted(
            mode=AcceptanceMode.EXPLICIT, accepted_on=city_date(situation.happened_at).isoformat()
        ),
        changes={
            "accepted_at": situation.happened_at,
            "acceptance_mode": AcceptanceMode.EXPLICIT,
            "task": case.tasks[0]["key"],
            "light": Light.GREEN,
        },
        clocks=[
            *_answered(situation),
            *start_decision_clocks(situation, at=situation.happened_at),
        ],
        owner_post_id=case.route[case.tasks[0]["by"]],
    )


def decide_refusal(situation: Situation[Case], given: RefusalGiven) -> Outcome:
    """ALL 32(1)(2): not required or not ours, told at once, with the right office named.

    Raises:
        ReasonNeeded: without reasons. RightOfficeNeeded: not ours, and no word whose it is.
        FalsehoodNotFound: for false papers, without the warning (R14).
    """
    if not given.reasons.strip():
        raise ReasonNeeded
    if given.ground is RefusalGround.FALSE_MATERIALS and not situation.matter.false_materials:
        raise FalsehoodNotFound
    if given.ground is RefusalGround.NOT_COMPETENT and given.right_agency is None:
        raise RightOfficeNeeded
    return Outcome(
        target=S.REFUSED,
        facts=kinds.CaseRefused(ground=given.ground, right_agency=given.right_agency),
        changes={**given.changes, "closed_at": situation.happened_at},
        clocks=_answered(situation),
    )


def decide_correction(situation: Situation[Case], given: Correction) -> Outcome:
    """R1: all defects, once. R2: after the first time only what the supplement itself brought in.

    Raises:
        NoDefects: nothing is named. SecondCorrection: something was visible the first time.
    """
    case = situation.matter
    if not given.defects:
        raise NoDefects
    if case.round > 1 and any(not _is_new(defect, given.changed) for defect in given.defects):
        raise SecondCorrection
    supplement = clock_names.of_round(clock_names.SUPPLEMENT, case.round)
    return Outcome(
        target=S.CORRECTION_NOTIFIED,
        facts=kinds.CaseCorrectionNotified(
            round=case.round,
            defects=tuple(defect.target for defect in given.defects),
            notice=given.number,
        ),
        changes={"light": Light.GREEN},
        clocks=[*_answered(situation), start(situation, supplement)],
    )


def _is_new(defect: Defect, changed: frozenset[str]) -> bool:
    """A defect that the supplement itself created: it touches what the supplement touched."""
    return defect.caused_by_supplement and defect.target in changed


def decide_repeated_request(situation: Situation[Case], given: RepeatedRequest) -> Outcome:
    """F1.5: asked again for what was visible before. It is public and the office's clock runs on.

    Raises:
        NoDefects, ReasonNeeded.
    """
    case = situation.matter
    if not given.defects:
        raise NoDefects
    if not given.reason.strip():
        raise ReasonNeeded
    return Outcome(
        target=S.SUBMITTED,
        facts=kinds.CaseRepeatedRequest(
            item=given.item,
            agency=given.agency,
            round=case.round,
            defects=tuple(defect.target for defect in given.defects),
            notice=given.number,
        ),
        clocks=stop_running(situation, clock_names.FIRST_ANSWER),
        owner_post_id=case.owner_post_id,
    )


def decide_correction_withdrawal(situation: Situation[Case], number: int) -> Outcome:
    """The office takes its notice back; the message stays readable.

    The acceptance clock starts anew as of the day of receipt: a wrong notice must not cost the applicant
    a day. If that limit is over by now, the clock itself accepts the case at once.
    """
    case = situation.matter
    again = clock_names.of_round(clock_names.ACCEPTANCE, case.round + 1)
    return Outcome(
        target=S.SUBMITTED,
        facts=kinds.CaseCorrectionWithdrawn(round=case.round, notice=number),
        changes={"light": Light.GREEN, "round": case.round + 1},
        clocks=[
            *stop_running(situation, clock_names.SUPPLEMENT, ground="notice_withdrawn"),
            start(situation, again, at=case.received_at, receipt=True),
        ],
        owner_post_id=case.route["intake"],
    )


def decide_spot_correction(situation: Situation[Case], given: SpotCorrection) -> Outcome:
    """ALL 32(3): an error that can be put right there and then is put right, and things go on."""
    return Outcome(
        target=S.SUBMITTED,
        facts=kinds.CaseCorrectedOnSpot(fields=given.fields, answers=given.answers),
        changes=given.changes,
        owner_post_id=situation.matter.owner_post_id,
    )
