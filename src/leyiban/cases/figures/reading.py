"""What everybody may see of the figures: added up as asked, with small numbers withheld."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from django.db.models import Max, QuerySet

from leyiban.cases.figures.columns import DAYS, Dimension, Figure, Measure
from leyiban.cases.figures.keeping import final_on
from leyiban.cases.models import FigureCorrection, MonthFigures
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.ledger.queries import entered_at
from leyiban.people.rules.divisions import significant

SMALLEST: Final = "statistics.smallest"
MOST_YEARS: Final = 5  # that one may ask for at once
_ALL = tuple(Dimension)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Months are their first days, both included. ``region`` is a division code, with all below it.

    ``agency`` and ``item``: empty for all."""

    since: dt.date
    until: dt.date
    region: str
    agency: str = ""
    item: str = ""
    by: tuple[Dimension, ...] = (Dimension.ITEM,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``where``: the values of the dimensions that were asked for. ``figures``: by key; None is withheld.

    A figure is what :func:`shown` tells: where small numbers are left out, there are at least so many. A figure that
    is withheld is at least 1. Measures are None also where nothing was decided.
    """

    where: Mapping[Dimension, str]
    figures: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """``smallest``: a count below it is not shown. ``final``: months whose later changes are listed, of those asked for.

    ``counted_to``: position on the ledger of the last entry that changed one of these figures, ``counted_at`` when it was
    written; nothing is left out before it.
    """

    rows: tuple[Row, ...]
    total: Row
    smallest: int
    final: tuple[dt.date, ...]
    counted_to: int
    counted_at: dt.datetime | None


def statistics(asked: Asked, *, today: dt.date) -> Statistics:
    """Add up what was asked for. As many queries however many cases.

    Raises:
        RuleUnknown: the city has no rule for how small a number may be.
    """
    smallest = smallest_shown(asked.region, on=today)
    cells = list(_cells(asked))
    newest = max((cell.position for cell in cells), default=0)
    groups: dict[tuple[str, ...], list[MonthFigures]] = {}
    for cell in cells:
        groups.setdefault(tuple(_value(cell, dimension) for dimension in asked.by), []).append(cell)
    return Statistics(
        rows=tuple(
            Row(
                where=dict(zip(asked.by, key, strict=True)),
                figures=_figures([cell.counts for cell in group], smallest),
            )
            for key, group in sorted(groups.items())
        ),
        total=Row(where={}, figures=_figures([cell.counts for cell in cells], smallest)),
        smallest=smallest,
        final=tuple(
            month
            for month in months(asked.since, asked.until)
            if today > final_on(month, region=asked.region)
        ),
        counted_to=newest,
        counted_at=entered_at(newest) if cells else None,
    )


def received_by_item(region: str, *, today: dt.date) -> dict[str, int]:
    """How many cases each item has taken in within the most months that one may ask for, at least. One query and
    that of the rule."""
    smallest = smallest_shown(region, on=today)
    asked = Asked(since=earliest(today.replace(day=1)), until=today, region=region)
    parts: dict[str, list[int]] = {}
    for item, counts in _cells(asked).values_list("item", "counts"):
        parts.setdefault(item, []).append(counts.get(Figure.RECEIVED.value, 0))
    return {item: shown(counts, smallest) or 0 for item, counts in parts.items()}


def sheet(asked: Asked, found: Statistics) -> Iterator[list[str]]:
    """The rows as lines of texts under stable keys; an empty cell is withheld or not there."""
    keys = [member.value for member in (*Figure, *Measure)]
    yield [*(dimension.value for dimension in asked.by), *keys]
    for row in found.rows:
        cells = [row.figures[key] for key in keys]
        yield [*row.where.values(), *("" if cell is None else str(cell) for cell in cells)]


def counted_to(asked: Asked) -> int:
    """What :func:`statistics` tells under this name; one query."""
    return _cells(asked).aggregate(last=Max("position"))["last"] or 0


def smallest_shown(region: str, *, on: dt.date) -> int:
    """The smallest count that is shown."""
    return int(lawbook.rule(SMALLEST, on=on, region=region).value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A figure of a final month that has changed; None is withheld, before and after together."""

    month: str
    county: str
    agency: str
    item: str
    figure: str
    before: int | None
    after: int | None
    at: dt.datetime


def corrections(asked: Asked, *, today: dt.date, limit: int) -> list[Correction]:
    """What changed in months that were final, the newest first."""
    smallest = smallest_shown(asked.region, on=today)
    rows = FigureCorrection.objects.filter(**_filter(asked)).order_by("-id")[:limit]
    return list(dict.fromkeys(_correction(row, smallest) for row in rows))  # days fall together


def _correction(row: FigureCorrection, smallest: int) -> Correction:
    of_days = row.figure.startswith(DAYS)
    told = not of_days and _tells_nobody(row, smallest)
    return Correction(
        month=f"{row.month:%Y-%m}",
        county=row.county,
        agency=row.agency,
        item=row.item,
        figure=DAYS.removesuffix(".") if of_days else row.figure,
        before=row.before if told else None,
        after=row.after if told else None,
        at=row.at,
    )


def _tells_nobody(row: FigureCorrection, smallest: int) -> bool:
    """A correction is mostly one case: it is told by how much only where that is many, and never of days."""
    return row.figure != Figure.PAUSED_DAYS and all(
        not count or count >= smallest for count in (row.before, row.after, abs(row.after - row.before))
    )


def months(since: dt.date, until: dt.date) -> list[dt.date]:
    """The first days of all months from ``since`` to ``until``."""
    found = [since.replace(day=1)]
    while found[-1] < until.replace(day=1):
        found.append((found[-1] + dt.timedelta(days=31)).replace(day=1))
    return found


def months_back(day: dt.date, count: int) -> dt.date:
    """The first day of the month that lies ``count`` months before that of ``day``."""
    month = day.year * 12 + day.month - 1 - count
    return dt.date(month // 12, month % 12 + 1, 1)


def earliest(until: dt.date) -> dt.date:
    """The first of the most months that one may ask for at once, those that end with ``until``."""
    return months_back(until, 12 * MOST_YEARS - 1)


def year_back(month: dt.date) -> dt.date:
    """The first of the twelve months that end with this one."""
    return months_back(month, 11)


def _cells(asked: Asked) -> QuerySet[MonthFigures]:
    return MonthFigures.objects.filter(**_filter(asked)).order_by(*_ALL)


def _filter(asked: Asked) -> dict[str, object]:
    chosen: dict[str, object] = {
        "month__gte": asked.since,
        "month__lte": asked.until,
        "county__startswith": significant(asked.region)[:6],
    }
    if asked.agency:
        chosen["agency"] = asked.agency
    if asked.item:
        chosen["item"] = asked.item
    return chosen


def _value(cell: MonthFigures, dimension: Dimension) -> str:
    if dimension is Dimension.MONTH:
        return f"{cell.month:%Y-%m}"
    return str(getattr(cell, dimension.value))


def _figures(cells: Sequence[Mapping[str, int]], smallest: int) -> dict[str, int | None]:
    """Every figure and measure of some cells together."""
    found: dict[str, int | None] = {
        figure.value: shown([cell.get(figure.value, 0) for cell in cells], smallest)
        for figure in Figure
        if figure is not Figure.PAUSED_DAYS
    }
    decided = shown([_decided(cell) for cell in cells], smallest)
    told = [cell for cell in cells if _decided(cell) >= smallest]  # the days of few are their own
    days = _spread(told)
    paused = sum(cell.get(Figure.PAUSED_DAYS.value, 0) for cell in told)
    found[Figure.PAUSED_DAYS.value] = paused if decided is not None else None
    whole = sum(days_each * amount for days_each, amount in days)
    found[Measure.PAUSE_SHARE.value] = round(100 * paused / whole) if whole else (0 if told else None)
    found[Measure.MEDIAN_DAYS.value] = _within(days, 0.5)
    found[Measure.P90_DAYS.value] = _within(days, 0.9)
    return found


def shown(parts: Iterable[int], smallest: int) -> int | None:
    """What is told of the sum of ``parts``, the smallest cells that are kept: those parts that are not small.

    Where small ones are left out, the sum is at least this; None: all that there is is small. No two such sums
    differ by a small number, however rows, totals and ranges of months are taken from each other.
    """
    counts = list(parts)
    told = sum(count for count in counts if count >= smallest)
    return None if not told and any(counts) else told


def _decided(cell: Mapping[str, int]) -> int:
    return cell.get(Figure.GRANTED.value, 0) + cell.get(Figure.DENIED.value, 0)


def _spread(cells: Iterable[Mapping[str, int]]) -> list[tuple[int, int]]:
    """Days and how many cases took them, the shortest first."""
    found: dict[int, int] = {}
    for cell in cells:
        for figure, amount in cell.items():
            if figure.startswith(DAYS):
                days = int(figure.removeprefix(DAYS))
                found[days] = found.get(days, 0) + amount
    return sorted(found.items())


def _within(spread: Sequence[tuple[int, int]], share: float) -> int | None:
    """The fewest days within which at least this share of the cases was decided; None without any."""
    wanted = ceil(share * sum(amount for _, amount in spread))
    reached = 0
    for days, amount in spread:
        reached += amount
        if reached >= wanted:
            return days
    return None
