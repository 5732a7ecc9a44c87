"""A task of another office: planned, handed over, signed for, given; sent back, recalled. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from leyiban.cases.errors import ReasonNeeded
from leyiban.cases.joint import kinds
from leyiban.cases.joint.errors import ConclusionNotOffered
from leyiban.cases.models import ReviewTask
from leyiban.cases.rules.review import OpinionGiven, check_opinion
from leyiban.cases.states import AT_OFFICE, TaskState
from leyiban.catalogue.rulefile.plan import Conclusion
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.clocks.readings import ClockState
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation

OPINION: Final = "opinion"
"""The clock of a round: it runs from the hand-over to the opinion. The first is ``opinion.1``."""

# No salt and no words: nobody said anything.
_NOTHING_SAID: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The special procedure of the case, and the written notice that proves it."""

    procedure: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Whose act brought it about, and how many papers went along; ``stands_still``: the case does, and with it the
    task from its beginning."""

    by: str
    account_id: int | None
    papers: int
    stands_still: Pause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpinion(OpinionGiven):
    """``offered`` are the conclusions that the form of this opinion knows."""

    offered: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    reason: str
    digest: str
    by: HandOver


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreAnswered:
    text: str
    digest: str
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """The office (credit code) and its post that take the task over."""

    agency_id: int
    post_id: int
    office: str
    office_name: str


def clock_of(task: ReviewTask) -> str:
    return f"{OPINION}.{max(task.round, 1)}"


def lights_of(task: ReviewTask) -> LightRule:
    return LightRule(**task.limits["lights"])


def deadlines(task: ReviewTask, clocks: Readings) -> Iterator[Deadline]:
    """While it lies at the office: its lights, and agreement by silence where a rule says so."""
    if task.state not in AT_OFFICE:
        return
    reading = clocks.get(clock_of(task))
    if task.limits["silent"]:
        yield from clockwork.amber_deadline(task.light, reading)
        yield from clockwork.after(reading, "deem_agreed")
    else:
        yield from clockwork.light_deadlines(task.light, reading)


def decide_planning(situation: Situation[ReviewTask], facts: kinds.TaskPlanned) -> Outcome:
    return Outcome(target=TaskState.WAITING, facts=facts, owner_post_id=situation.matter.post_id)


def decide_hand_over(situation: Situation[ReviewTask], given: HandOver) -> Outcome:
    """Everything it waits for is done: it lies at the office, and its clock runs."""
    return _open(
        situation,
        given,
        TaskState.OPEN,
        kinds.TaskHandedOver(round=situation.matter.round + 1, by=given.by, papers=given.papers),
    )


def _open(situation: Situation[ReviewTask], given: HandOver, target: TaskState, facts: object) -> Outcome:
    task, pause = situation.matter, given.stands_still
    round_number = task.round + 1
    clock = f"{OPINION}.{round_number}"
    return Outcome(
        target=target,
        facts=facts,
        changes={
            "round": round_number,
            "handed_over_by_id": given.account_id,
            "handed_over_at": situation.happened_at,
            "received_by_id": None,
            "received_at": None,
            "given_by_id": None,
            "given_at": None,
            "asked_at": None,
            "conclusion": "",
            "light": Light.GREEN if pause is None else Light.BLUE,
        },
        clocks=[
            clockwork.start(situation, clock, task.limits[OPINION], grounds=task.limits["grounds"]),
            *([] if pause is None else [_event(situation, clock, EventKind.PAUSE, pause)]),
        ],
        owner_post_id=task.post_id,
    )


def decide_receipt(situation: Situation[ReviewTask], post: str) -> Outcome:
    """签收: somebody at the office has it, by name."""
    task, account = situation.matter, situation.actor.account_id
    return Outcome(
        target=task.state,
        facts=kinds.TaskReceived(round=task.round, post=post),
        changes={
            "holder_id": account,
            "received_by_id": account,
            "received_at": situation.happened_at,
        },
        owner_post_id=task.owner_post_id,
    )


def decide_giving(situation: Situation[ReviewTask], given: TaskOpinion) -> Outcome:
    """The opinion of the office, every point looked at.

    Raises:
        PointsOpen, ReasonNeeded, ConclusionNotOffered.
    """
    if given.conclusion not in given.offered:
        raise ConclusionNotOffered
    check_opinion(given)
    points = tuple(f"{key}={value}" for key, value in sorted(given.points.items()))
    return _give(situation, given.conclusion, points, given.digest, "explicit")


def decide_silence(situation: Situation[ReviewTask], given: None) -> Outcome:
    """No word by the end of the limit, and a rule in force at filing takes that for no objection."""
    return _give(situation, Conclusion.AGREE, (), _NOTHING_SAID, "deemed")


def _give(
    situation: Situation[ReviewTask], conclusion: str, points: tuple[str, ...], digest: str, mode: str
) -> Outcome:
    task = situation.matter
    return Outcome(
        target=TaskState.GIVEN,
        facts=kinds.TaskGiven(
            round=task.round, conclusion=conclusion, points=points, opinion=digest, mode=mode
        ),
        changes={
            "conclusion": conclusion,
            "given_at": situation.happened_at,
            "given_by_id": situation.actor.account_id,
            "asked_at": None,
            "light": Light.GREEN,
        },
        clocks=clockwork.stop_running(situation, [clock_of(task)]),
    )


def decide_asking(situation: Situation[ReviewTask], digest: str) -> Outcome:
    """The office waits for more from the lead; no clock stops, for no listed ground says so."""
    task = situation.matter
    return Outcome(
        target=task.state,
        facts=kinds.TaskMoreAsked(round=task.round, request=digest),
        changes={"asked_at": situation.happened_at},
        owner_post_id=task.owner_post_id,
    )


def decide_answer(situation: Situation[ReviewTask], given: MoreAnswered) -> Outcome:
    """The lead answers, with all papers of the case counted anew; it is the office's turn again.

    Raises:
        ReasonNeeded: nothing was said.
    """
    task = situation.matter
    if not given.text.strip():
        raise ReasonNeeded
    return Outcome(
        target=task.state,
        facts=kinds.TaskMoreAnswered(round=task.round, answer=given.digest, papers=given.papers),
        changes={"asked_at": None},
        owner_post_id=task.owner_post_id,
    )


def decide_reminder(situation: Situation[ReviewTask], given: None) -> Outcome:
    """催办: on the record of both; it moves no clock."""
    task = situation.matter
    return Outcome(
        target=task.state,
        facts=kinds.TaskReminded(count=task.reminders + 1),
        changes={"reminders": task.reminders + 1},
        owner_post_id=task.owner_post_id,
    )


def decide_return(situation: Situation[ReviewTask], given: Return) -> Outcome:
    """退回重审: a new round with a clock of its own; the case's limits run on.

    Raises:
        ReasonNeeded.
    """
    if not given.reason.strip():
        raise ReasonNeeded
    facts = kinds.TaskReturned(round=situation.matter.round + 1, reason=given.digest)
    return _open(situation, given.by, TaskState.RETURNED, facts)


def decide_move(situation: Situation[ReviewTask], given: Succession) -> Outcome:
    """Another office has its place now; who signed for it before did so for the old one."""
    return Outcome(
        target=situation.matter.state,
        facts=kinds.TaskMoved(from_office=situation.matter.office, to_office=given.office),
        changes={
            "agency_id": given.agency_id,
            "post_id": given.post_id,
            "office": given.office,
            "office_name": given.office_name,
            "holder_id": None,
            "received_by_id": None,
            "received_at": None,
        },
        owner_post_id=given.post_id,
    )


def decide_pause(situation: Situation[ReviewTask], given: Pause) -> Outcome:
    """The case stands still on a ground that stops this task, too; what is over stays over."""
    task, clock = situation.matter, clock_of(situation.matter)
    runs = situation.clocks[clock].state is ClockState.RUNNING
    events = (
        [_event(situation, clock, EventKind.PAUSE, given)] if runs and not _over(situation, clock) else []
    )
    return Outcome(
        target=task.state,
        facts=kinds.TaskPaused(procedure=given.procedure),
        changes={"light": Light.BLUE} if events else {},
        clocks=events,
        owner_post_id=task.owner_post_id,
    )


def decide_resumption(situation: Situation[ReviewTask], given: Pause) -> Outcome:
    task, clock = situation.matter, clock_of(situation.matter)
    paused = situation.clocks[clock].state is ClockState.PAUSED
    return Outcome(
        target=task.state,
        facts=kinds.TaskResumed(procedure=given.procedure),
        changes={"light": Light.GREEN} if paused else {},
        clocks=[_event(situation, clock, EventKind.RESUME, given)] if paused else [],
        owner_post_id=task.owner_post_id,
    )


def _over(situation: Situation[ReviewTask], clock: str) -> bool:
    return situation.clocks[clock].is_over(situation.happened_at)


def _event(situation: Situation[ReviewTask], clock: str, kind: EventKind, given: Pause) -> ClockEvent:
    pauses = kind is EventKind.PAUSE
    at: dt.datetime = situation.happened_at
    return ClockEvent(
        clock=clock,
        kind=kind,
        happened_at=at,
        entered_at=situation.entered_at,
        ground=given.procedure,
        evidence=given.evidence if pauses else "",
        evidence_at=at if pauses else None,
    )


def decide_recall(situation: Situation[ReviewTask], facts: kinds.TaskRecalled) -> Outcome:
    """收回: its case ended, or was decided without it."""
    return Outcome(
        target=TaskState.RECALLED,
        facts=facts,
        changes={"light": Light.GREEN},
        clocks=clockwork.stop_running(situation, [clock_of(situation.matter)]),
    )
