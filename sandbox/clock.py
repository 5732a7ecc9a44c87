"""The sandbox's own clock, and how it writes a moment."""

import datetime as dt
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def written(moment: dt.datetime) -> str:
    """``2020-03-02T09:00:00.000Z``: UTC with milliseconds, the one form in every answer."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shown(moment: dt.datetime) -> str:
    """For people at a screen: the city's time."""
    local = moment.astimezone(CITY_TIME)
    return f"{local.month}月{local.day}日 {local:%H:%M:%S}"


def read(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
