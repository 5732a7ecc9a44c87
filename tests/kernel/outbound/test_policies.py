"""Pauses, giving up, and the circuit: pure rules."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.outbound.policies import HEALTHY, CircuitPolicy, CircuitState, RetryPolicy

NOW = dt.datetime(2020, 3, 2, 1, 0, tzinfo=dt.UTC)
POLICY = RetryPolicy(first_pause=dt.timedelta(seconds=2), longest_pause=dt.timedelta(minutes=30))
CIRCUIT = CircuitPolicy(failures=3, cool_off=dt.timedelta(seconds=30))
draws = st.floats(0, 1, exclude_max=True)


@given(tries=st.integers(1, 10_000), draw=draws)
def test_pauses_double_up_to_the_longest_and_lose_at_most_half_to_jitter(tries: int, draw: float) -> None:
    pause = POLICY.pause(tries=tries, asked=None, draw=lambda: draw)
    full = min(2 * 2 ** min(tries - 1, 30), 1800)
    assert full / 2 <= pause.total_seconds() <= full


@given(tries=st.integers(1, 50), draw=draws, asked=st.timedeltas(dt.timedelta(0), dt.timedelta(days=9)))
def test_the_services_own_wish_is_honoured_up_to_the_longest_pause(
    tries: int, draw: float, asked: dt.timedelta
) -> None:
    pause = POLICY.pause(tries=tries, asked=asked, draw=lambda: draw)
    assert min(asked, POLICY.longest_pause) <= pause <= POLICY.longest_pause


@given(tries=st.integers(0, 400), late=st.timedeltas(-dt.timedelta(days=1), dt.timedelta(days=1)))
def test_what_comes_first_ends_it(tries: int, late: dt.timedelta) -> None:
    exhausted = POLICY.is_exhausted(tries=tries, give_up_at=NOW, now=NOW + late)
    assert exhausted == (tries >= POLICY.tries or late >= dt.timedelta(0))


def test_a_circuit_opens_after_failures_in_a_row_and_lets_one_probe_through() -> None:
    state = HEALTHY
    for _ in range(2):
        state = state.after_failure(CIRCUIT, now=NOW)
        assert state.wait_until(NOW) is None
    state = state.after_failure(CIRCUIT, now=NOW)
    cooled = NOW + CIRCUIT.cool_off
    assert state.wait_until(NOW) == cooled
    assert state.wait_until(cooled) is None

    probing = state.probing(cooled + dt.timedelta(seconds=15))
    assert probing.wait_until(cooled) == cooled + dt.timedelta(seconds=15)
    assert probing.wait_until(cooled + dt.timedelta(seconds=15)) is None, "a lost prober is replaced"

    again = probing.after_failure(CIRCUIT, now=cooled)
    assert again.wait_until(cooled) == cooled + CIRCUIT.cool_off, "one failed probe opens it again"


def test_a_closed_circuit_knows_no_prober() -> None:
    state = CircuitState(failures=2)
    assert state.probing(NOW) == state
    assert not state.is_healthy and HEALTHY.is_healthy
