"""F4.2: whoever goes first passes others within a bound, whatever the order of arrivals and grants."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leyiban.kernel.docket.precedence import (
    Ahead,
    Bound,
    Spot,
    Waiting,
    by_time,
    place_ahead,
    place_ordinary,
)

BEGIN = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
BOUND = Bound(at_most=2, percent=40)
_HOUR = dt.timedelta(hours=1)


@dataclass
class Row:
    key: int
    ends_at: dt.datetime
    began_at: dt.datetime
    green: bool
    spot: Spot = (BEGIN, BEGIN)
    passed_by: set[int] = field(default_factory=set)


@dataclass
class Post:
    """A post's list as the docket keeps it: who comes or changes is placed anew, the others stay."""

    now: dt.datetime = BEGIN
    rows: dict[int, Row] = field(default_factory=dict)
    late_passings: int = 0

    def put(self, row: Row) -> None:
        self.rows[row.key] = row
        (self._ahead if row.green else self._ordinary)(row)

    def _ahead(self, row: Row) -> None:
        others = [self._waiting(each) for each in self.rows.values() if not each.green]
        counted = frozenset(each.key for each in self.rows.values() if row.key in each.passed_by)
        placed = place_ahead(row.ends_at, others, BOUND, key=row.key, counted=counted, now=self.now)
        row.spot = placed.spot
        for key in placed.passes:
            self._count(self.rows[key], row.key)

    def _ordinary(self, row: Row) -> None:
        ahead = [
            Ahead(each.key, each.ends_at, each.spot, BOUND, counted=each.key in row.passed_by)
            for each in self.rows.values()
            if each.green
        ]
        placed = place_ordinary(self._waiting(row), ahead, now=self.now)
        row.spot = placed.spot
        for key in placed.passes:
            self._count(row, key)

    def _count(self, row: Row, by: int) -> None:
        row.passed_by.add(by)
        self.late_passings += (row.ends_at - self.now) * 100 <= (row.ends_at - row.began_at) * BOUND.percent

    @staticmethod
    def _waiting(row: Row) -> Waiting:
        return Waiting(row.key, row.began_at, row.ends_at, len(row.passed_by), row.spot)

    def before(self, row: Row) -> set[int]:
        """Who stands before this one though his limit ends later, or at the same moment and he came later."""
        return {
            each.key
            for each in self.rows.values()
            if each.green
            and (each.spot, each.key) < (row.spot, row.key)
            and (each.ends_at, each.key) > (row.ends_at, row.key)
        }


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "arrive", "grant", "grant", "withdraw", "finish", "limit", "wait"]),
        st.integers(0, 30),
        st.integers(2, 30),
    ),
    max_size=60,
)


@pytest.mark.proves("F4.2")
@settings(max_examples=150)
@given(_ACTS)
def test_no_sequence_of_arrivals_and_grants_exceeds_the_bound(acts: list[tuple[str, int, int]]) -> None:
    post, ever = Post(), dict[int, set[int]]()
    for key, (act, which, hours) in enumerate(acts):
        present = list(post.rows.values())
        chosen = present[which % len(present)] if present else None
        if act in ("arrive", "grant"):
            post.put(Row(key, post.now + hours * _HOUR, post.now, act == "grant"))
        elif chosen is None:
            continue
        elif act == "wait":
            post.now += hours * _HOUR / 4
        elif act == "finish":
            del post.rows[chosen.key]
        elif act == "withdraw":
            chosen.green = False
            post.put(chosen)
        else:  # its limit now ends at another moment
            chosen.ends_at = post.now + hours * _HOUR
            chosen.began_at = post.now
            post.put(chosen)
        for row in post.rows.values():
            if not row.green:
                ever.setdefault(row.key, set()).update(post.before(row))
                assert ever[row.key] <= row.passed_by, "whoever was passed is told of everyone"
                assert len(row.passed_by) <= BOUND.at_most
    assert post.late_passings == 0, "nobody is passed when little of his time is left"


@pytest.mark.proves("F4.2")
def test_the_green_channel_stands_first_and_the_firm_stand_before_it() -> None:
    post = Post()
    slow = Row(1, BEGIN + 20 * _HOUR, BEGIN, green=False)
    post.put(slow)
    for key in (2, 3, 4):
        post.put(Row(key, BEGIN + (20 + key) * _HOUR, BEGIN, green=True))
    order = sorted(post.rows.values(), key=lambda row: (row.spot, row.key))
    assert [row.key for row in order] == [2, 3, 1, 4], "two pass it, and the third stays behind"
    assert slow.passed_by == {2, 3}
    assert by_time(None) > slow.spot


@pytest.mark.proves("F4.2")
def test_who_has_little_time_left_is_passed_by_nobody() -> None:
    post = Post()
    post.put(Row(1, BEGIN + 10 * _HOUR, BEGIN, green=False))
    post.now = BEGIN + 6 * _HOUR  # 40 % are left
    post.put(Row(2, BEGIN + 30 * _HOUR, BEGIN, green=True))
    assert sorted(post.rows.values(), key=lambda row: row.spot)[0].key == 1


@pytest.mark.proves("F4.2")
def test_limits_that_end_at_the_same_moment_are_passed_and_counted_like_others() -> None:
    """What was accepted on one day ends at one moment: the bound is for those cases, too."""
    post = Post()
    for key in range(1, 5):
        post.put(Row(key, BEGIN + 20 * _HOUR, BEGIN, green=key == 4))
    post.rows[1].passed_by.update({8, 9})  # stands firm
    post.put(Row(5, BEGIN + 20 * _HOUR, BEGIN, green=True))
    order = sorted(post.rows.values(), key=lambda row: (row.spot, row.key))
    assert [row.key for row in order] == [4, 1, 2, 3, 5]
    assert [sorted(post.rows[key].passed_by) for key in (1, 2, 3)] == [[4, 8, 9], [4], [4]]
