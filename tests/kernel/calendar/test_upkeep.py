"""The doctor sees the end of the calendar coming."""

import datetime as dt

import pytest

from leyiban.kernel.actors import system_actor
from leyiban.kernel.calendar import operations
from leyiban.kernel.calendar.upkeep import years
from leyiban.kernel.upkeep import Level


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("today", "level", "year"),
    [
        ("2026-03-09", Level.OK, "2026"),
        ("2026-11-20", Level.WARN, "2027"),
        ("2027-01-01", Level.FAIL, "2027"),
    ],
)
def test_years(today: str, level: Level, year: str) -> None:
    now = dt.datetime.fromisoformat(f"{today}T09:00+08:00")
    operations.load_national(actor=system_actor(), now=now)
    finding = years(now=now)
    assert finding.level is level
    assert year in finding.message
    assert bool(finding.remedy) == (level is not Level.OK)
