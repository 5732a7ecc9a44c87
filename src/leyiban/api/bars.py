"""申请限制 (R14): who may not apply for a licence for a time, why, until when; objections and their answers."""

from typing import Annotated

from ninja import Body
from pydantic import Field, StrictBool

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Asked, Day, Moment, Shape, Words
from leyiban.cases import operations, queries
from leyiban.cases.models import Bar
from leyiban.cases.queries.bars import BAR_READ
from leyiban.cases.queries.duties import log_look
from leyiban.cases.states import BarGround, BarState
from leyiban.kernel.actors import Role
from leyiban.kernel.rights import SIGNED_IN, post
from leyiban.people.models.sign_in import Scope

door = Door("bars")

BarNumber = Annotated[
    str, Field(max_length=50, pattern=r"^[-A-Za-z0-9]+$", examples=["LS51110220260309000001K-X1"])
]


class BarShape(Shape):
    """`until` is the last day. `licence`: what may not be applied for; `case`: where it comes from."""

    number: str
    version: int
    licence: str
    catalog_code: str
    agency: str
    ground: BarGround
    reasons: str
    case: str
    imposed_on: Day
    until: Day
    state: BarState
    objection: str | None
    objected_at: Moment | None
    answer: str | None
    answered_at: Moment | None


class BarsShape(Shape):
    items: list[BarShape]


class BarObjectionSent(Asked):
    words: Words


class BarAnswerSent(Asked):
    """`lifts`: the objection is right, and the bar ends today."""

    lifts: StrictBool
    words: Words


@door.reads("/bars", right=SIGNED_IN, answers=BarsShape)
def list_bars(call: Call) -> BarsShape:
    """What keeps me, or whom I act for in all matters, from applying, the newest first."""
    return BarsShape(items=[_shape(bar) for bar in queries.my_bars(call.actor)])


@door.reads("/bars/objections", right=post(Role.DECIDER), answers=BarsShape)
def list_bar_objections(call: Call) -> BarsShape:
    """Objections that wait for the answer of my office, the oldest first."""
    bars = queries.bars_to_answer(call.actor)
    for bar in bars:
        log_look(call.actor, bar.case, BAR_READ, now=call.now)
    return BarsShape(items=[_shape(bar) for bar in bars])


@door.writes("POST", "/bars/{number}/objection", right=SIGNED_IN, answers=BarShape)
def object_to_bar(call: Call, number: BarNumber, asked: Body[BarObjectionSent]) -> Done:
    """Object to a bar of mine, once. It stands until it is lifted; an answer is due within a limit."""
    moved = operations.object_to_bar(number=number, words=asked.words, actor=call.actor, now=call.now)
    return Done(body=_shape(moved.matter), version=moved.matter.version)


@door.writes(
    "POST",
    "/bars/{number}/answer",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=BarShape,
)
def answer_bar(call: Call, number: BarNumber, asked: Body[BarAnswerSent]) -> Done:
    """Answer an objection to a bar of my office: lift it, or keep it with reasons."""
    queries.bar_for_office(call.actor, number, now=call.now)
    moved = operations.answer_bar(
        number=number, version=None, lifts=asked.lifts, words=asked.words, actor=call.actor, now=call.now
    )
    return Done(body=_shape(moved.matter), version=moved.matter.version)


def _shape(bar: Bar) -> BarShape:
    return BarShape(
        number=bar.number,
        version=bar.version,
        licence=bar.title,
        catalog_code=bar.catalog_code,
        agency=bar.agency.name,
        ground=BarGround(bar.ground),
        reasons=bar.reasons.reveal(),
        case=bar.case.number,
        imposed_on=bar.imposed_on,
        until=bar.until,
        state=BarState(bar.state),
        objection=None if bar.objection is None else bar.objection.reveal(),
        objected_at=bar.objected_at,
        answer=None if bar.answer is None else bar.answer.reveal(),
        answered_at=bar.answered_at,
    )
