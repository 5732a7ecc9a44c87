"""How what figures are counted by is called: months, counties, offices, items; and how a figure is written."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leyiban.cases.figures import reading
from leyiban.cases.figures.columns import Dimension, Figure, Measure
from leyiban.catalogue.models import City
from leyiban.catalogue.queries import item_names
from leyiban.catalogue.words import Bilingual
from leyiban.people.queries import agencies_within, counties_within
from leyiban.web import formats
from leyiban.web.parts import Words
from leyiban.web.wording import gettext

_PARTS: Final = {  # of which whole a figure is told with its share
    Figure.ONLINE.value: Figure.RECEIVED.value,
    Figure.PAUSED.value: Figure.RECEIVED.value,
    Figure.OVERDUE.value: Figure.RECEIVED.value,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By division code, credit code and item code. Three queries to make."""

    counties: Mapping[str, Words]
    agencies: Mapping[str, Words]
    items: Mapping[str, Words]

    @classmethod
    def of(cls, city: City) -> "Names":
        return cls(
            counties={
                county.code: Bilingual(zh=county.name, en=county.name_en or None)
                for county in counties_within(city.region)
            },
            agencies={
                agency.uscc: Bilingual(zh=agency.name, en=agency.name_en or None)
                for agency in agencies_within(city.region)
            },
            items=item_names(city),
        )

    def name(self, dimension: Dimension, value: str) -> Words:
        if dimension is Dimension.MONTH:
            return month_name(dt.date.fromisoformat(f"{value}-01"))
        known = {
            Dimension.COUNTY: self.counties,
            Dimension.AGENCY: self.agencies,
            Dimension.ITEM: self.items,
        }[dimension]
        return known.get(value, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of figures: names of what it is about, then cells by figure."""

    where: tuple[Words, ...]
    cells: Mapping[str, str]


def line_of(row: reading.Row, names: Names) -> Line:
    return Line(
        where=tuple(names.name(dimension, value) for dimension, value in row.where.items()),
        cells={key: _cell(key, row) for key in row.figures},
    )


def month_name(month: dt.date) -> str:
    return gettext("%(year)s年%(month)s") % {"year": month.year, "month": formats.month(month)}


def number(count: int | None) -> str:
    """A figure as it is written where it may be withheld."""
    return gettext("不显示") if count is None else str(count)


def _cell(key: str, row: reading.Row) -> str:
    figure = row.figures[key]
    if figure is None:
        decided = (row.figures[Figure.GRANTED.value], row.figures[Figure.DENIED.value])
        is_measure = key in {measure.value for measure in Measure}
        return "—" if is_measure and decided == (0, 0) else number(None)
    whole = row.figures.get(_PARTS.get(key, ""))
    return f"{figure} ({100 * figure // whole}%)" if whole and figure else str(figure)
