"""The longest way through a plan equals what trying every way finds; slack is exactly what may be lost."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.catalogue.rulefile.path import Schedule, Step, schedule


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Any acyclic plan: each task may wait for any of those before it."""
    size = draw(st.integers(1, 7))
    edges = {
        pair
        for pair in combinations(range(size), 2)
        if draw(st.booleans(), label=f"{pair[1]} after {pair[0]}")
    }
    return [
        Step(
            key=str(each),
            length=draw(st.integers(0, 9)),
            after=tuple(str(before) for before in range(each) if (before, each) in edges),
        )
        for each in range(size)
    ]


def longest_way(steps: list[Step]) -> int:
    """Every way through the plan, walked one by one."""
    by_key = {step.key: step for step in steps}

    def ways(key: str) -> list[int]:
        step = by_key[key]
        behind = [way for before in step.after for way in ways(before)] or [0]
        return [step.length + way for way in behind]

    return max(way for step in steps for way in ways(step.key))


def delayed(steps: list[Step], key: str, by: int) -> Schedule:
    return schedule(
        Step(key=each.key, length=each.length + by * (each.key == key), after=each.after) for each in steps
    )


@pytest.mark.proves("F5.2")
@given(plans())
def test_the_end_is_that_of_the_longest_way(steps: list[Step]) -> None:
    found = schedule(steps)
    assert found.ends == longest_way(steps)
    for placed in found.steps:
        assert delayed(steps, placed.key, placed.slack).ends == found.ends
        assert delayed(steps, placed.key, placed.slack + 1).ends == found.ends + 1


@pytest.mark.proves("F5.2")
@given(plans(), st.data())
def test_who_is_blocking_holds_up_the_end(steps: list[Step], data: st.DataObject) -> None:
    """Some are done, the day goes on: whoever blocks could end now, and a day lost there is a day lost."""
    ended: dict[str, int] = {}
    for step in steps:
        if set(step.after) <= ended.keys() and data.draw(st.booleans()):
            ready = max((ended[key] for key in step.after), default=0)
            ended[step.key] = ready + data.draw(st.integers(0, 12))
    today = max(ended.values(), default=0) + data.draw(st.integers(0, 30))
    now = [
        Step(key=each.key, length=each.length, after=each.after, ended=ended.get(each.key)) for each in steps
    ]
    found = schedule(now, today=today)
    still_open = [placed for placed in found.steps if placed.is_open]
    assert {placed.key for placed in still_open} == {
        each.key for each in steps if each.key not in ended and set(each.after) <= ended.keys()
    }
    if len(ended) < len(steps):
        assert found.blocking, "somebody must be waited for"
        assert found.ends >= today
    for placed in still_open:
        later = schedule(
            (
                Step(
                    key=each.key,
                    length=placed.ends - placed.begins + placed.slack + 1
                    if each.key == placed.key
                    else each.length,
                    after=each.after,
                    ended=each.ended,
                )
                for each in now
            ),
            today=today,
        )
        assert later.ends == found.ends + 1
