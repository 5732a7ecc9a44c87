"""The only writes of the open statistics: count an entry, and count everything again to compare."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Final

from django.db import transaction

from leyiban.cases.figures.counting import Counted, Place, Tally, counted, difference
from leyiban.cases.figures.daily import DAILY, counted_by_day
from leyiban.cases.figures.days import add_days, base_day, compare_days, folded, repair_days
from leyiban.cases.models import CaseTally, FigureCorrection, MonthFigures
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.queries import LedgerEntry, subjects_in_order, trail
from leyiban.kernel.moments import city_date

FINAL_AFTER: Final = "statistics.final_after"
CASE: Final = "case"
VOICE: Final = "withdrawal_voice"
FOLLOWER: Final = "cases.figures"

Cell = tuple[str, str, str, str]
"""Month, county, agency, item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """``differing``: cells, of a month or a day, whose kept counts are not those of the ledger; ``tallies``: cases likewise."""

    cases: int
    cells: int
    tallies: tuple[str, ...]
    differing: tuple[Cell, ...]

    @property
    def is_equal(self) -> bool:
        return not self.tallies and not self.differing


def count_entry(entry: LedgerEntry) -> None:
    """Count what this entry changes. Counting it again, or after later ones, changes nothing that it should not."""
    if entry.position is None:
        return
    known = CaseTally.objects.select_for_update().filter(number=entry.subject_key).first()
    if known is not None and known.position >= entry.position:
        return
    entries = [
        each
        for each in trail(entry.subject_kind, entry.subject_key)
        if each.position is not None and each.position <= entry.position
    ]
    found = counted(entries)
    if found is None:
        return
    before: Tally = {} if known is None else known.tally
    for month, changes in difference(before, found.tally).items():
        _add(dt.date.fromisoformat(month), found.place, changes, position=entry.position, at=entry.entered_at)
    days = counted_by_day(entries)
    moved = difference({} if known is None else known.days, days)
    add_days(found.place, moved, position=entry.position)
    CaseTally.objects.update_or_create(
        number=entry.subject_key,
        defaults={**_place(found.place), "tally": found.tally, "days": days, "position": entry.position},
    )


def _add(month: dt.date, place: Place, changes: Mapping[str, int], *, position: int, at: dt.datetime) -> None:
    row, _ = MonthFigures.objects.select_for_update().get_or_create(
        month=month, **_place(place), defaults={"counts": {}, "position": position}
    )
    before = dict(row.counts)
    for figure, amount in changes.items():
        row.counts[figure] = row.counts.get(figure, 0) + amount
    row.counts = {figure: amount for figure, amount in sorted(row.counts.items()) if amount}
    row.position = position
    row.save(update_fields=["counts", "position"])
    if city_date(at) > final_on(month, region=place.county):
        FigureCorrection.objects.bulk_create(
            FigureCorrection(
                month=month,
                **_place(place),
                figure=figure,
                before=before.get(figure, 0),
                after=row.counts.get(figure, 0),
                at=at,
                position=position,
            )
            for figure in changes
        )


def _place(place: Place) -> dict[str, str]:
    return {"county": place.county, "agency": place.agency, "item": place.item}


def final_on(month: dt.date, *, region: str) -> dt.date:
    """The last day on which a month's figures may still change without being listed. A city without a rule: its last."""
    last = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    try:
        days = int(lawbook.rule(FINAL_AFTER, on=last, region=region).value)
    except RuleUnknown:
        return last
    return last + dt.timedelta(days=days)


def rebuild(*, repair: bool = False) -> Rebuilt:
    """Count the whole ledger again, as far as the follower has come, and compare with what is kept.

    Args:
        repair: put the counts of the ledger in place of what differs.
    """
    with transaction.atomic():
        place = Follower.objects.select_for_update().filter(name=FOLLOWER).first()
        kept = {row.number: row for row in CaseTally.objects.all()}
        wrong: list[str] = []
        cells: dict[Cell, dict[str, int]] = {}
        day_cells: dict[Cell, dict[str, int]] = {}
        base = base_day()
        cases = 0
        for number, found, days, position in _recounted(until=place.next_position if place else 0):
            cases += 1
            row = kept.pop(number, None)
            same = row is not None and (row.tally, row.days) == (found.tally, days)
            if row is None or not same or _place_of(row) != _place(found.place):
                wrong.append(number)
                if repair:
                    CaseTally(
                        number=number,
                        **_place(found.place),
                        tally=found.tally,
                        days=days,
                        position=position,
                    ).save()
            _gather(cells, found.place, found.tally)
            _gather(day_cells, found.place, folded(days, base))
        stored = {_cell_of(row): row for row in MonthFigures.objects.all()}
        differing = [
            cell
            for cell in sorted({*cells, *stored})
            if cells.get(cell, {}) != (stored[cell].counts if cell in stored else {})
        ]
        differing_days = compare_days(day_cells)
        if repair:
            CaseTally.objects.filter(number__in=list(kept)).delete()
            _repair(cells, stored, differing)
            repair_days(day_cells, differing_days, base=base)
        return Rebuilt(
            cases=cases,
            cells=len(cells),
            tallies=(*wrong, *sorted(kept)),
            differing=(*differing, *differing_days),
        )


def _recounted(*, until: int) -> Iterator[tuple[str, Counted, Tally, int]]:
    """Each case with its figures by month and by day and its last entry that counts, in one pass over the ledger."""
    found_in = (subjects_in_order(kind, kinds=DAILY) for kind in (CASE, VOICE))
    for number, own in groupby(chain.from_iterable(found_in), key=lambda entry: entry.subject_key):
        placed = [each for each in own if each.position is not None and each.position < until]
        found = counted(placed)
        if found is not None:
            yield number, found, counted_by_day(placed), max(each.position or 0 for each in placed)


def _gather(cells: dict[Cell, dict[str, int]], place: Place, tally: Tally) -> None:
    for span, counts in tally.items():
        cell = cells.setdefault((span, place.county, place.agency, place.item), {})
        for figure, amount in counts.items():
            cell[figure] = cell.get(figure, 0) + amount


def _repair(
    cells: Mapping[Cell, Mapping[str, int]], stored: Mapping[Cell, MonthFigures], differing: list[Cell]
) -> None:
    newest = max((row.position for row in stored.values()), default=0)
    for cell in differing:
        month, county, agency, item = cell
        row = stored.get(cell) or MonthFigures(
            month=dt.date.fromisoformat(month), county=county, agency=agency, item=item
        )
        row.counts, row.position = dict(sorted(cells.get(cell, {}).items())), newest
        row.save()


def _place_of(row: CaseTally) -> dict[str, str]:
    return {"county": row.county, "agency": row.agency, "item": row.item}


def _cell_of(row: MonthFigures) -> Cell:
    return row.month.isoformat(), row.county, row.agency, row.item
