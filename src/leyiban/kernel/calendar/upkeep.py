"""What the doctor asks of the calendar."""

import datetime as dt

from leyiban.kernel.calendar.days import NATION
from leyiban.kernel.calendar.models import CalendarYear
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import Finding, fail, health_check, ok, warn

# Next year's days off are decreed in autumn; limits of 45 working days reach into it from November on.
_LOOK_AHEAD = dt.timedelta(days=75)
_REMEDY = "Add the notice's days to the national table (kernel/calendar/data), then load the city again."


@health_check("calendar.years")
def years(*, now: dt.datetime) -> Finding:
    """The national calendar is known for today and for as far ahead as limits reach."""
    known = set(CalendarYear.objects.filter(scope__code=NATION).values_list("year", flat=True))
    today = city_date(now)
    if today.year not in known:
        return fail(f"The work calendar of {today.year} is not known: no limit can be counted.", _REMEDY)
    ahead = (today + _LOOK_AHEAD).year
    if ahead not in known:
        return warn(
            f"The work calendar of {ahead} is not known: limits that reach into it have no end.", _REMEDY
        )
    return ok(f"Work calendars are known from {min(known)} to {max(known)}.")
