"""Each working morning the director gets the daily report: figures of cases, what turns today, cards and slips."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from leyiban.cases.figures.daily import DayFigure
from leyiban.cases.figures.days import DayRow, rows_of_day, totals
from leyiban.cases.models import Case
from leyiban.catalogue.models import City
from leyiban.joins.daily_report_on_paper import request_paper
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.calendar.errors import CalendarNotPublished, CalendarWithoutHours, CalendarYearUnknown
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.ledger.nodes import tree_size
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.kernel.upkeep import daily_shares
from leyiban.people.models import Account, PostHolding
from leyiban.people.rules.divisions import significant
from leyiban.supervision.operations import keep_report
from leyiban.supervision.overview import standing_on
from leyiban.supervision.telling import tell_of_report
from leyiban.supervision.terms import report_hour

_WEEKS: Final = 4
_MOST_NAMED: Final = 40


def report_hours(day: dt.date) -> dict[str, int]:
    """From which hour each city, by its key, has its report drawn on a day; one that names none gets none."""
    hours = {city.key: report_hour(on=day, region=city.region.code) for city in _cities()}
    return {key: hour for key, hour in hours.items() if hour is not None}


@daily_shares("supervision.report", hours=report_hours)
def draw_report(city: str, *, now: dt.datetime) -> str:
    """A city's report of today, if its offices work today and it is not there yet."""
    return "drawn" if _draw(_cities().get(key=city), now) else "none today"


def _cities() -> QuerySet[City]:
    return City.objects.select_related("region").order_by("key")


@transaction.atomic
def _draw(city: City, now: dt.datetime) -> bool:
    """The report, its paper and its message come together or not at all: whoever breaks off draws it anew."""
    day, region = city_date(now), city.region.code
    try:
        calendar = calendar_of(region)
        if not calendar.is_working_day(day):
            return False
        counted = last_working_day(calendar.is_working_day, day)
        before = last_working_day(calendar.is_working_day, counted)
    except (CalendarNotPublished, CalendarWithoutHours, CalendarYearUnknown):
        return False
    content = {
        **figures_of(counted, before, region=region),
        "turning": _turning(region, day),
        **standing_on(_start_of(day), region=significant(region)),
    }
    position = tree_size("default")
    report = keep_report(
        day=day, region=region, content=content, position=position, actor=system_actor(), now=now
    )
    if report is None:
        return False
    request_paper(report, city=city.name, now=now)
    leaders = PostHolding.objects.in_force(now).filter(
        post__role=Role.LEADER, post__region__code__startswith=significant(region)
    )
    people = Account.objects.filter(pk__in=leaders.values("account_id")).order_by("pk")
    tell_of_report(people=people, region=region, day=day, key=report.pk, now=now)
    return True


def last_working_day(works: Callable[[dt.date], bool], day: dt.date) -> dt.date:
    """The last one before ``day``."""
    before = day - dt.timedelta(days=1)
    while not works(before):
        before -= dt.timedelta(days=1)
    return before


def figures_of(counted: dt.date, before: dt.date, *, region: str) -> dict[str, Any]:
    """What the figures by day say of ``counted``: beside it the working day before and four times the average of the same
    weekday (a whole number). They follow from the ledger alone, so a past day can be drawn again."""
    area = significant(region)
    rows, yesterday = rows_of_day(counted, region=area), totals(rows_of_day(before, region=area))
    weeks = [
        totals(rows_of_day(counted - dt.timedelta(weeks=week), region=area)) for week in range(1, _WEEKS + 1)
    ]
    now = totals(rows)
    return {
        "counted": counted.isoformat(),
        "before": before.isoformat(),
        "numbers": [
            {
                "figure": figure.value,
                "on": now[figure.value],
                "before": yesterday[figure.value],
                "four_weeks": sum(week[figure.value] for week in weeks),
            }
            for figure in DayFigure
        ],
        "offices": _grouped(rows, lambda row: row.agency),
        "counties": _grouped(rows, lambda row: row.county),
        "items": _grouped(rows, lambda row: row.item),
    }


def _grouped(rows: Iterable[DayRow], key: Callable[[DayRow], str]) -> list[dict[str, Any]]:
    groups: dict[str, list[DayRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    found = [{"key": name, **totals(group)} for name, group in sorted(groups.items())]
    return [row for row in found if any(row[figure.value] for figure in DayFigure)]


def _turning(region: str, day: dt.date) -> list[Mapping[str, Any]]:
    """The cases that turn amber or red on the day unless something happens, the first to turn in front."""
    start, end = _start_of(day), _start_of(day + dt.timedelta(days=1))
    rows = OpenMatter.objects.filter(
        kind=Case.KIND,
        paused=False,
        owner_post_id__isnull=False,
        region__startswith=significant(region),
    )
    red = list(rows.filter(red_at__gte=start, red_at__lt=end).order_by("red_at", "id")[:_MOST_NAMED])
    named = {row.pk for row in red}
    amber = rows.filter(amber_at__gte=start, amber_at__lt=end).exclude(pk__in=named)
    turning = [*red, *amber.order_by("amber_at", "id")[: max(_MOST_NAMED - len(red), 0)]]
    agencies = dict(
        Case.objects.filter(pk__in=[row.key for row in turning]).values_list("pk", "agency__uscc")
    )
    return [
        {
            "number": row.number,
            "title": row.title,
            "light": "red" if row.pk in named else "amber",
            "agency": agencies.get(row.key, ""),
            "post": row.owner_post_id or 0,
            "holder": row.holder_id or 0,
        }
        for row in turning
    ]


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, CITY_TIME)
