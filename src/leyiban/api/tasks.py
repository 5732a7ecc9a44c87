"""会审 (R8, F5.2, F5.3): tasks of other offices in a case, their hops, the plan in time and who is blocking."""

from typing import Annotated

from ninja import Body
from pydantic import Field

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Asked, CaseNumber, Day, Moment, Shape, Words
from leyiban.api.move_shapes import Points, ReasonSent
from leyiban.cases import operations, queries
from leyiban.cases.models import ReviewTask
from leyiban.cases.queries import PlanLine, TaskFile, TaskLine, state_of
from leyiban.cases.rules.hops import HopKind
from leyiban.cases.states import TaskState
from leyiban.catalogue.rulefile.plan import Conclusion, TaskKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.rights import SIGNED_IN, post
from leyiban.people.models.sign_in import Scope

door = Door("tasks")

TaskNumber = Annotated[
    str, Field(max_length=50, pattern=r"^[-A-Za-z0-9]+$", examples=["LS51110220260309000001K-H1"])
]


class PlanStepShape(Shape):
    """A task of the plan in time. `slack`: by how many working days it may be later without the end moving;
    `is_blocking`: it could end now, and whatever it loses the whole loses."""

    key: str
    name: str
    office: str
    is_joint: bool
    state: TaskState
    begins_on: Day | None
    ends_on: Day | None
    slack: int
    is_blocking: bool


class PlanShape(Shape):
    """The plan of a case in which other offices take part; empty for every other. `ends_on`: the earliest end."""

    steps: list[PlanStepShape]
    ends_on: Day | None


class HopShape(Shape):
    """A hop: what, by whom, when, and how many seconds it then lay there; null where it has come to its end."""

    kind: HopKind
    by: str
    at: Moment
    dwelt_seconds: int | None


class TaskShape(Shape):
    """A task of another office in a case."""

    number: str
    version: int
    case: str
    key: str
    kind: TaskKind
    office: str
    state: TaskState
    light: Light
    round: int
    conclusion: Conclusion | None
    due_at: Moment | None
    hops: list[HopShape]
    moves: list[str]


class TaskMade(Shape):
    """State and version after the move."""

    number: str
    version: int
    state: TaskState


class TaskLineShape(Shape):
    number: str
    title: str
    party: str
    state: TaskState
    since: Moment
    amber_at: Moment | None
    red_at: Moment | None
    paused: bool


class TaskLines(Shape):
    """`mine`: what lies at my posts; `overdue`: opinions that are missing at their limit in cases that I lead."""

    mine: list[TaskLineShape]
    overdue: list[TaskLineShape]


class TaskOpinionSent(Asked):
    """`conclusion`: one that the form of this opinion offers. `text`: conditions, reasons, or whose it is."""

    conclusion: Conclusion
    points: Points
    text: Words


class AnswerUpSent(Asked):
    """`text`: what is answered."""

    text: Words


@door.reads("/cases/{number}/plan", right=SIGNED_IN, answers=PlanShape)
def read_plan(call: Call, number: CaseNumber) -> PlanShape:
    """Who does what until when in a case of mine, along its critical path. Nobody is named."""
    file = queries.case_file(call.actor, number, now=call.now)
    plan = queries.plan_of(file.case, file.trail, now=call.now)
    if plan is None:
        return PlanShape(steps=[], ends_on=None)
    return PlanShape(steps=[_step(line) for line in plan.lines], ends_on=plan.ends_on)


@door.reads("/tasks", right=post(), scope=Scope.HANDLE, answers=TaskLines)
def list_tasks(call: Call) -> TaskLines:
    """What other offices' cases ask of my posts, least time left first; and what my cases miss."""
    return TaskLines(
        mine=[_line(line) for line in queries.tasks_at_my_posts(call.actor)],
        overdue=[_line(line) for line in queries.overdue_under_my_lead(call.actor, now=call.now)],
    )


@door.reads("/tasks/{number}", right=post(), scope=Scope.HANDLE, answers=TaskShape)
def read_task(call: Call, number: TaskNumber) -> TaskShape:
    """One task with its hops, and what I may do with it now."""
    return _task(queries.task_file(call.actor, number, now=call.now))


