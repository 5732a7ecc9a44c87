"""Who may move a hearing, and when: the table once more, in the law's words (R12), for every ground, role and place."""

import datetime as dt
import itertools

import pytest

from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import Hearing
from leyiban.cases.queries.hearings import actor_by_code
from leyiban.cases.states import HearingGround
from leyiban.cases.states import HearingState as H
from leyiban.kernel.actors import Channel
from leyiban.kernel.errors import Refusal
from leyiban.kernel.flows.engine import Taken
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.flows.timing import Timing
from tests.cases.world import World
from tests.hard.test_role_matrix import (
    APPLICANT,
    CLOCK,
    DECIDER,
    OFFICE,
    SYSTEM,
    everybody,
)

INTERESTED = "interested"
HEARD = {APPLICANT, INTERESTED}
OPEN = {H.TOLD, H.ASKED, H.SCHEDULED, H.HELD, H.ANSWERING}
TELLERS = {
    HearingGround.DECISION: OFFICE,
    HearingGround.WARNING: {DECIDER},
    HearingGround.REVOCATION: {SYSTEM},
}
# move → who, from which states; nobody here chairs, so nobody writes the record.
TABLE: dict[str, tuple[set[object], set[H]]] = {
    "tell": (set(), {H.TELLING}),
    "state_view": (HEARD, {H.TOLD, H.ASKED, H.SCHEDULED}),
    "ask": (HEARD, {H.TOLD, H.ASKED}),
    "withdraw_request": (HEARD, {H.ASKED, H.SCHEDULED}),
    "waive": (HEARD, {H.TOLD}),
    "lapse": ({CLOCK}, {H.TOLD}),
    "schedule": (OFFICE, {H.ASKED}),
    "postpone": (OFFICE, {H.SCHEDULED}),
    "challenge_chair": (HEARD, {H.SCHEDULED}),
    "answer_challenge": ({DECIDER}, {H.SCHEDULED}),
    "hold": (set(), {H.SCHEDULED}),
    "sign": (HEARD, {H.HELD}),
    "answer_views": ({DECIDER}, {H.ANSWERING}),
    "drop": ({DECIDER, SYSTEM}, OPEN),
    "turn_amber": ({CLOCK}, {H.ASKED, H.SCHEDULED}),
    "turn_red": ({CLOCK}, {H.ASKED, H.SCHEDULED}),
}


def lets(taken: Taken[Hearing], name: str, actor: object) -> bool:
    """Whether state and right allow it; an obstacle of another kind says that they do."""
    try:
        taken._check(HEARING_FLOW.move(name), actor)  # type: ignore[arg-type]
    except (WrongState, MoveNotAllowed):
        return False
    except Refusal:
        return True
    return True


@pytest.mark.proves("FX.3")
@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("ground", list(HearingGround))
def test_who_may_move_a_hearing(now: dt.datetime, ground: HearingGround) -> None:
    world = World(now)
    case = world.accept(world.submitted())
    hearing = world.tell_right(case)
    hearing.case = case
    people = list(everybody(case, world.person))
    neighbour = hearing.participants.get(number=2)
    people.append((INTERESTED, actor_by_code(neighbour, channel=Channel.PORTAL)))
    taken = Taken(HEARING_FLOW, hearing, Timing.of(hearing, HEARING_FLOW.lights(hearing)))
    assert TABLE.keys() == {move.name for move in HEARING_FLOW.moves}
    hearing.ground, wrong = ground, []
    for state, name in itertools.product(H, TABLE):
        hearing.state = state
        who, states = TABLE[name]
        allowed = TELLERS[ground] if name == "tell" else who
        for person, actor in people:
            expected = state in states and person in allowed
            if lets(taken, name, actor) is not expected:
                wrong.append(f"{person} · {name} · {state}: {'refused' if expected else 'allowed'}")
    assert wrong == []
