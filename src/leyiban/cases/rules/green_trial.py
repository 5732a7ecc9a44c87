"""What a class of the green channel would have cost everyone else (F4.2): last month, worked off twice. Pure.

Both runs have the same cases, the same people and the same handling times; only who goes first differs. Chance is
drawn from the seed and a case's key, so that a larger share is the smaller one and some more.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from leyiban.kernel.calendar.worktime import WorkTime
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.docket.simulating import Handled, Job, work_off

STEPS: Final = (0.5, 1.0, 2.0, 5.0)
"""Working days: the ends of the steps in which what is lost is counted; beyond the last there is one more."""

_NOTHING: Final = 0.05  # of a working day: less is not told


@dataclass(frozen=True, slots=True)
class Sample:
    """One real case: its item, when it came into the line and its limit. ``bound``: it was in the green channel."""

    job: Job
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """An office's month. ``takes``: by item, how many working minutes cases of it took somebody."""

    samples: Sequence[Sample]
    people: int
    takes: Mapping[str, Sequence[float]]
    time: WorkTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """``share`` percent of the ordinary cases of ``items`` (empty: of all) go first as well, within ``bound``;
    ``rebound``: those that went first have this bound, too."""

    share: int
    items: frozenset[str]
    bound: Bound
    rebound: bool
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the trial changes, in working days. Of ``ordinary`` cases ``longer`` wait longer, ``mean`` of them and
    ``worst``; ``late`` end past their limit that would not have; ``steps`` counts ``longer`` by :data:`STEPS`.
    ``most_passed``: by how many one case was passed at most. ``green`` cases wait ``sooner`` less on average."""

    ordinary: int
    green: int
    longer: int
    mean: float
    worst: float
    late: int
    most_passed: int
    sooner: float
    steps: tuple[int, ...]


def cost_of(month: Month, trial: Trial) -> Cost:
    """Work the month off as it was and as it would have been."""
    before = [_with_time(sample, month, trial.seed) for sample in month.samples]
    after = [_goes_first(sample, job, trial) for sample, job in zip(month.samples, before, strict=True)]
    was = work_off(before, people=month.people, moment=month.time.moment)
    would_be = work_off(after, people=month.people, moment=month.time.moment)
    return _compared(after, was, would_be, month.time)


def _with_time(sample: Sample, month: Month, seed: int) -> Job:
    """The handling time that chance draws from the item's own history, else from the office's."""
    history = month.takes.get(sample.item) or [each for row in month.takes.values() for each in row]
    if not history:
        return replace(sample.job, takes=month.time.day)  # nothing was ever decided here
    return replace(sample.job, takes=history[int(_chance(seed, "takes", sample.job.key) * len(history))])


def _goes_first(sample: Sample, job: Job, trial: Trial) -> Job:
    if job.bound is not None:
        return replace(job, bound=trial.bound) if trial.rebound else job
    asked = not trial.items or sample.item in trial.items
    drawn = asked and _chance(trial.seed, "green", job.key) * 100 < trial.share
    return replace(job, bound=trial.bound) if drawn else job


def _chance(seed: int, what: str, key: int) -> float:
    """From 0 to under 1, the same for the same words."""
    digest = hashlib.sha256(f"{seed}/{what}/{key}".encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def _compared(
    jobs: Sequence[Job], was: Mapping[int, Handled], would_be: Mapping[int, Handled], time: WorkTime
) -> Cost:
    ordinary = [job for job in jobs if job.bound is None]
    green = [job for job in jobs if job.bound is not None]
    lost = {job.key: (would_be[job.key].starts - was[job.key].starts) / time.day for job in jobs}
    longer = [lost[job.key] for job in ordinary if lost[job.key] >= _NOTHING]
    return Cost(
        ordinary=len(ordinary),
        green=len(green),
        longer=len(longer),
        mean=sum(longer) / len(longer) if longer else 0.0,
        worst=max(longer, default=0.0),
        late=sum(_is_late(job, would_be, time) and not _is_late(job, was, time) for job in ordinary),
        most_passed=max((would_be[job.key].passed_by for job in ordinary), default=0),
        sooner=-sum(lost[job.key] for job in green) / len(green) if green else 0.0,
        steps=_counted(longer),
    )


def _is_late(job: Job, handled: Mapping[int, Handled], time: WorkTime) -> bool:
    return job.ends_at is not None and time.moment(handled[job.key].ends) > job.ends_at


def _counted(longer: Sequence[float]) -> tuple[int, ...]:
    edges = (0.0, *STEPS, float("inf"))
    return tuple(sum(low < each <= high for each in longer) for low, high in pairwise(edges))
