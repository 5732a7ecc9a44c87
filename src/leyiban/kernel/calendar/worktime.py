"""Working time as one line of minutes: closed nights and days off take no place on it. Pure."""

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown

_MINUTE = dt.timedelta(minutes=1)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkTime:
    """The working days of a stretch, in order. ``opens`` are their openings (UTC), ``minutes`` what was worked before
    each of them since the first; ``lengths`` how long each is."""

    opens: tuple[dt.datetime, ...]
    minutes: tuple[float, ...]
    lengths: tuple[float, ...]

    @classmethod
    def of(cls, calendar: WorkCalendar, first: dt.date, last: dt.date) -> Self:
        """Working time from ``first`` through ``last``; it ends earlier where the calendar's known years end.

        Raises:
            YearUnknown: ``first`` itself is unknown. ValueError: there is no working day.
        """
        opens, minutes, lengths, worked, day = [], [], [], 0.0, first
        calendar.is_working_day(first)
        while day <= last:
            try:
                works = calendar.is_working_day(day)
            except YearUnknown:
                break
            if works:
                opening = calendar.opening(day)
                length = (calendar.closing(day) - opening) / _MINUTE
                opens.append(opening)
                minutes.append(worked)
                lengths.append(length)
                worked += length
            day += _ONE_DAY
        if not opens:
            raise ValueError(f"no working day from {first} through {last}")
        return cls(tuple(opens), tuple(minutes), tuple(lengths))

    @property
    def day(self) -> float:
        """The mean length of a working day, in minutes."""
        return sum(self.lengths) / len(self.lengths)

    def at(self, moment: dt.datetime) -> float:
        """How many minutes were worked by ``moment``; before the first opening none."""
        place = bisect_right(self.opens, moment) - 1
        if place < 0:
            return 0.0
        return self.minutes[place] + min((moment - self.opens[place]) / _MINUTE, self.lengths[place])

    def moment(self, minutes: float) -> dt.datetime:
        """The moment (UTC) by which so much was worked. Beyond the last day it goes on without a pause."""
        place = max(bisect_right(self.minutes, minutes) - 1, 0)
        return self.opens[place] + (minutes - self.minutes[place]) * _MINUTE
