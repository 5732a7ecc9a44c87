"""The table itself: total, consistent, and every right a named one. Needs no database."""

import pytest

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.states import CLOSED, CaseState
from leyiban.kernel.flows.table import Flow, State, Turn


def test_every_state_is_in_the_table_and_every_open_one_has_a_way_out() -> None:
    assert {state.name for state in CASE_FLOW.states} == set(CaseState)
    for state in CASE_FLOW.states:
        onwards = [m for m in CASE_FLOW.moves if state.name in m.sources and state.name not in m.targets]
        assert bool(onwards) is (state.name not in CLOSED)


def test_closed_states_only_take_papers() -> None:
    for closed in CLOSED:
        assert [move.name for move in CASE_FLOW.moves if closed in move.sources] == ["record_paper"]


def test_every_state_can_be_reached_from_filing() -> None:
    reached, frontier = {CaseState.FILING.value}, [CaseState.FILING.value]
    while frontier:
        state = frontier.pop()
        for move in CASE_FLOW.moves:
            for target in move.targets if state in move.sources else ():
                if target not in reached:
                    reached.add(target)
                    frontier.append(target)
    assert reached == set(CaseState)


def test_human_and_clock_moves_are_different_moves() -> None:
    by_clock = {move.name for move in CASE_FLOW.moves if move.by_clock}
    assert by_clock == {
        "archive",
        "count_again",
        "deem_accepted",
        "deem_renewed",
        "deem_withdrawn",
        "lapse_renewal",
        "miss_first_answer",
        "turn_amber",
        "turn_black",
        "turn_red",
    }
    assert {move.right.name for move in CASE_FLOW.moves if move.by_clock} == {"clock", "clock_or_system"}


def test_a_table_with_a_dead_end_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing can come after"):
        Flow(
            matter=CASE_FLOW.matter,
            states=[State("a", "a", Turn.OFFICE)],
            moves=[],
            main_clock=CASE_FLOW.main_clock,
            lights=CASE_FLOW.lights,
            deadlines=CASE_FLOW.deadlines,
        )
