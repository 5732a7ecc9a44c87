"""What moves of a case bring about in the tasks of other offices, and the other way round, in one transaction.

Neither flow knows the other; both call here after their own move is written. A case is locked before its tasks.
"""

import datetime as dt
from collections.abc import Iterable

from leyiban.cases import kinds
from leyiban.cases.joint import kinds as task_kinds
from leyiban.cases.joint.offices import place_of, planned, task_terms
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.rules import joint
from leyiban.cases.rules.tasks import HandOver, Pause
from leyiban.cases.states import BEFORE_DECISION, UNDER_REVIEW, UNENDED, CaseState, TaskState
from leyiban.kernel.actors import Actor, system_actor
from leyiban.kernel.flows.engine import begin, take, take_all
from leyiban.kernel.flows.registry import flow_of
from leyiban.kernel.flows.table import Outcome, Situation
from leyiban.kernel.moments import city_date

# Of the task's own entries: what its case is told, and as what.
_NOTED = {
    task_kinds.TaskGiven: "given",
    task_kinds.TaskReturned: "returned",
    task_kinds.TaskLightChanged: "overdue",
}


def follow_case(situation: Situation[Case], outcome: Outcome) -> None:
    """Arrange, hand over, pause or recall what other offices do. An ordinary case has nothing of the kind."""
    case = situation.matter
    if not case.joint:
        return
    if case.state in UNDER_REVIEW:
        if isinstance(outcome.facts, kinds.CaseAccepted):
            _arrange(case, situation)
        _hand_over(case, situation)
        _stand_still_together(case, situation, outcome)
    elif case.state not in BEFORE_DECISION:
        _recall(case, situation)


def _arrange(case: Case, situation: Situation[Case]) -> None:
    """Every task of another office is announced to it, at acceptance."""
    for number, entry in enumerate(case.joint, start=1):
        place = place_of(case, entry["key"], on=city_date(situation.entered_at))
        task = ReviewTask(
            number=f"{case.number}-H{number}",
            region=place.region,
            title=f"{case.title} · {planned(case, entry['key']).name.zh}",
            party_label=case.party_label,
            state=TaskState.PLANNING,
            since=situation.entered_at,
            case=case,
            key=entry["key"],
            task_kind=entry["kind"],
            office=place.office,
            office_name=place.name,
            agency=place.agency,
            post=place.post,
            limits=task_terms(case, entry),
        )
        facts = task_kinds.TaskPlanned(
            case=case.number,
            task=task.key,
            kind=task.task_kind,
            office=task.office,
            after=tuple(entry["after"]),
        )
        begin(flow_of(ReviewTask.KIND), task, "plan", facts, actor=system_actor(), now=situation.entered_at)


def _hand_over(case: Case, situation: Situation[Case]) -> None:
    """Those whose turn has come start together, at the moment that brought it."""
    ready = joint.ready(case)
    waiting = _keys(case, [TaskState.WAITING], ready) if ready else []
    if not waiting:
        return
    given = handed_over_by(case, situation.actor)
    for taken in take_all(flow_of(ReviewTask.KIND), waiting, now=situation.entered_at):
        taken.make(
            "hand_over",
            given,
            actor=system_actor(),
            now=situation.entered_at,
            happened_at=situation.happened_at,
        )


def handed_over_by(case: Case, actor: Actor) -> HandOver:
    """The person whose act it is, the papers that go along, and what the case stands still for."""
    return HandOver(
        by=actor.pseudonym,
        account_id=actor.account_id,
        papers=case.papers.handed_in().count(),
        stands_still=_standing_still(case),
    )


def _standing_still(case: Case) -> Pause | None:
    """While a special procedure runs that stops the tasks, too: what begins then begins paused."""
    if case.state != CaseState.SPECIAL_PROCEDURE:
        return None
    running = case.special_procedures.filter(ended_at__isnull=True).first()
    if running is None or not _stops_tasks(case, running.kind):
        return None
    return Pause(procedure=running.kind, evidence=_notice(running.number))


def _stops_tasks(case: Case, procedure: str) -> bool:
    """Where the rule in force at filing lists it as a ground."""
    return procedure in case.limits["joint"]["paused_by"]


def _notice(number: int) -> str:
    return f"special-notice-{number}"


def _stand_still_together(case: Case, situation: Situation[Case], outcome: Outcome) -> None:
    """A special procedure stops the tasks that lie at their offices, too, and lets them go on."""
    match outcome.facts:
        case kinds.CaseSpecialStarted(procedure=procedure, notice=notice):
            move, given = "pause", Pause(procedure=procedure, evidence=_notice(notice))
        case kinds.CaseSpecialEnded(procedure=procedure):
            move, given = "resume", Pause(procedure=procedure, evidence="")
        case _:
            return
    if _stops_tasks(case, given.procedure):
        _each(case, [TaskState.OPEN, TaskState.RETURNED], move, given, now=situation.entered_at)


def _recall(case: Case, situation: Situation[Case]) -> None:
    facts = task_kinds.TaskRecalled(state=case.state, by=situation.actor.pseudonym)
    _each(case, UNENDED, "recall", facts, now=situation.entered_at)


def _each(case: Case, states: Iterable[TaskState], move: str, given: object, *, now: dt.datetime) -> None:
    for taken in take_all(flow_of(ReviewTask.KIND), _keys(case, states), now=now):
        if taken.matter.state in taken.flow.move(move).sources:  # the clock may have moved it on just now
            taken.make(move, given, actor=system_actor(), now=now)


def _keys(case: Case, states: Iterable[TaskState], keys: Iterable[str] | None = None) -> list[int]:
    rows = ReviewTask.objects.filter(case=case, state__in=[state.value for state in states])
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def follow_task(situation: Situation[ReviewTask], outcome: Outcome) -> None:
    """Opinions, returns and a missed limit are the case's news; an opinion may be what others waited for."""
    task, event = situation.matter, _event(outcome)
    if not event:
        return
    taken = take(flow_of(Case.KIND), task.case_id, now=situation.entered_at)
    if taken.matter.state not in UNDER_REVIEW:
        return
    facts = kinds.CaseJointNoted(
        task=task.key,
        number=task.number,
        office=task.office,
        event=event,
        conclusion=task.conclusion,
        by=situation.actor.pseudonym,
    )
    taken.make(
        "note_joint",
        facts,
        actor=system_actor(),
        now=situation.entered_at,
        happened_at=situation.happened_at,
    )


def _event(outcome: Outcome) -> str:
    """The word for it in the case; empty where the case need not know."""
    facts = outcome.facts
    if isinstance(facts, task_kinds.TaskLightChanged) and facts.light != "red":
        return ""
    if isinstance(facts, task_kinds.TaskGiven) and facts.mode == "deemed":
        return "deemed"
    return _NOTED.get(type(facts), "")
