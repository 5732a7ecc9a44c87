"""The only writes of the figures by day, and what is read from them.

Old days are folded: what happened on them is forgotten, the stock they left behind is kept on one *base* day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Max

from leyiban.cases.figures.counting import Place, Tally
from leyiban.cases.figures.daily import STOCK, DayFigure
from leyiban.cases.models import DayFigures

KEPT: Final = "statistics.days_kept"

Cell = tuple[str, str, str, str]
"""Day, county, agency, item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """``on``: what happened on the day; ``stock``: as it stood when the day was over."""

    county: str
    agency: str
    item: str
    on: Mapping[str, int]
    stock: Mapping[str, int]


def base_day() -> dt.date | None:
    """The day that holds what is older, once anything was folded."""
    found: dt.date | None = DayFigures.objects.filter(is_base=True).aggregate(day=Max("day"))["day"]
    return found


def add_days(place: Place, changes: Tally, *, position: int) -> None:
    """Add what a case's entry changes, day by day."""
    base = base_day()
    for day, counts in folded(changes, base).items():
        row, _ = DayFigures.objects.select_for_update().get_or_create(
            day=dt.date.fromisoformat(day),
            county=place.county,
            agency=place.agency,
            item=place.item,
            defaults={
                "counts": {},
                "position": position,
                "is_base": base is not None and day == base.isoformat(),
            },
        )
        row.counts = _sum([row.counts, counts])
        row.position = position
        row.save(update_fields=["counts", "position"])


def folded(tally: Tally, base: dt.date | None) -> Tally:
    """``tally`` with everything up to ``base`` on that day, and of it the stock alone."""
    if base is None:
        return tally
    kept: Tally = {}
    for day, counts in tally.items():
        old = day <= base.isoformat()
        part = {figure: amount for figure, amount in counts.items() if not old or figure in STOCK}
        if part:
            place = base.isoformat() if old else day
            kept[place] = _sum([kept.get(place, {}), part])
    return kept


def fold(*, base: dt.date) -> int:
    """Forget what happened up to ``base``. Returns how many cells went."""
    with transaction.atomic():
        old = list(DayFigures.objects.select_for_update().filter(day__lte=base).order_by("pk"))
        left: dict[tuple[str, str, str], list[DayFigures]] = {}
        for row in old:
            left.setdefault((row.county, row.agency, row.item), []).append(row)
        DayFigures.objects.filter(pk__in=[row.pk for row in old]).delete()
        DayFigures.objects.bulk_create(_base_row(base, *place, rows) for place, rows in left.items())
        return len(old) - len(left)


def _base_row(base: dt.date, county: str, agency: str, item: str, rows: list[DayFigures]) -> DayFigures:
    stock = _sum(row.counts for row in rows)
    return DayFigures(
        day=base,
        county=county,
        agency=agency,
        item=item,
        counts={figure: amount for figure, amount in stock.items() if figure in STOCK},
        position=max(row.position for row in rows),
        is_base=True,
    )


def compare_days(counted: Mapping[Cell, Mapping[str, int]]) -> list[Cell]:
    """Cells whose kept counts are not those that were counted again."""
    wanted = {cell: _sum([counts]) for cell, counts in counted.items()}
    kept = {_cell_of(row): dict(row.counts) for row in DayFigures.objects.all()}
    return [cell for cell in sorted({*wanted, *kept}) if wanted.get(cell, {}) != kept.get(cell, {})]


def repair_days(
    counted: Mapping[Cell, Mapping[str, int]], differing: Iterable[Cell], *, base: dt.date | None
) -> None:
    """Put what was counted again in the place of what differs."""
    kept = {_cell_of(row): row for row in DayFigures.objects.all()}
    newest = max((row.position for row in kept.values()), default=0)
    for cell in differing:
        day, county, agency, item = cell
        row = kept.get(cell) or DayFigures(
            day=dt.date.fromisoformat(day), county=county, agency=agency, item=item
        )
        row.counts, row.position = _sum([counted.get(cell, {})]), newest
        row.is_base = base is not None and day == base.isoformat()
        row.save()


def _cell_of(row: DayFigures) -> Cell:
    return row.day.isoformat(), row.county, row.agency, row.item


def rows_of_day(day: dt.date, *, region: str) -> list[DayRow]:
    """Every cell of a day below a region with its stock at the day's end. One query over the kept days.

    Args:
        region: the part of a division code that all below it share.
    """
    on: dict[tuple[str, str, str], list[Mapping[str, int]]] = {}
    all_of: dict[tuple[str, str, str], list[Mapping[str, int]]] = {}
    kept = DayFigures.objects.filter(day__lte=day, county__startswith=region)
    for row in kept.values("day", "county", "agency", "item", "counts"):
        place = (row["county"], row["agency"], row["item"])
        all_of.setdefault(place, []).append(row["counts"])
        if row["day"] == day:
            on.setdefault(place, []).append(row["counts"])
    return [
        DayRow(
            county=place[0],
            agency=place[1],
            item=place[2],
            on=_only(_sum(on.get(place, ())), stock=False),
            stock=_only(_sum(counts), stock=True),
        )
        for place, counts in sorted(all_of.items())
    ]


def totals(rows: Iterable[DayRow]) -> dict[str, int]:
    """All figures over some rows; what is not there is zero."""
    found = _sum(counts for row in rows for counts in (row.on, row.stock))
    return {figure.value: found.get(figure.value, 0) for figure in DayFigure}


def _sum(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for part in parts:
        for figure, amount in part.items():
            found[figure] += amount
    return {figure: amount for figure, amount in sorted(found.items()) if amount}


def _only(counts: Mapping[str, int], *, stock: bool) -> dict[str, int]:
    return {figure: amount for figure, amount in counts.items() if (figure in STOCK) is stock}
