"""What a clock shows when it is replayed."""

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from leyiban.kernel.clocks.limits import Limit


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One clock, derived from its events and a calendar. Moments are UTC.

    Attributes:
        limit: the whole limit, with its extension.
        began_on: the day from which it counts; day 1 is the next one that counts.
        due_day, due_at: the last day and its close of business; None while the clock stands still or where
            the calendar ends before the limit does.
        amber_at: from when on little is left; None where that is not known yet.
        paused_since: since when it stands still, if it does.
        stopped_at: when it stopped for good.
        unknown_year: the year for which the calendar has no table, if the limit runs into one.
        not_before: with ``unknown_year``: the due day comes after this day.
        counted: the days that count towards the limit, as far as they are known; empty where the limit runs
            by the hour.
        total_days: how many days the limit is long; 0 where it runs by the hour.
        left: what is left of a limit that runs by the hour while it stands still.
    """

    clock: str
    state: ClockState
    limit: Limit
    extended: bool
    began_on: dt.date
    due_day: dt.date | None = None
    due_at: dt.datetime | None = None
    amber_at: dt.datetime | None = None
    paused_since: dt.datetime | None = None
    stopped_at: dt.datetime | None = None
    unknown_year: int | None = None
    not_before: dt.date | None = None
    counted: tuple[dt.date, ...] = ()
    total_days: int = 0
    left: dt.timedelta | None = None

    @property
    def red_at(self) -> dt.datetime | None:
        """After this moment the limit is exceeded."""
        return self.due_at

    @property
    def in_time(self) -> bool | None:
        """Whether the clock stopped within its limit; None while it has not stopped."""
        return None if self.stopped_at is None else not self.is_over(self.stopped_at)

    def is_over(self, moment: dt.datetime) -> bool:
        """Whether the limit is exceeded at ``moment``. The due moment itself is still in time."""
        return self.due_at is not None and moment > self.due_at

    def used_on(self, day: dt.date) -> int:
        """How many days of the limit are used up by the end of ``day``."""
        return bisect_right(self.counted, day)

    def remaining_on(self, day: dt.date) -> int:
        """How many days of the limit come after ``day`` (还剩N个工作日); 0 on the last day and later."""
        return self.total_days - self.used_on(day)

    def next_change(self, after: dt.datetime) -> dt.datetime | None:
        """The next moment after ``after`` at which a light changes by itself, if one is known."""
        if self.state is not ClockState.RUNNING:
            return None
        coming = [moment for moment in (self.amber_at, self.red_at) if moment is not None and moment > after]
        return min(coming, default=None)
