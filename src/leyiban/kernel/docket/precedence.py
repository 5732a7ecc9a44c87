"""Who stands before whom in a list: by the end of the limit, but for matters that go first, within a bound.

A matter with precedence stands before ordinary ones whose limits end earlier, or at the same moment and that came
earlier, until one of these *stands firm*: as
many have passed it as the bound allows, or too little of its time is left. Nobody with precedence is put before a
matter that stands firm, so that no order of arrivals can push anyone farther. Pure: moments in, places out.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Spot = tuple[dt.datetime, dt.datetime]
"""Where a row stands: rows are sorted by it, then by key. Of an ordinary row both are the end of its limit."""

FIRST: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST: Final = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)
_NEXT: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """What precedence may cost others: at most ``at_most`` pass one matter, and none when no more than ``percent``
    of its time is left."""

    at_most: int
    percent: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An ordinary row. ``passed_by``: how many with precedence have passed it so far, wherever it was;
    ``began_at`` to ``ends_at`` is its time; None: no end is known."""

    key: int
    began_at: dt.datetime
    ends_at: dt.datetime | None
    passed_by: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Ahead:
    """A row with precedence. ``counted``: it has passed the row in question before and is not counted again."""

    key: int
    ends_at: dt.datetime | None
    spot: Spot
    bound: Bound
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """``passes`` are the keys of the others: of the rows that this one passes, or that pass this one."""

    spot: Spot
    passes: tuple[int, ...]


def by_time(ends_at: dt.datetime | None) -> Spot:
    """The place that the end of its limit gives a row; without one it stands last."""
    end = LAST if ends_at is None else ends_at
    return end, end


def stands_firm(row: Waiting, bound: Bound, now: dt.datetime) -> bool:
    """Whether nobody (more) may be put before this row."""
    return row.passed_by >= bound.at_most or _short_of_time(row, bound, now)


def _short_of_time(row: Waiting, bound: Bound, now: dt.datetime) -> bool:
    if row.ends_at is None:
        return False
    return (row.ends_at - now) * 100 <= (row.ends_at - row.began_at) * bound.percent


def place_ahead(
    ends_at: dt.datetime | None,
    others: Iterable[Waiting],
    bound: Bound,
    *,
    key: int,
    counted: frozenset[int],
    now: dt.datetime,
) -> Placed:
    """Where a row with precedence stands among the ordinary ones, and whom it passes for the first time.

    Args:
        key: its own; of rows whose limits end at the same moment the smaller one came earlier.
        counted: keys of rows that it has passed before: standing firm, they still may stay behind it.
    """
    own = by_time(ends_at)
    before = [other for other in others if (by_time(other.ends_at), other.key) < (own, key)]
    firm = [other.spot for other in before if other.key not in counted and stands_firm(other, bound, now)]
    spot = min(own, (max(firm)[0] + _NEXT, own[1])) if firm else (FIRST, own[1])
    passed = (other.key for other in before if spot < other.spot and other.key not in counted)
    return Placed(spot, tuple(passed))


def place_ordinary(row: Waiting, ahead: Sequence[Ahead], *, now: dt.datetime) -> Placed:
    """Where an ordinary row stands that comes to a list, or whose limit changed, and who stands before it that has
    not been counted: never more than the bound leaves room for."""
    own, used = by_time(row.ends_at), row.passed_by
    passing: list[int] = []
    for other in sorted(ahead, key=lambda each: (each.spot, each.key)):
        if other.spot >= own or (by_time(other.ends_at), other.key) <= (own, row.key):
            continue
        if not other.counted:
            if used >= other.bound.at_most or _short_of_time(row, other.bound, now):
                return Placed((other.spot[0], other.spot[1] - _NEXT), tuple(passing))
            used += 1
            passing.append(other.key)
    return Placed(own, tuple(passing))
