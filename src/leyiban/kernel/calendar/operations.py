"""Publish a scope's calendar."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.calendar.days import NATION, CalendarLayer, DayKind, OfficeHours
from leyiban.kernel.calendar.decrees import decreed, decreed_layer, rows_over
from leyiban.kernel.calendar.kinds import CalendarPublished
from leyiban.kernel.calendar.models import (
    CalendarDay,
    CalendarDecree,
    CalendarEdition,
    CalendarHours,
    CalendarScope,
    CalendarYear,
)
from leyiban.kernel.calendar.tables import DayRow, layer_from_rows, national_layer, national_rows
from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.operations import Subject, append

__all__ = ["Published", "load_days", "load_national", "publish_decree"]


@dataclass(frozen=True, slots=True)
class Published:
    """``number`` and ``digest`` of the edition in force; ``changed`` is False where it already was."""

    number: int
    digest: str
    changed: bool


def load_national(*, actor: Actor, now: dt.datetime) -> Published:
    """Publish the national table that comes with the product."""
    layer = national_layer()
    return load_days(
        scope=NATION,
        days=national_rows(),
        years=layer.years,
        hours=layer.hours,
        late_counts_next_day=layer.late_counts_next_day,
        actor=actor,
        now=now,
    )


@transaction.atomic
def load_days(
    *,
    scope: str,
    days: Sequence[DayRow],
    years: Iterable[int] = (),
    hours: Sequence[OfficeHours] = (),
    late_counts_next_day: bool | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Published:
    """Make this the whole calendar of ``scope``, under what was decreed there. Loading the same again changes nothing.

    Args:
        scope: ``CN``, a division code, a functional zone, or an agency's credit code.
        days: the days that depart from the week there.
        years: the years it announces completely; leave empty where it only adds days to those above.
        hours: its own office hours, if any.
        late_counts_next_day: its own rule for what arrives after closing; None: the rule from above.
    """
    CalendarScope.objects.get_or_create(code=scope)
    row = CalendarScope.objects.select_for_update().get(code=scope)
    days_decreed, years_decreed = decreed(row)
    days = rows_over(days, days_decreed)
    layer = layer_from_rows(
        days,
        scope=scope,
        years={*years, *years_decreed},
        hours=tuple(hours),
        late_counts_next_day=late_counts_next_day,
    )
    return _publish(row, layer, days, actor=actor, now=now)


@transaction.atomic
def publish_decree(
    *, scope: str, days: Sequence[DayRow], years: Iterable[int] = (), actor: Actor, now: dt.datetime
) -> CalendarDecree:
    """Change days that were published before, by a notice that each row names. Every open clock is then counted again.

    Only days to come: what was decided under the old days was decided rightly, and stays.

    Args:
        scope: one that has a calendar.
        days: rows with their source; the rest of the calendar stays as it is.
        years: years that the notice announces completely.

    Raises:
        CalendarNotPublished, DecreeOfThePast, DecreeWithoutSource, DecreeChangesNothing.
    """
    row = CalendarScope.objects.select_for_update().filter(code=scope).first()
    layer = decreed_layer(row, days, years=years, now=now)
    assert row is not None
    kept = rows_over(_rows_of(row), days)
    published = _publish(row, layer, kept, actor=actor, now=now)
    return CalendarDecree.objects.create(
        scope=row,
        edition=published.number,
        days=[each.as_json() for each in days],
        years=sorted(years),
        published_at=now,
    )


def _rows_of(row: CalendarScope) -> list[DayRow]:
    return [
        DayRow(each.day, DayKind(each.kind), each.name, each.name_en, source=each.source)
        for each in row.days.order_by("day")
    ]


def _write_rows(row: CalendarScope, layer: CalendarLayer, days: Sequence[DayRow]) -> None:
    """The readable copy: what the edition says, with names and notices."""
    for model in (CalendarDay, CalendarYear, CalendarHours):
        model.objects.filter(scope=row).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(
            scope=row,
            day=each.day,
            kind=each.kind.value,
            name=each.name,
            name_en=each.name_en,
            source=each.source,
        )
        for each in days
    )
    CalendarYear.objects.bulk_create(CalendarYear(scope=row, year=year) for year in sorted(layer.years))
    CalendarHours.objects.bulk_create(
        CalendarHours(scope=row, since=each.since, opens=each.opens, closes=each.closes)
        for each in layer.hours
    )


def _publish(
    row: CalendarScope, layer: CalendarLayer, days: Sequence[DayRow], *, actor: Actor, now: dt.datetime
) -> Published:
    """Make ``layer`` the scope's edition in force, unless it is already."""
    _write_rows(row, layer, days)
    if row.digest == layer.digest:
        return Published(row.version, row.digest, changed=False)
    _write_edition(row, layer, now)
    append(
        facts=CalendarPublished(
            scope=row.code, digest=layer.digest, days=len(layer.days), years=tuple(sorted(layer.years))
        ),
        subject=Subject("calendar", row.code, row.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )
    return Published(row.version, row.digest, changed=True)


def _write_edition(row: CalendarScope, layer: CalendarLayer, now: dt.datetime) -> None:
    row.version += 1
    row.digest = layer.digest
    row.late_counts_next_day = layer.late_counts_next_day
    row.save(update_fields=["version", "digest", "late_counts_next_day"])
    CalendarEdition.objects.create(
        scope=row,
        number=row.version,
        digest=layer.digest,
        content=canonical_json(layer.canonical()).decode(),
        published_at=now,
    )
