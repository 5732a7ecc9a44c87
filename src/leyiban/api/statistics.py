"""Open statistics (FX.6): how many cases, how they ended, how long they took; with small numbers withheld."""

import datetime as dt
from typing import Annotated, Final

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field, model_validator

from leyiban.api.catalogue import city_of, region_of
from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.said import said_in
from leyiban.api.frame.shapes import Asked, Moment, RegionCode, Shape
from leyiban.cases.figures import reading
from leyiban.cases.figures.columns import DEFINITIONS, Dimension, Figure, Measure
from leyiban.kernel import sheets
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE

door = Door("statistics")

CSV: Final = "text/csv"
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-03"])]


class StatisticsAsked(Asked):
    """Months, both included; without them, the last twelve. `by`: what the rows are told apart by."""

    since: Month | None = None
    until: Month | None = None
    region: RegionCode | None = None
    agency: Annotated[str, Field(max_length=18, pattern=r"^[0-9A-Z]*$")] = ""
    item: Annotated[str, Field(max_length=64, pattern=r"^[-a-z0-9]*$")] = ""
    by: Annotated[list[Dimension], Field(max_length=4)] = [Dimension.ITEM]  # noqa: RUF012 - pydantic copies it

    @model_validator(mode="after")
    def _forward(self) -> "StatisticsAsked":
        if self.since and self.until and not self.since <= self.until:
            raise ValueError("since comes after until")
        return self

    def as_query(self, region: str, today: dt.date) -> reading.Asked:
        """With what was not given filled in.

        Raises:
            InvalidInput: too many months.
        """
        until = _day(self.until) if self.until else max(today.replace(day=1), _day(self.since or "2000-01"))
        since = _day(self.since) if self.since else reading.year_back(until)
        if since < reading.earliest(until):
            raise InvalidInput(
                problems=(FieldProblem("query.since", "too_many_months", _("一次最多查五年。")),)
            )
        return reading.Asked(
            since=since,
            until=until,
            region=region,
            agency=self.agency,
            item=self.item,
            by=tuple(dict.fromkeys(self.by)),
        )


class StatisticsRow(Shape):
    """`figures` by key. Null is withheld, or, for a measure, not there: nothing was decided."""

    month: str | None
    county: str | None
    agency: str | None
    item: str | None
    figures: dict[str, int | None]


class StatisticsShape(Shape):
    """`smallest`: a count of one month, county, office and item below it is left out of every sum, so a figure tells
    how many there are at least; null where nothing else is there. Median and the like leave the same out. `final`: the months asked for whose later changes are listed
    (`GET /statistics/corrections`). `counted_to`: position on the ledger of the last entry that changed one of these, and
    `counted_at` when that was."""

    since: str
    until: str
    smallest: int
    final: list[str]
    counted_to: int
    counted_at: Moment | None
    rows: list[StatisticsRow]
    total: StatisticsRow


class FigureShape(Shape):
    key: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str


class FiguresShape(Shape):
    figures: list[FigureShape]


class CorrectionShape(Shape):
    """`days`: how long decisions took; that it changed, never by what. `before` and `after` are null where one of them,
    or their difference, is a small number, and for all days."""

    month: str
    county: str
    agency: str
    item: str
    figure: str
    before: int | None
    after: int | None
    at: Moment


class CorrectionsShape(Shape):
    corrections: list[CorrectionShape] = Field(description="The newest 200, the newest first.")


@door.reads("/statistics", right=ANYONE, answers=StatisticsShape, tagged=True)
def read_statistics(call: Call, asked: Query[StatisticsAsked]) -> StatisticsShape:
    """Counts of cases by month, county, office and item. Each figure counts in the month in which its event took effect;
    a month that is final changes only by what `GET /statistics/corrections` lists."""
    query, today = _query(call, asked), city_date(call.now)
    call.tag(reading.counted_to(query), today.isoformat())
    found = reading.statistics(query, today=today)
    return StatisticsShape(
        since=_month(query.since),
        until=_month(query.until),
        smallest=found.smallest,
        final=[_month(month) for month in found.final],
        counted_to=found.counted_to,
        counted_at=found.counted_at,
        rows=[_row(row) for row in found.rows],
        total=_row(found.total),
    )


@door.reads("/statistics/table", right=ANYONE, answers=None, media=CSV, tagged=True)
def download_statistics(call: Call, asked: Query[StatisticsAsked]) -> StreamingHttpResponse:
    """The same as a table: UTF-8, keys in the first line; an empty cell is withheld or not there."""
    query, today = _query(call, asked), city_date(call.now)
    call.tag(reading.counted_to(query), today.isoformat())
    found = reading.statistics(query, today=today)
    return StreamingHttpResponse(
        sheets.for_programs(reading.sheet(query, found)), content_type=f"{CSV}; charset=utf-8"
    )


@door.reads("/statistics/figures", right=ANYONE, answers=FiguresShape)
def list_figures(call: Call) -> FiguresShape:
    """Every figure with its definition. A key never changes its meaning and is never used again."""
    return FiguresShape(
        figures=[
            FigureShape(
                key=member.value,
                zh=said_in(member.label, "zh-hans"),
                en=said_in(member.label, "en"),
                definition_zh=said_in(DEFINITIONS[member], "zh-hans"),
                definition_en=said_in(DEFINITIONS[member], "en"),
            )
            for member in (*Figure, *Measure)
        ]
    )


@door.reads("/statistics/corrections", right=ANYONE, answers=CorrectionsShape)
def list_corrections(call: Call, asked: Query[StatisticsAsked]) -> CorrectionsShape:
    """What changed in months that were final."""
    found = reading.corrections(_query(call, asked), today=city_date(call.now), limit=200)
    return CorrectionsShape(corrections=[CorrectionShape.model_validate(each) for each in found])


def _query(call: Call, asked: StatisticsAsked) -> reading.Asked:
    region = city_of(call).region if asked.region is None else region_of(asked.region)
    return asked.as_query(region.code, city_date(call.now))


def _row(row: reading.Row) -> StatisticsRow:
    return StatisticsRow(
        month=row.where.get(Dimension.MONTH),
        county=row.where.get(Dimension.COUNTY),
        agency=row.where.get(Dimension.AGENCY),
        item=row.where.get(Dimension.ITEM),
        figures=dict(row.figures),
    )


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def _day(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")