@door.writes(
    "POST",
    "/tasks/{number}/receipt",
    right=post(),
    scope=Scope.HANDLE,
    answers=TaskMade,
    versioned=True,
)
def receive_task(call: Call, number: TaskNumber) -> Done:
    """签收: sign for a task of my office."""
    moved = operations.receive_task(number=number, version=call.version, actor=call.actor, now=call.now)
    return _made(moved.matter)


@door.writes(
    "POST",
    "/tasks/{number}/opinion",
    right=post(),
    scope=Scope.HANDLE,
    answers=TaskMade,
    versioned=True,
)
def give_task_opinion(call: Call, number: TaskNumber, asked: Body[TaskOpinionSent]) -> Done:
    """The opinion of my office, every point looked at."""
    moved = operations.give_task_opinion(
        number=number,
        version=call.version,
        conclusion=asked.conclusion,
        points=asked.points,
        text=asked.text,
        actor=call.actor,
        now=call.now,
    )
    return _made(moved.matter)


@door.writes(
    "POST",
    "/tasks/{number}/reminder",
    right=post(),
    scope=Scope.HANDLE,
    answers=TaskMade,
    versioned=True,
)
def remind_task(call: Call, number: TaskNumber) -> Done:
    """催办, as the lead of the case."""
    moved = operations.remind_task(number=number, version=call.version, actor=call.actor, now=call.now)
    return _made(moved.matter)


@door.writes(
    "POST",
    "/tasks/{number}/answer",
    right=post(),
    scope=Scope.HANDLE,
    answers=TaskMade,
    versioned=True,
)
def answer_office_above(call: Call, number: TaskNumber, asked: Body[AnswerUpSent]) -> Done:
    """答复补充要求, as the lead: what the level above asked is answered, and all papers go up with it."""
    moved = operations.answer_office_above(
        number=number, version=call.version, text=asked.text, actor=call.actor, now=call.now
    )
    return _made(moved.matter)


@door.writes(
    "POST",
    "/tasks/{number}/return",
    right=post(),
    scope=Scope.HANDLE,
    answers=TaskMade,
    versioned=True,
)
def return_task(call: Call, number: TaskNumber, asked: Body[ReasonSent]) -> Done:
    """退回重审, as the lead of the case: a new round, with the reason."""
    moved = operations.return_task(
        number=number, version=call.version, reason=asked.reason, actor=call.actor, now=call.now
    )
    return _made(moved.matter)


def _made(task: ReviewTask) -> Done:
    body = TaskMade(number=task.number, version=task.version, state=TaskState(task.state))
    return Done(body=body, version=task.version)


def _step(line: PlanLine) -> PlanStepShape:
    return PlanStepShape(
        key=line.key,
        name=line.name.zh,
        office=line.office.zh,
        is_joint=line.task is not None,
        state=state_of(line),
        begins_on=line.begins_on,
        ends_on=line.ends_on,
        slack=line.placed.slack,
        is_blocking=line.placed.is_blocking,
    )


def _line(line: TaskLine) -> TaskLineShape:
    return TaskLineShape.model_validate(line)


def _task(file: TaskFile) -> TaskShape:
    task = file.task
    reading = file.clocks.get(f"opinion.{task.round}")
    return TaskShape(
        number=task.number,
        version=task.version,
        case=task.case.number,
        key=task.key,
        kind=TaskKind(task.task_kind),
        office=task.office_name,
        state=TaskState(task.state),
        light=Light(task.light),
        round=task.round,
        conclusion=Conclusion(task.conclusion) if task.conclusion else None,
        due_at=None if reading is None or reading.stopped_at is not None else reading.due_at,
        hops=[
            HopShape(
                kind=hop.kind,
                by=file.names.get(hop.by, hop.by),
                at=hop.at,
                dwelt_seconds=None if hop.dwelt is None else int(hop.dwelt.total_seconds()),
            )
            for hop in file.hops
        ],
        moves=[move.name for move in file.moves],
    )
