"""F4.2: the simulated list keeps the bound, and where nothing goes first nothing changes."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.docket.simulating import Job, work_off

BEGIN = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
BOUND = Bound(at_most=2, percent=40)


def moment(minutes: float) -> dt.datetime:
    return BEGIN + dt.timedelta(minutes=minutes)


def job(key: int, arrives: int, takes: int, within: int, green: bool) -> Job:
    return Job(
        key=key,
        arrives=arrives,
        takes=takes,
        began_at=moment(arrives),
        ends_at=moment(arrives + within),
        bound=BOUND if green else None,
    )


_JOBS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 90), st.integers(60, 2000), st.booleans()),
    min_size=1,
    max_size=40,
).map(lambda rows: [job(key, *row) for key, row in enumerate(rows)])


@pytest.mark.proves("F4.2")
@settings(max_examples=120)
@given(_JOBS, st.integers(1, 3))
def test_the_bound_is_never_exceeded_and_everybody_is_handled_once(jobs: list[Job], people: int) -> None:
    done = work_off(jobs, people=people, moment=moment)
    assert set(done) == {each.key for each in jobs}
    for row in jobs:
        handled = done[row.key]
        assert handled.starts >= row.arrives
        overtook = [
            other
            for other in jobs
            if other.bound is not None
            and row.bound is None
            and row.arrives < other.arrives <= done[other.key].starts < handled.starts
            and (other.ends_at or BEGIN) > (row.ends_at or BEGIN)
        ]
        assert len(overtook) <= BOUND.at_most, "that came later, have more time left, and were taken first"
        assert handled.passed_by <= BOUND.at_most
    busy = sorted((done[each.key].starts, done[each.key].ends) for each in jobs)
    for at, _ in busy:
        assert sum(start <= at < end for start, end in busy) <= people


@pytest.mark.proves("F4.2")
def test_a_green_job_is_taken_first_until_the_bound_is_reached() -> None:
    jobs = [job(0, 0, 60, 900, False), job(1, 1, 60, 1000, False)]
    jobs += [job(key, key, 60, 2000, True) for key in (2, 3, 4)]
    done = work_off(jobs, people=1, moment=moment)
    assert sorted(done, key=lambda key: done[key].starts) == [0, 2, 3, 1, 4]
    assert done[1].passed_by == 2
