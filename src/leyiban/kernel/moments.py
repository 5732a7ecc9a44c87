"""The one clock at the edge.

Only edges (pages, API, commands, worker loops) call :func:`now`; everything below receives the moment as
an argument. Demo time shifts here and nowhere else, and production refuses a shift.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

CITY_TIME = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment, aware, in UTC, shifted by ``settings.DEMO_TIME_SHIFT`` (zero in production)."""
    shift: dt.timedelta = settings.DEMO_TIME_SHIFT
    return dt.datetime.now(dt.UTC) + shift


def city_date(moment: dt.datetime) -> dt.date:
    """The civil date in China at ``moment``."""
    return moment.astimezone(CITY_TIME).date()


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment (UTC) of a civil day in China: until then something that is valid through ``day`` is."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=CITY_TIME).astimezone(dt.UTC)


def clock_text(moment: dt.datetime, *, now: dt.datetime) -> str:
    """When that is in China, as every language writes it: ``10:45``, on another day ``2026-03-10 10:45``.

    Rounded up to the minute: whoever waits until then waited long enough.
    """
    shown = (moment + dt.timedelta(seconds=59, microseconds=999_999)).astimezone(CITY_TIME)
    return f"{shown:%H:%M}" if city_date(shown) == city_date(now) else f"{shown:%Y-%m-%d %H:%M}"
