import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.catalogue.rulefile.dates import is_bound, read_day, resolve, shift

LEAP = dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("bound", "day"),
    [
        ("today", LEAP),
        ("today-1y", dt.date(2023, 2, 28)),
        ("today+1m", dt.date(2024, 3, 29)),
        ("today-10d", dt.date(2024, 2, 19)),
        ("2020-03-01", dt.date(2020, 3, 1)),
        ("today-99999y", dt.date.min),
        ("today+99999y", dt.date.max),
        ("today+99999d", LEAP + dt.timedelta(days=99999)),
    ],
)
def test_bounds(bound: str, day: dt.date) -> None:
    assert is_bound(bound)
    assert resolve(bound, LEAP) == day


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-02-30", "26-03-01", "today-", "today-1w", "２０２６-03-01"]
)
def test_no_bounds(text: str) -> None:
    assert not is_bound(text)
    assert read_day(text) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(-300, 300))
def test_months_go_forth_and_back_but_for_month_ends(day: dt.date, months: int) -> None:
    there = shift(day, months, "m")
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day <= day.day
