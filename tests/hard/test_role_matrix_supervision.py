"""Who may move a card and a slip, and when: the tables once more, in the rules' words, for every role and place."""

import datetime as dt
import itertools
from collections.abc import Collection, Mapping
from typing import Any

import pytest

from leyiban.joins.supervision_follows_cases import about_case
from leyiban.joins.supervisor_issues_slip import issue_on_case
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.flows.engine import Taken
from leyiban.kernel.flows.table import Flow
from leyiban.kernel.flows.timing import Timing
from leyiban.supervision.flow import CARD_FLOW, SLIP_FLOW
from leyiban.supervision.operations import open_card
from leyiban.supervision.states import CardKind, SlipKind
from leyiban.supervision.states import CardState as C
from leyiban.supervision.states import SlipState as S
from tests.cases.world import World
from tests.hard.test_role_matrix import CLOCK, HERE, SYSTEM, everybody, lets

pytestmark = [pytest.mark.proves("FX.3", "F5.1", "F5.6"), pytest.mark.usefixtures("db")]
Table = Mapping[str, tuple[Collection[object], Collection[str]]]
OVERSEERS = {(Role.SUPERVISOR, HERE), (Role.LEADER, HERE)}
ISSUER = (Role.SUPERVISOR, HERE)
ANSWERING = {(role, HERE) for role in (Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.LEADER)}
# move → who, from which states
CARDS: Table = {
    "open": ({SYSTEM}, {C.OPENING}),
    "note": ({SYSTEM}, {C.OPEN}),
    "settle": ({SYSTEM}, {C.OPEN}),
    "close": (OVERSEERS, {C.OPEN}),
    "escalate": ({CLOCK}, {C.OPEN}),
    "turn_amber": ({CLOCK}, {C.OPEN}),
    "turn_red": ({CLOCK}, {C.OPEN}),
}
UNANSWERED = {S.ISSUED, S.RECEIVED}
SLIPS: Table = {
    "issue": (OVERSEERS, {S.ISSUING}),
    "receive": (ANSWERING, {S.ISSUED}),
    "answer": (ANSWERING, UNANSWERED),
    "accept": ({ISSUER}, {S.ANSWERED}),
    "return": ({ISSUER}, {S.ANSWERED}),
    "withdraw": ({ISSUER}, {*UNANSWERED, S.ANSWERED}),
    "turn_amber": ({CLOCK}, UNANSWERED),
    "turn_red": ({CLOCK}, UNANSWERED),
}


def wrong_in(flow: Flow[Any], matter: Any, table: Table, people: Any) -> list[str]:
    """Each pair of state and move, for everybody, held against the table."""
    assert table.keys() == {move.name for move in flow.moves}
    taken = Taken(flow, matter, Timing.of(matter, flow.lights(matter)))
    states = [state.name for state in flow.states]
    wrong = []
    for state, move in itertools.product(states, flow.moves):
        matter.state = state
        who, sources = table[move.name]
        for name, actor in people:
            expected = state in sources and name in who
            if lets(taken, move, actor) is not expected:
                wrong.append(f"{name} · {move.name} · {state}: {'refused' if expected else 'allowed'}")
    return wrong


def test_who_may_move_a_card(now: dt.datetime) -> None:
    world = World(now)
    case = world.accept(world.submitted())
    about = about_case(case.number)
    assert about is not None
    moved = open_card(about=about, reason=CardKind.RED, occasion="x", actor=system_actor(), now=now)
    assert moved is not None
    people = list(everybody(case, world.person))
    assert wrong_in(CARD_FLOW, moved.matter, CARDS, people) == []


def test_who_may_move_a_slip(now: dt.datetime) -> None:
    world = World(now)
    case = world.accept(world.submitted())
    supervisor = world.officer(Role.SUPERVISOR)
    slip = issue_on_case(
        number=case.number,
        slip_kind=SlipKind.SLIP,
        words="请今天给出意见。",
        days=2,
        card_number="",
        actor=supervisor,
        now=now,
    )
    people = [
        (name, supervisor if name == ISSUER else actor) for name, actor in everybody(case, world.person)
    ]
    assert wrong_in(SLIP_FLOW, slip, SLIPS, people) == []


def test_who_asked_does_not_answer(now: dt.datetime) -> None:
    """A leader answers for his office, but not what he asked it himself."""
    world = World(now)
    case = world.accept(world.submitted())
    slip = issue_on_case(
        number=case.number,
        slip_kind=SlipKind.INSTRUCTION,
        words="请今天给出意见。",
        days=2,
        card_number="",
        actor=world.officer(Role.LEADER),
        now=now,
    )
    taken = Taken(SLIP_FLOW, slip, Timing.of(slip, SLIP_FLOW.lights(slip)))
    for name in ("receive", "answer"):
        assert not lets(taken, SLIP_FLOW.move(name), world.officer(Role.LEADER))
        assert lets(taken, SLIP_FLOW.move(name), world.officer(Role.DECIDER))
