"""The working calendar: is this a working day, which is the n-th after it, when does the office close."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Self

from leyiban.kernel.calendar.days import CITY_TIME, CalendarLayer, DayKind, OfficeHours

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


class YearUnknown(LookupError):
    """The calendar has no table for ``year``. Holidays are decreed year by year; none is ever guessed."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"the work calendar of {year} has not been published")


@dataclass(frozen=True, eq=False, repr=False)
class WorkCalendar:
    """Days, closing times and known years of one region. Immutable; build one with :meth:`of`.

    Every question about a day of an unknown year raises :class:`YearUnknown` (or its subclass
    ``CalendarYearUnknown`` when the calendar came from the database).
    """

    exceptions: Mapping[dt.date, DayKind]
    known_years: frozenset[int]
    hours: tuple[OfficeHours, ...]
    late_counts_next_day: bool = True
    layers: tuple[CalendarLayer, ...] = ()

    year_unknown: ClassVar[type[YearUnknown]] = YearUnknown

    @classmethod
    def of(cls, layers: Sequence[CalendarLayer]) -> Self:
        """Lay the nearest scope over the ones above it; ``layers`` come nearest first, the nation last.

        A nearer layer's days, hours and lateness rule win. A year is known when every layer that announces
        years has announced it: a county that keeps holidays of its own must publish them, too.
        """
        announced = [layer.years for layer in layers if layer.years]
        exceptions: dict[dt.date, DayKind] = {}
        for layer in reversed(layers):
            exceptions.update(layer.days)
        return cls(
            exceptions=MappingProxyType(exceptions),
            known_years=frozenset.intersection(*announced) if announced else frozenset(),
            hours=next((layer.hours for layer in layers if layer.hours), ()),
            late_counts_next_day=_nearest(layer.late_counts_next_day for layer in layers),
            layers=tuple(layers),
        )

    def canonical(self) -> dict[str, object]:
        """The calendar file that a trail carries, so that anyone can count its days again."""
        return {"layers": [layer.canonical() for layer in self.layers]}

    def __repr__(self) -> str:
        scopes = " over ".join(layer.scope for layer in self.layers)
        return f"<{type(self).__name__} of {scopes or 'no layer'}, years {sorted(self.known_years)}>"

    def is_working_day(self, day: dt.date) -> bool:
        """A weekday that is no holiday, or a weekend day that is worked instead (调休)."""
        if day.year not in self.known_years:
            raise self.year_unknown(day.year)
        kind = self.exceptions.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORKDAY

    def working_days_after(self, day: dt.date) -> Iterator[dt.date]:
        """The working days that follow ``day``, itself not among them, without end."""
        while True:
            day += _ONE_DAY
            if self.is_working_day(day):
                yield day

    def next_working_day(self, day: dt.date) -> dt.date:
        """The first working day after ``day``."""
        return next(self.working_days_after(day))

    def working_day_from(self, day: dt.date) -> dt.date:
        """``day`` itself where it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The last day of a period of ``count`` working days that an event on ``day`` began.

        The day of the event does not count [Civil Code art. 201]. A period of 0 ends on ``day`` itself or,
        where that is no working day, on the next one.
        """
        if count < 0:
            raise ValueError("a period has no negative length")
        if count == 0:
            return self.working_day_from(day)
        following = self.working_days_after(day)
        return [next(following) for _ in range(count)][-1]

    def working_days_between(self, after: dt.date, through: dt.date) -> int:
        """How many working days follow ``after``, up to and with ``through``; 0 when there are none."""
        days = (after + _ONE_DAY * step for step in range(1, (through - after).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def hours_on(self, day: dt.date) -> OfficeHours:
        """The office hours in force on ``day``; before the first row, the first row's."""
        if not self.hours:
            raise ValueError("this calendar has no office hours")
        place = bisect_right(self.hours, day, key=lambda each: each.since)
        return self.hours[max(place - 1, 0)]

    def opening(self, day: dt.date) -> dt.datetime:
        """The moment (UTC) at which offices open on ``day``."""
        return _moment(day, self.hours_on(day).opens)

    def closing(self, day: dt.date) -> dt.datetime:
        """The moment (UTC) of close of business, when a period's last day ends [Civil Code art. 203]."""
        return _moment(day, self.hours_on(day).closes)

    def received_day(self, moment: dt.datetime) -> dt.date:
        """The day on which what arrived at ``moment`` counts as received.

        Where late arrivals count for the next working day, so does everything that arrives on a day off.
        """
        day = moment.astimezone(CITY_TIME).date()
        if not self.late_counts_next_day:
            return day
        if self.is_working_day(day) and moment <= self.closing(day):
            return day
        return self.next_working_day(day)


def _nearest(settings: Iterable[bool | None]) -> bool:
    return next((setting for setting in settings if setting is not None), True)


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=CITY_TIME).astimezone(dt.UTC)
