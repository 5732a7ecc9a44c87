"""The table of a task that another office does (§10): WAITING → OPEN → GIVEN, and back once more with a reason."""

from django.utils.translation import gettext_lazy as _

from leyiban.cases.joint import kinds
from leyiban.cases.joint.errors import CaseNotUnderReview, NothingAsked, NotSignedFor, SignedForAlready
from leyiban.cases.joint.following import follow_task
from leyiban.cases.models import ReviewTask
from leyiban.cases.rights import leads
from leyiban.cases.rules import tasks
from leyiban.cases.states import AT_OFFICE, UNDER_REVIEW, UNENDED, TaskState
from leyiban.cases.states import TaskState as T
from leyiban.kernel.actors import UPPER_LEVEL, Actor, ActorKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.errors import Refusal, Text
from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK, SYSTEM, light_moves
from leyiban.kernel.flows.table import Decide, Flow, Guard, Move, Readings, Right, State, Turn

_TURNS = {T.GIVEN: Turn.NOBODY, T.RECALLED: Turn.NOBODY}


def holds_its_post(actor: Actor, task: ReviewTask) -> bool:
    """Holds the very post that the task lies with."""
    return any(post.post_id == task.post_id for post in actor.posts)


def _is_the_office(actor: Actor, task: ReviewTask) -> bool:
    """Holds its post; or brings what an office on another platform has signed."""
    if task.agency_id is None:
        return actor.kind is ActorKind.SYSTEM and actor.pseudonym == UPPER_LEVEL
    return holds_its_post(actor, task)


_OFFICE = Right[ReviewTask]("office", _("出意见的单位"), _is_the_office)
_LEAD = Right[ReviewTask]("lead", _("牵头单位"), lambda actor, task: leads(actor, task.case))


def _signed_for(task: ReviewTask, readings: Readings) -> Refusal | None:
    return NotSignedFor() if task.received_at is None else None


def _not_signed_for(task: ReviewTask, readings: Readings) -> Refusal | None:
    return None if task.received_at is None else SignedForAlready()


def _case_under_review(task: ReviewTask, readings: Readings) -> Refusal | None:
    return None if task.case.state in UNDER_REVIEW else CaseNotUnderReview()


def _of_another_platform(task: ReviewTask, readings: Readings) -> Refusal | None:
    """Whoever works here asks the lead in person."""
    return None if task.agency_id is None else NothingAsked()


def _asked(task: ReviewTask, readings: Readings) -> Refusal | None:
    return NothingAsked() if task.asked_at is None else None


def _light_facts(light: Light, clock: str, since: str) -> kinds.TaskLightChanged:
    return kinds.TaskLightChanged(light=light, clock=clock, since=since)


def _move(
    name: str,
    label: Text,
    sources: frozenset[TaskState],
    targets: frozenset[TaskState],
    right: Right[ReviewTask],
    decide: Decide[ReviewTask],
    guard: Guard[ReviewTask] | None = None,
) -> Move[ReviewTask]:
    return Move(
        name=name,
        label=label,
        sources=frozenset(sources),
        targets=frozenset(targets),
        right=right,
        decide=decide,
        guard=guard,
        by_clock=right is CLOCK,
    )


def _only(*states: TaskState) -> frozenset[TaskState]:
    return frozenset(states)


_GIVEN = _only(T.GIVEN)

TASK_FLOW = Flow[ReviewTask](
    matter=ReviewTask,
    states=[State(state.value, state.label, _TURNS.get(state, Turn.OFFICE)) for state in TaskState],
    moves=(
        _move("plan", _("安排"), _only(T.PLANNING), _only(T.WAITING), SYSTEM, tasks.decide_planning),
        _move("hand_over", _("移交"), _only(T.WAITING), _only(T.OPEN), SYSTEM, tasks.decide_hand_over),
        _move("receive", _("签收"), AT_OFFICE, AT_OFFICE, _OFFICE, tasks.decide_receipt, _not_signed_for),
        _move("give", _("提交意见"), AT_OFFICE, _GIVEN, _OFFICE, tasks.decide_giving, _signed_for),
        _move(
            "ask_more",
            _("要求补充说明"),
            AT_OFFICE,
            AT_OFFICE,
            _OFFICE,
            tasks.decide_asking,
            _of_another_platform,
        ),
        _move("answer_more", _("答复补充要求"), AT_OFFICE, AT_OFFICE, _LEAD, tasks.decide_answer, _asked),
        _move("remind", _("催办"), AT_OFFICE, AT_OFFICE, _LEAD, tasks.decide_reminder),
        _move(
            "send_back",
            _("退回重审"),
            _GIVEN,
            _only(T.RETURNED),
            _LEAD,
            tasks.decide_return,
            _case_under_review,
        ),
        _move("move_office", _("移交承继单位"), UNENDED, UNENDED, SYSTEM, tasks.decide_move),
        _move("pause", _("随办件暂停"), AT_OFFICE, AT_OFFICE, SYSTEM, tasks.decide_pause),
        _move("resume", _("随办件恢复"), AT_OFFICE, AT_OFFICE, SYSTEM, tasks.decide_resumption),
        _move("recall", _("收回"), UNENDED, _only(T.RECALLED), SYSTEM, tasks.decide_recall),
        _move("deem_agreed", _("逾期视为无异议"), AT_OFFICE, _GIVEN, CLOCK, tasks.decide_silence),
        *light_moves(_light_facts, AT_OFFICE, tasks.clock_of),
    ),
    main_clock=tasks.clock_of,
    lights=tasks.lights_of,
    deadlines=tasks.deadlines,
    silent=frozenset({"review_task.light_changed", "review_task.reminded"}),
    part_of="case",
    follow=follow_task,
)
registry.register(TASK_FLOW)
