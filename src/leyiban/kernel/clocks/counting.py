"""Count a limit along the calendar. Two ways: whole days, or time on the wall clock."""

import calendar as civil
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from leyiban.kernel.calendar.days import CITY_TIME
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.clocks.histories import History, Pause
from leyiban.kernel.clocks.limits import Limit, Unit

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayCount:
    """How far a limit of whole days could be counted.

    Attributes:
        began_on: the day of the event, which does not count itself.
        total: how many days the limit is long.
        counted: the days that count, in order; fewer than ``total`` when the count could not go on.
        due_day: the last day, or None while the clock stands still or the calendar ends.
        unknown_year: the year in which the calendar ends, if that is why there is no due day.
        not_before: with ``unknown_year``: the due day comes after this day.
    """

    began_on: dt.date
    total: int
    counted: tuple[dt.date, ...] = ()
    due_day: dt.date | None = None
    unknown_year: int | None = None
    not_before: dt.date | None = None


class _StandsStill(Exception):
    """The count met a pause that has no end yet."""


@dataclass(frozen=True, slots=True)
class _PausedDays:
    """Whole days on which a clock stands still, from a pause's first day to its last, both included."""

    spans: tuple[tuple[dt.date, dt.date | None], ...]

    @classmethod
    def of(cls, pauses: Sequence[Pause], calendar: WorkCalendar) -> "_PausedDays":
        return cls(
            tuple(
                (_first_day(pause.since, calendar), pause.until and city_day(pause.until)) for pause in pauses
            )
        )

    def hold(self, day: dt.date) -> bool:
        """Whether ``day`` is paused. Raises _StandsStill where no end of the pause is known."""
        for first, last in self.spans:
            if last is None and day >= first:
                raise _StandsStill
            if last is not None and first <= day <= last:
                return True
        return False


def city_day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(CITY_TIME).date()


def _first_day(since: dt.datetime, calendar: WorkCalendar) -> dt.date:
    """A pause takes its own first day with it, unless that day's business was already over: a limit that
    ended at closing time cannot be saved in the evening."""
    day = city_day(since)
    return day if since <= calendar.closing(day) else day + _ONE_DAY


def count_days(history: History, calendar: WorkCalendar) -> DayCount:
    """Count a limit in working days, natural days or months.

    The day of the event does not count [Civil Code art. 201]; a last day that is a day off moves to the
    next working day [art. 203]; paused days do not count [ALL art. 45].
    """
    start = history.start
    civil_day = city_day(start.happened_at)
    try:
        began_on = calendar.received_day(start.happened_at) if start.receipt else civil_day
    except YearUnknown as unknown:
        return DayCount(civil_day, 0, unknown_year=unknown.year, not_before=civil_day)
    return _count_from(began_on, history, calendar)


def _count_from(began_on: dt.date, history: History, calendar: WorkCalendar) -> DayCount:
    total = _length_in_days(history.limit, began_on)
    walk = _Walk(began_on, calendar, _PausedDays.of(history.pauses, calendar))
    try:
        walk.count(total, working_days=history.limit.unit is Unit.WORKING_DAY)
        due_day = walk.last_day()
    except YearUnknown as unknown:
        not_before = walk.day - _ONE_DAY
        return DayCount(began_on, total, tuple(walk.counted), None, unknown.year, not_before)
    except _StandsStill:
        return DayCount(began_on, total, tuple(walk.counted))
    return DayCount(began_on, total, tuple(walk.counted), due_day)


@dataclass(slots=True)
class _Walk:
    """A walk from day to day. It keeps what it has counted when it must break off."""

    day: dt.date
    calendar: WorkCalendar
    paused: _PausedDays
    counted: list[dt.date] = field(default_factory=list)

    def count(self, total: int, *, working_days: bool) -> None:
        while len(self.counted) < total:
            self.day += _ONE_DAY
            if not self.paused.hold(self.day) and (
                not working_days or self.calendar.is_working_day(self.day)
            ):
                self.counted.append(self.day)

    def last_day(self) -> dt.date:
        """Where the count has come to, moved on to a working day that is not paused."""
        while self.paused.hold(self.day) or not self.calendar.is_working_day(self.day):
            self.day += _ONE_DAY
        return self.day


def _length_in_days(limit: Limit, began_on: dt.date) -> int:
    if limit.unit is Unit.MONTH:
        return (_same_day_later(began_on, limit.amount) - began_on).days
    return limit.amount


def _same_day_later(day: dt.date, months: int) -> dt.date:
    """The day with the same number ``months`` later, else that month's last [Civil Code art. 202]."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, civil.monthrange(year, month + 1)[1]))


def run(since: dt.datetime, length: dt.timedelta, pauses: Sequence[Pause]) -> dt.datetime | dt.timedelta:
    """When ``length`` of time has passed since then, pauses left out; or what is left while paused."""
    at, left = since, length
    for pause in pauses:
        if pause.until is not None and pause.until <= at:
            continue
        begins = max(pause.since, at)
        if at + left <= begins:
            break
        left -= begins - at
        if pause.until is None:
            return left
        at = pause.until
    return at + left
