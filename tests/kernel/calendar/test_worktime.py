"""Working time as a line of minutes: nights and days off take no place on it."""

import datetime as dt

import pytest

from leyiban.kernel.calendar.days import CITY_TIME, CalendarLayer, DayKind, OfficeHours
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.calendar.worktime import WorkTime

WEEK = WorkCalendar.of(
    [
        CalendarLayer(
            scope="CN",
            days={dt.date(2026, 3, 11): DayKind.HOLIDAY},
            years=frozenset({2026}),
            hours=(OfficeHours(dt.date(2020, 1, 1), dt.time(9), dt.time(17)),),
        )
    ]
)
MONDAY = dt.date(2026, 3, 9)


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=CITY_TIME).astimezone(dt.UTC)


def test_there_and_back_over_nights_and_a_holiday() -> None:
    time = WorkTime.of(WEEK, MONDAY, dt.date(2026, 3, 31))
    assert time.day == 480
    for moment, minutes in (
        (at(9, 8), 0),
        (at(9, 10), 60),
        (at(9, 23), 480),
        (at(11, 12), 960),
        (at(12, 10), 1020),
    ):
        assert time.at(moment) == minutes
    assert time.moment(60) == at(9, 10)
    assert time.moment(1020) == at(12, 10)


def test_it_ends_where_the_known_years_end() -> None:
    time = WorkTime.of(WEEK, dt.date(2026, 12, 30), dt.date(2027, 2, 1))
    assert time.at(dt.datetime(2027, 1, 20, tzinfo=dt.UTC)) == 960
    with pytest.raises(YearUnknown):
        WorkTime.of(WEEK, dt.date(2027, 1, 1), dt.date(2027, 2, 1))
    with pytest.raises(ValueError, match="no working day"):
        WorkTime.of(WEEK, dt.date(2026, 3, 14), dt.date(2026, 3, 15))
