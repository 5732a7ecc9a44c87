"""How much time a matter has left, as a light and in words."""

import datetime as dt

from leyiban.kernel.calendar.errors import CalendarNotPublished, CalendarWithoutHours, CalendarYearUnknown
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.web import formats
from leyiban.web.parts.lights import Light
from leyiban.web.wording import gettext


def light_of(
    *, amber_at: dt.datetime | None, red_at: dt.datetime | None, paused: bool, now: dt.datetime
) -> Light:
    """The light at this moment; the recorded one may be a loop behind."""
    if paused:
        return Light.PAUSED
    if red_at is None:
        return Light.NONE
    if red_at < now:
        return Light.RED
    return Light.AMBER if amber_at is not None and amber_at <= now else Light.NORMAL


def end_of_today(now: dt.datetime) -> dt.datetime:
    """The last moment of the city's day."""
    return dt.datetime.combine(city_date(now), dt.time.max, CITY_TIME)


class TimeLeft:
    """Words for time left in the working days of each region; asks each region's calendar once."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now
        self._calendars: dict[str, WorkCalendar | None] = {}

    def words(self, due_at: dt.datetime | None, *, region: str) -> str:
        """ "还剩4个工作日", "今天17:30到期", "超期2个工作日"; empty when no end is known."""
        if due_at is None:
            return ""
        due, today = city_date(due_at), city_date(self._now)
        if due == today and due_at >= self._now:
            return gettext("今天%(time)s到期") % {"time": formats.time(due_at)}
        days = self._days(today, due, region)
        if days is None:
            return ""
        if days == 0 and due_at < self._now:
            return gettext("今天刚超期")
        return formats.days_left(days)

    def _days(self, today: dt.date, due: dt.date, region: str) -> int | None:
        """Working days from today to the due day, negative when it is past; None where nobody can tell."""
        calendar = self._calendar(region)
        if calendar is None:
            return None
        try:
            if due < today:
                return -calendar.working_days_between(due, today)
            return calendar.working_days_between(today, due)
        except CalendarYearUnknown:
            return None

    def _calendar(self, region: str) -> WorkCalendar | None:
        if region not in self._calendars:
            try:
                self._calendars[region] = calendar_of(region)
            except (CalendarNotPublished, CalendarWithoutHours):
                self._calendars[region] = None
        return self._calendars[region]
