"""How figures, days and hours are written for people, in the active language and in the city's time.

All functions take plain values and return text; the patterns are messages, so a language orders the parts as
it likes. Amounts are whole fen, moments are aware, days are civil days of the city.
"""

import datetime as dt

from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.web.wording import gettext, ngettext, pgettext

FEN_PER_YUAN = 100


def money(fen: int) -> str:
    """``12850`` → "128.50元"; nothing after the point when there are no jiao and fen."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    amount = f"{sign}{yuan:,}" + (f".{rest:02d}" if rest else "")
    return gettext("%(amount)s元") % {"amount": amount}


def weekday(day: dt.date) -> str:
    return (
        gettext("星期一"),
        gettext("星期二"),
        gettext("星期三"),
        gettext("星期四"),
        gettext("星期五"),
        gettext("星期六"),
        gettext("星期日"),
    )[day.weekday()]


def month(day: dt.date) -> str:
    """The month's name: "3月", "March"."""
    return (
        gettext("1月"),
        gettext("2月"),
        gettext("3月"),
        gettext("4月"),
        gettext("5月"),
        gettext("6月"),
        gettext("7月"),
        gettext("8月"),
        gettext("9月"),
        gettext("10月"),
        gettext("11月"),
        gettext("12月"),
    )[day.month - 1]


def date(value: dt.date | dt.datetime) -> str:
    """ "2020年3月9日"."""
    day = _day(value)
    return gettext("%(year)s年%(month)s%(day)s日") % {"year": day.year, "month": month(day), "day": day.day}


def day(value: dt.date | dt.datetime, now: dt.datetime) -> str:
    """ "3月9日(星期一)", with the year when it is not this year's."""
    shown = _day(value)
    parts = {"year": shown.year, "month": month(shown), "day": shown.day, "weekday": weekday(shown)}
    if shown.year == city_date(now).year:
        return gettext("%(month)s%(day)s日(%(weekday)s)") % parts
    return gettext("%(year)s年%(month)s%(day)s日(%(weekday)s)") % parts


def time(moment: dt.datetime) -> str:
    """ "14:02", the city's clock."""
    return moment.astimezone(CITY_TIME).strftime("%H:%M")


def moment(value: dt.datetime, now: dt.datetime) -> str:
    """ "今天14:02", else "3月9日 14:02", with the year when it is not this year's."""
    shown, today = city_date(value), city_date(now)
    parts = {"year": shown.year, "month": month(shown), "day": shown.day, "time": time(value)}
    if shown == today:
        return gettext("今天%(time)s") % parts
    if shown.year == today.year:
        return gettext("%(month)s%(day)s日 %(time)s") % parts
    return gettext("%(year)s年%(month)s%(day)s日 %(time)s") % parts


def deadline(due: dt.datetime, now: dt.datetime) -> str:
    """ "3月9日(星期一)17:30前": the last moment that still counts."""
    return gettext("%(day)s%(time)s前") % {"day": day(due, now), "time": time(due)}


def appointment(moment: dt.datetime, now: dt.datetime) -> str:
    """ "3月9日(星期一)10:00": when somebody has to be there."""
    return gettext("%(day)s%(time)s") % {"day": day(moment, now), "time": time(moment)}


def days_left(days: int) -> str:
    """ "还剩4个工作日", "今天到期", "超期2个工作日". Working days; negative when overdue."""
    if days == 0:
        return gettext("今天到期")
    if days < 0:
        return ngettext("超期%(n)s个工作日", "超期%(n)s个工作日", -days) % {"n": -days}
    return ngettext("还剩%(n)s个工作日", "还剩%(n)s个工作日", days) % {"n": days}


def span_in_words(n: int, unit: str) -> str:
    """A length of time with its unit, in the catalogue's or the lawbook's name for it."""
    words = {
        "working_day": ngettext("%(n)s个工作日", "%(n)s个工作日", n),
        "calendar_day": ngettext("%(n)s天", "%(n)s天", n),
        "natural_day": ngettext("%(n)s天", "%(n)s天", n),
        "hour": ngettext("%(n)s小时", "%(n)s小时", n),
        "minute": ngettext("%(n)s分钟", "%(n)s分钟", n),
        "month": ngettext("%(n)s个月", "%(n)s个月", n),
        "year": ngettext("%(n)s年", "%(n)s年", n),
    }
    return words[unit] % {"n": n}


def time_spent(span: dt.timedelta) -> str:
    """How long something lay, as roughly as people say it: "3天", "5小时", "20分钟"."""
    minutes = max(int(span.total_seconds()) // 60, 1)  # what was done at once lay a minute at most
    if minutes >= 24 * 60:
        return span_in_words(minutes // (24 * 60), "natural_day")
    return span_in_words(minutes // 60, "hour") if minutes >= 60 else span_in_words(minutes, "minute")


def file_size(size: int) -> str:
    """Bytes as "320 KB" or "4.2 MB"; a file is never smaller than 1 KB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def iso(value: dt.date | dt.datetime) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return (
        value.astimezone(CITY_TIME).isoformat(timespec="minutes")
        if isinstance(value, dt.datetime)
        else str(value)
    )


def joined(parts: list[str]) -> str:
    """ "甲、乙、丙"."""
    return pgettext("between the items of a list", "、").join(parts)


def _day(value: dt.date | dt.datetime) -> dt.date:
    return city_date(value) if isinstance(value, dt.datetime) else value
