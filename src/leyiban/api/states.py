"""The states of every kind of matter and the lawful moves between them, as the code keeps them (FX.6)."""

import hashlib
from functools import cache
from typing import Literal

from pydantic import Field

from leyiban.api.codes import NOT_SEEN
from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.said import said_in
from leyiban.api.frame.shapes import Label, Shape
from leyiban.kernel.flows.registry import all_flows
from leyiban.kernel.flows.table import Flow, Move, State
from leyiban.kernel.rights import ANYONE

door = Door("states")

_CHINESE, _ENGLISH = "zh-hans", "en"
_NOT_SEEN = frozenset(str(each.value) for each in NOT_SEEN)


class StateShape(Label):
    """`turn`: whose turn it is; nobody's, when the state is final. The names of states stand at `GET /codes`, too."""

    turn: Literal["office", "party", "nobody"]


class MoveShape(Label):
    """`sources` is empty where the move begins a matter. `who` may make it; `by_clock`: nobody does, a limit ended."""

    sources: list[str]
    targets: list[str]
    who: Label
    by_clock: bool


class FlowShape(Shape):
    """`kind` is the kind of matter, as the ledger names it."""

    kind: str
    states: list[StateShape]
    moves: list[MoveShape]


class Flows(Shape):
    """`version` changes whenever a state, a move or a name does."""

    version: str
    flows: list[FlowShape] = Field(description="In the order of their kinds.")


@door.reads("/states", right=ANYONE, answers=Flows, tagged=True)
def list_states(call: Call) -> Flows:
    """Every state with its meaning, and which move leads from which to which. A state is never used again for another."""
    found = flows()
    call.tag(1, found.version)
    return found


@cache
def flows() -> Flows:
    found = [_flow(flow) for flow in all_flows()]
    text = "".join(flow.model_dump_json() for flow in found)
    return Flows(version=hashlib.sha256(text.encode()).hexdigest()[:16], flows=found)


def _flow(flow: Flow) -> FlowShape:  # type: ignore[type-arg]  # of whatever kind of matter
    seen = {state.name for state in flow.states} - _NOT_SEEN
    return FlowShape(
        kind=flow.kind,
        states=[_state(state) for state in flow.states if state.name in seen],
        moves=[_move(move, seen) for move in flow.moves],
    )


def _state(state: State) -> StateShape:
    return StateShape(
        code=state.name,
        zh=said_in(state.label, _CHINESE),
        en=said_in(state.label, _ENGLISH),
        turn=state.turn.value,
    )


def _move(move: Move, seen: set[str]) -> MoveShape:  # type: ignore[type-arg]
    return MoveShape(
        code=move.name,
        zh=said_in(move.label, _CHINESE),
        en=said_in(move.label, _ENGLISH),
        sources=sorted(move.sources & seen),
        targets=sorted(move.targets & seen),
        who=Label(
            code=move.right.name,
            zh=said_in(move.right.label, _CHINESE),
            en=said_in(move.right.label, _ENGLISH),
        ),
        by_clock=move.by_clock,
    )
