"""Under review: opinions, sending back, special procedures, extension, decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leyiban.cases import clock_names, kinds
from leyiban.cases.errors import (
    AlreadyExtended,
    ExtensionNotAllowed,
    FalsehoodStands,
    PointsOpen,
    ReasonNeeded,
    SpecialNotAllowed,
)
from leyiban.cases.joint.errors import DecidedAbove, DissentUnanswered
from leyiban.cases.models import Case
from leyiban.cases.rules.clocks import limit_of, pass_decision_clocks, start, stop_running
from leyiban.cases.rules.joint import decided_above, dissents
from leyiban.cases.states import AcceptanceMode, ClosingGround, Decision
from leyiban.cases.states import CaseState as S
from leyiban.catalogue.rulefile.plan import Conclusion, TaskKind
from leyiban.catalogue.vocabulary import SpecialProcedureKind
from leyiban.kernel.clocks.errors import ClockPastDue
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.flows.table import Outcome, Situation
from leyiban.kernel.moments import city_date

_DECISION_CLOCKS = (clock_names.STATUTORY, clock_names.PROMISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven:
    """``points``: review point → yes or no; ``open_points``: how many of the task's points have no answer.
    ``digest`` commits to the text."""

    conclusion: str
    points: Mapping[str, str]
    open_points: int
    text: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionGiven(OpinionGiven):
    """``changes`` are the encrypted reasons and their salt. ``answers_dissent``: they say something to an office that
    did not agree."""

    decision: Decision
    changes: Mapping[str, Any]
    answers_dissent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialGiven:
    """``evidence`` names the written notice, told now or before."""

    procedure: str
    evidence: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGiven:
    reason: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationGiven:
    ground: ClosingGround
    reasons: str
    changes: Mapping[str, Any]


def task_of(case: Case, key: str) -> Mapping[str, str]:
    """The task of this case with this key: {key, kind, by}."""
    return next(task for task in case.tasks if task["key"] == key)


def check_opinion(given: OpinionGiven) -> None:
    """Every point looked at, and something said.

    Raises:
        PointsOpen, ReasonNeeded.
    """
    if given.open_points:
        raise PointsOpen(count=given.open_points)
    if not given.text.strip():
        raise ReasonNeeded


def decide_opinion(situation: Situation[Case], given: OpinionGiven) -> Outcome:
    """审查, 审核: an opinion with every point looked at; the case goes on to the next task.

    Raises:
        PointsOpen, ReasonNeeded.
    """
    check_opinion(given)
    case = situation.matter
    following = task_after(case)
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseOpinionGiven(
            task=case.task,
            conclusion=given.conclusion,
            points=tuple(f"{key}={value}" for key, value in sorted(given.points.items())),
            opinion=given.digest,
        ),
        changes={"task": following["key"]},
        owner_post_id=case.route[following["by"]],
    )


def task_after(case: Case) -> Mapping[str, str]:
    """The task that follows the open one."""
    keys = [task["key"] for task in case.tasks]
    following: Mapping[str, str] = case.tasks[keys.index(case.task) + 1]
    return following


def decide_sending_back(situation: Situation[Case], to_task: str) -> Outcome:
    """Back to an earlier task. The clock neither stops nor starts anew; a record that was not signed is void."""
    case = situation.matter
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseSentBack(from_task=case.task, to_task=to_task),
        changes={"task": to_task, "signers": []},
        owner_post_id=case.route[task_of(case, to_task)["by"]],
    )


def decide_taking(situation: Situation[Case], post: str) -> Outcome:
    """Somebody at the post takes the case in hand: from now on a person has it, not only an office."""
    case = situation.matter
    return Outcome(
        target=case.state,
        facts=kinds.CaseTaken(post=post),
        changes={"holder_id": situation.actor.account_id},
        owner_post_id=case.owner_post_id,
    )


def decide_special_start(situation: Situation[Case], given: SpecialGiven) -> Outcome:
    """R10: a listed procedure stops both limits, told in writing before.

    Raises:
        SpecialNotAllowed: the item does not list this procedure.
    """
    case = situation.matter
    hearing = given.procedure == SpecialProcedureKind.HEARING.value  # which every licence may need
    if not hearing and given.procedure not in case.limits["pause_grounds"]:
        raise SpecialNotAllowed(procedure=given.procedure)
    return Outcome(
        target=S.SPECIAL_PROCEDURE,
        facts=kinds.CaseSpecialStarted(procedure=given.procedure, notice=given.number),
        changes={"light": Light.BLUE if _running(situation) else _light_by_law(situation)},
        clocks=[
            ClockEvent(
                clock=clock,
                kind=EventKind.PAUSE,
                happened_at=situation.happened_at,
                entered_at=situation.entered_at,
                ground=given.procedure,
                evidence=given.evidence,
                evidence_at=situation.happened_at,
            )
            for clock in _running(situation)
        ],
        owner_post_id=case.owner_post_id,
    )


def _running(situation: Situation[Case]) -> list[str]:
    """The decision clocks that are not over: a limit already missed cannot be saved by a pause."""
    return [clock for clock in _DECISION_CLOCKS if not situation.clocks[clock].is_over(situation.happened_at)]


def _light_by_law(situation: Situation[Case]) -> Light:
    """A limit that is over stays over, whatever is paused or extended beside it; else the light is green."""
    at = situation.happened_at
    if situation.clocks[clock_names.STATUTORY].is_over(at):
        return Light.BLACK
    return Light.RED if situation.clocks[clock_names.PROMISED].is_over(at) else Light.GREEN


def decide_special_end(situation: Situation[Case], procedure: str) -> Outcome:
    case = situation.matter
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseSpecialEnded(procedure=procedure),
        changes={"light": _light_by_law(situation)},
        clocks=[
            ClockEvent(
                clock=clock,
                kind=EventKind.RESUME,
                happened_at=situation.happened_at,
                entered_at=situation.entered_at,
                ground=procedure,
            )
            for clock in _DECISION_CLOCKS
            if situation.clocks[clock].paused_since is not None
        ],
        owner_post_id=case.owner_post_id,
    )


def decide_extension(situation: Situation[Case], given: ExtensionGiven) -> Outcome:
    """R7: once, by the head of the office, with the reason told to the applicant.

    Raises:
        ExtensionNotAllowed, AlreadyExtended, ReasonNeeded. ClockPastDue: no limit is left to extend.
    """
    case = situation.matter
    if "extension" not in case.limits:
        raise ExtensionNotAllowed
    if case.extended:
        raise AlreadyExtended
    if not given.reason.strip():
        raise ReasonNeeded
    by = limit_of(case, "extension")
    extendable = [clock for clock in _running(situation) if situation.clocks[clock].limit.unit is by.unit]
    if not extendable:
        raise ClockPastDue
    return Outcome(
        target=S.UNDER_REVIEW,
        facts=kinds.CaseExtended(amount=by.amount, unit=by.unit, notice=given.number),
        changes={"extended": True, "light": _light_by_law(situation)},
        clocks=[
            ClockEvent(
                clock=clock,
                kind=EventKind.EXTEND,
                happened_at=situation.happened_at,
                entered_at=situation.entered_at,
                limit=by,
                ground="head_of_office",
                rule=case.limits["extension"]["rule"],
            )
            for clock in extendable
        ],
        owner_post_id=case.owner_post_id,
    )


def _check_decision(case: Case, given: DecisionGiven) -> None:
    check_opinion(given)
    if case.false_materials and given.decision is Decision.GRANT:
        raise FalsehoodStands
    above = decided_above(case)
    if above and (given.decision is Decision.GRANT) != (above == Conclusion.AGREE):
        raise DecidedAbove
    if dissents(case) and not given.answers_dissent:
        raise DissentUnanswered


def decide_decision(situation: Situation[Case], given: DecisionGiven) -> Outcome:
    """决定: grant or deny; 办结 is this day (R20), and delivery has a clock of its own (R9).

    Raises:
        DissentUnanswered: another office did not agree, and the decision does not answer it.
        DecidedAbove: the province decided otherwise.
        PointsOpen, ReasonNeeded. FalsehoodStands: a grant on false papers (R14).
    """
    case = situation.matter
    _check_decision(case, given)
    return Outcome(
        target=S.DECIDED,
        facts=kinds.CaseDecided(
            decision=given.decision,
            decided_on=city_date(situation.happened_at).isoformat(),
            opinion=given.digest,
        ),
        changes=_decided(situation, given),
        clocks=[
            *stop_running(situation, *_DECISION_CLOCKS),
            start(situation, clock_names.DELIVERY),
        ],
        owner_post_id=case.route["result"],
    )


def _decided(situation: Situation[Case], given: DecisionGiven) -> dict[str, Any]:
    return {
        **given.changes,
        "decision": given.decision,
        "decided_at": situation.happened_at,
        "light": Light.GREEN,
    }


def decide_on_spot(situation: Situation[Case], given: DecisionGiven) -> Outcome:
    """R6: complete, in legal form and decidable at once, so it is taken up and decided in one sitting; all its
    clocks start and stop at this moment.

    Raises:
        PointsOpen, ReasonNeeded, FalsehoodStands.
    """
    _check_decision(situation.matter, given)
    case, at = situation.matter, situation.happened_at
    return Outcome(
        target=S.DECIDED,
        facts=kinds.CaseDecided(
            decision=given.decision,
            decided_on=city_date(at).isoformat(),
            opinion=given.digest,
            on_spot=1,
        ),
        changes={
            **_decided(situation, given),
            "accepted_at": at,
            "acceptance_mode": AcceptanceMode.EXPLICIT,
            "task": decide_task(case)["key"],
        },
        clocks=[
            *stop_running(situation, clock_names.FIRST_ANSWER, clock_names.ACCEPTANCE),
            *pass_decision_clocks(situation, at=at),
            start(situation, clock_names.DELIVERY),
        ],
        owner_post_id=case.route["result"],
    )


def decide_task(case: Case) -> Mapping[str, str]:
    return next(task for task in case.tasks if task["kind"] == TaskKind.DECIDE)


def decide_termination(situation: Situation[Case], given: TerminationGiven) -> Outcome:
    """终止办理: the office ends a matter that has lost its object, with reasons.

    Raises:
        ReasonNeeded.
    """
    if not given.reasons.strip():
        raise ReasonNeeded
    return Outcome(
        target=S.TERMINATED,
        facts=kinds.CaseTerminated(ground=given.ground),
        changes={**given.changes, "closed_at": situation.happened_at},
        clocks=stop_running(situation, *map(clock_names.base_name, situation.clocks)),
    )
