"""The table of a mandate's life is total, and no way leads back from the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.people.errors import MandateNotThere
from leyiban.people.models import MandateState
from leyiban.people.rules.mandates import Move, next_moves, next_state

OPEN = {MandateState.PROPOSED, MandateState.ACTIVE, MandateState.SUSPENDED}


@given(moves=st.lists(st.sampled_from(Move), max_size=12))
def test_any_life_stays_lawful(moves: list[Move]) -> None:
    state, confirmed = MandateState.PROPOSED, False
    for move in moves:
        if move not in next_moves(state):
            with pytest.raises(MandateNotThere):
                next_state(move, state, confirmed=confirmed)
            continue
        before, state = state, next_state(move, state, confirmed=confirmed)
        confirmed = confirmed or move is Move.CONFIRM
        assert before in OPEN
        assert state is not MandateState.ACTIVE or confirmed


@pytest.mark.parametrize("state", list(MandateState))
def test_what_may_come_next_is_known_for_every_state(state: MandateState) -> None:
    assert bool(next_moves(state)) == (state in OPEN)
