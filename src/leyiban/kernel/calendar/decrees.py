"""Decrees: days that change after they were published, such as a holiday made longer."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence

from leyiban.kernel.calendar.days import CalendarLayer
from leyiban.kernel.calendar.errors import (
    CalendarNotPublished,
    DecreeChangesNothing,
    DecreeOfThePast,
    DecreeWithoutSource,
)
from leyiban.kernel.calendar.models import CalendarEdition, CalendarScope
from leyiban.kernel.calendar.tables import DayRow
from leyiban.kernel.moments import city_date


def rows_over(below: Iterable[DayRow], above: Iterable[DayRow]) -> list[DayRow]:
    """Both, by day; where both have a row of a day, the one above."""
    days = {each.day: each for each in (*below, *above)}
    return [days[day] for day in sorted(days)]


def decreed(scope: CalendarScope) -> tuple[list[DayRow], frozenset[int]]:
    """The days that decrees have given this scope, the newest word on each, and the years they announced."""
    rows: list[DayRow] = []
    years: set[int] = set()
    for decree in scope.decrees.order_by("edition"):
        rows = rows_over(rows, map(DayRow.from_json, decree.days))
        years |= set(decree.years)
    return rows, frozenset(years)


def decreed_layer(
    scope: CalendarScope | None, days: Sequence[DayRow], *, years: Iterable[int] = (), now: dt.datetime
) -> CalendarLayer:
    """The scope's layer as it would be with these days: to publish it, or only to look at what would follow.

    Raises:
        CalendarNotPublished, DecreeOfThePast, DecreeWithoutSource, DecreeChangesNothing.
    """
    if scope is None or not scope.digest:
        raise CalendarNotPublished
    before = layer_in_force(scope)
    new_years = frozenset(years) - before.years  # nothing was counted in them yet
    for each in sorted(days, key=lambda row: row.day):
        if each.day <= city_date(now) and each.day.year not in new_years:
            raise DecreeOfThePast(day=each.day.isoformat())
        if not each.source:
            raise DecreeWithoutSource(day=each.day.isoformat())
    after = CalendarLayer(
        scope=before.scope,
        days={**before.days, **{each.day: each.kind for each in days}},
        years=before.years | new_years,
        hours=before.hours,
        late_counts_next_day=before.late_counts_next_day,
    )
    if after.digest == before.digest:
        raise DecreeChangesNothing
    return after


def layer_in_force(scope: CalendarScope) -> CalendarLayer:
    """The edition of this scope that is counted with now."""
    edition = CalendarEdition.objects.get(scope=scope, number=scope.version)
    return CalendarLayer.from_canonical(json.loads(edition.content))
