"""The longest way through a plan: when each task can end, what it may still lose, and what holds up the end. Pure.

Days are whole working days from the beginning, which is day 0. Used before anything happens (does the plan fit the
promise?) and while it happens (who is blocking?).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task as the path sees it. ``length`` in days from the moment all of ``after`` are done; ``ended`` the day on
    which it was really done."""

    key: str
    length: int
    after: tuple[str, ...] = ()
    ended: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A step in time: earliest begin and end, and by how many days it may be later without moving the end."""

    key: str
    begins: int
    ends: int
    slack: int
    is_done: bool
    is_open: bool

    @property
    def is_blocking(self) -> bool:
        """Could end now, and whatever it loses the whole loses."""
        return self.is_open and self.slack == 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """``steps`` in the order given; ``ends`` when all of it is done at the earliest."""

    steps: tuple[Placed, ...]
    ends: int

    @property
    def critical(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps if step.slack == 0 and not step.is_done)

    @property
    def blocking(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps if step.is_blocking)


def schedule(steps: Iterable[Step], *, today: int = 0) -> Schedule:
    """Place every step, as of ``today``. What is open and late can end today at the earliest.

    Args:
        steps: each after those it waits for.

    Raises:
        KeyError: a step waits for one that does not stand before it.
    """
    listed = tuple(steps)
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    for step in listed:
        ready = max((ends[key] for key in step.after), default=0)
        begins[step.key] = ready if step.ended is None else min(ready, step.ended)
        ends[step.key] = max(ready + step.length, today) if step.ended is None else step.ended
    last = max(ends.values(), default=0)
    latest = _latest(listed, ends, last)
    done = {step.key for step in listed if step.ended is not None}
    return Schedule(
        tuple(
            Placed(
                key=step.key,
                begins=begins[step.key],
                ends=ends[step.key],
                slack=latest[step.key] - ends[step.key],
                is_done=step.key in done,
                is_open=step.key not in done and done.issuperset(step.after),
            )
            for step in listed
        ),
        last,
    )


def _latest(steps: tuple[Step, ...], ends: Mapping[str, int], last: int) -> dict[str, int]:
    """By when each may end without moving the end of all."""
    latest = dict.fromkeys(ends, last)
    for step in reversed(steps):
        if step.ended is None:
            for key in step.after:
                latest[key] = min(latest[key], latest[step.key] - step.length)
    return latest
