"""Who may move a request for the green channel, and when: the table once more, for every role and place (F4.1, FX.3)."""

import datetime as dt
import itertools

import pytest

from leyiban.cases.green.flow import GREEN_FLOW
from leyiban.cases.states import GreenState as G
from leyiban.kernel.flows.engine import Taken
from leyiban.kernel.flows.timing import Timing
from tests.cases.test_green import ask
from tests.cases.world import World
from tests.hard.test_role_matrix import APPLICANT, CLOCK, DECIDER, SYSTEM, everybody, lets

OPEN = {G.REQUESTED, G.GRANTED}
# move → who, from which states.
TABLE: dict[str, tuple[set[object], set[G]]] = {
    "ask": ({APPLICANT}, {G.ASKING}),
    "answer": ({DECIDER}, {G.REQUESTED}),
    "begin": ({SYSTEM}, {G.GRANTED}),
    "withdraw": ({DECIDER}, {G.GRANTED}),
    "finish": ({SYSTEM}, OPEN),
    "end": ({CLOCK}, OPEN),
    "turn_amber": ({CLOCK}, OPEN),
    "turn_red": ({CLOCK}, OPEN),
}


@pytest.mark.proves("FX.3", "F4.1")
@pytest.mark.usefixtures("db")
def test_who_may_do_what_with_a_request_for_the_green_channel(now: dt.datetime) -> None:
    world = World(now)
    grant = ask(world, world.submitted())
    people = list(everybody(grant.case, world.person))
    taken = Taken(GREEN_FLOW, grant, Timing.of(grant, GREEN_FLOW.lights(grant)))
    assert TABLE.keys() == {move.name for move in GREEN_FLOW.moves}
    wrong = []
    for state, move in itertools.product(G, GREEN_FLOW.moves):
        grant.state = state
        who, states = TABLE[move.name]
        for name, actor in people:
            expected = state in states and name in who
            if lets(taken, move, actor) is not expected:
                wrong.append(f"{name} · {move.name} · {state}: {'refused' if expected else 'allowed'}")
    assert wrong == []
