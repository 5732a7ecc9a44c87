"""Day bounds of a rule file: a fixed day, or one that moves with the day of the application.

``2026-03-01`` · ``today`` · ``today-80y`` (eighty years ago) · ``today+3m`` · ``today-10d``.
"""

import calendar
import datetime as dt
import re
from typing import Literal

_MOVING = re.compile(r"^today(?:([+-])(\d{1,5})([dmy]))?$")


def is_moving(text: str) -> bool:
    return _MOVING.match(text) is not None


def is_bound(text: str) -> bool:
    """Whether ``text`` is a real day or a moving bound."""
    return is_moving(text) or read_day(text) is not None


def read_day(text: str) -> dt.date | None:
    """The day written ``yyyy-mm-dd``; None for anything else, also for a day that does not exist."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def resolve(bound: str, today: dt.date) -> dt.date:
    """The day that ``bound`` means on ``today``. A bound that reaches outside the calendar stops at its end.

    Raises ``ValueError`` when ``bound`` is no bound at all.
    """
    moving = _MOVING.match(bound)
    if moving is None:
        return dt.date.fromisoformat(bound)
    sign, amount, unit = moving.groups()
    if sign is None:
        return today
    return shift(today, int(amount) if sign == "+" else -int(amount), unit)


def shift(day: dt.date, amount: int, unit: Literal["d", "m", "y"] | str) -> dt.date:
    """``day`` moved by days, months or years; 29 February and month ends fall on the month's last day."""
    if unit == "d":
        return _within(day.toordinal() + amount)
    months = day.year * 12 + day.month - 1 + (amount if unit == "m" else 12 * amount)
    year, month = divmod(months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if amount > 0 else dt.date.min
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _within(ordinal: int) -> dt.date:
    return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))
