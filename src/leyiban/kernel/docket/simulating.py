"""A list worked off by so many people, in the order that ``docket.precedence`` gives it. Pure.

Discrete events: a matter arrives and is placed among those that wait, somebody becomes free and takes the first one.
Time is a line of working minutes; ``moment`` of a minute is what the places are found by.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush, heapreplace

from leyiban.kernel.docket.precedence import (
    Ahead,
    Bound,
    Spot,
    Waiting,
    by_time,
    place_ahead,
    place_ordinary,
)

Moment = Callable[[float], dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One matter. ``arrives`` and ``takes`` are working minutes; ``began_at`` to ``ends_at`` is its limit; ``bound``
    is what its precedence may cost the others, None of an ordinary one."""

    key: int
    arrives: float
    takes: float
    began_at: dt.datetime
    ends_at: dt.datetime | None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """When somebody took it and when it was done, in working minutes; by how many it had been passed."""

    starts: float
    ends: float
    passed_by: int


@dataclass(slots=True)
class _Line:
    """Those that wait. The place of a row is found when it comes, as at a post; the others keep theirs."""

    moment: Moment
    jobs: dict[int, Job] = field(default_factory=dict)
    ordinary: dict[int, Waiting] = field(default_factory=dict)
    ahead: dict[int, Ahead] = field(default_factory=dict)
    order: list[tuple[Spot, int]] = field(default_factory=list)

    def join(self, job: Job) -> None:
        now = self.moment(job.arrives)
        self.jobs[job.key] = job
        spot = self._pass(job, job.bound, now) if job.bound is not None else self._wait(job, now)
        heappush(self.order, (spot, job.key))

    def _pass(self, job: Job, bound: Bound, now: dt.datetime) -> Spot:
        placed = place_ahead(
            job.ends_at, self.ordinary.values(), bound, key=job.key, counted=frozenset(), now=now
        )
        for key in placed.passes:
            row = self.ordinary[key]
            self.ordinary[key] = replace(row, passed_by=row.passed_by + 1)
        self.ahead[job.key] = Ahead(job.key, job.ends_at, placed.spot, bound)
        return placed.spot

    def _wait(self, job: Job, now: dt.datetime) -> Spot:
        row = Waiting(job.key, job.began_at, job.ends_at, 0, by_time(job.ends_at))
        placed = place_ordinary(row, list(self.ahead.values()), now=now)
        self.ordinary[job.key] = replace(row, spot=placed.spot, passed_by=len(placed.passes))
        return placed.spot

    def take(self, at: float) -> tuple[Job, Handled]:
        _, key = heappop(self.order)
        row = self.ordinary.pop(key, None)
        self.ahead.pop(key, None)
        job = self.jobs.pop(key)
        return job, Handled(at, at + job.takes, 0 if row is None else row.passed_by)


def work_off(jobs: Iterable[Job], *, people: int, moment: Moment) -> Mapping[int, Handled]:
    """Every job by its key, as ``people`` (at least one) hands take them from one list."""
    coming = sorted(jobs, key=lambda job: (job.arrives, job.key), reverse=True)
    line, handled, free = _Line(moment), dict[int, Handled](), [0.0] * people
    at = 0.0
    while coming or line.order:
        at = max(at, free[0])  # nobody takes today what he was free for yesterday
        if not line.order:
            at = max(at, coming[-1].arrives)
        while coming and coming[-1].arrives <= at:
            line.join(coming.pop())
        job, done = line.take(at)
        handled[job.key] = done
        heapreplace(free, done.ends)
    return handled
