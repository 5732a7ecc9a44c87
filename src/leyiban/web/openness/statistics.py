"""Open statistics (FX.6): how many cases, how they ended and how long they took; the same as the API tells."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.figures import reading
from leyiban.cases.figures.columns import DEFINITIONS, Dimension, Figure, Measure
from leyiban.catalogue.queries import item_names
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.models import Agency, Region
from leyiban.people.models.region import Level
from leyiban.people.rules.divisions import significant
from leyiban.web import formats
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.tables import Column
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.portal.lists import spreadsheet
from leyiban.web.wording import as_written, gettext, speak

SINCE, UNTIL, AGENCY, ITEM, BY = "since", "until", "agency", "item", "by"
_CHOICE_OF_MONTHS: Final = 36
_CORRECTIONS: Final = 50
_ON_PAGE: Final = (  # the others stand below the table in sum, and in the table to take away
    Figure.RECEIVED,
    Figure.ONLINE,
    Figure.CORRECTED,
    Figure.GRANTED,
    Figure.DENIED,
    Figure.IN_TIME,
    Measure.MEDIAN_DAYS,
    Measure.P90_DAYS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the page: names of what it is about, then cells by figure."""

    where: tuple[Words, ...]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A figure of a final month that has changed."""

    month: str
    item: Words
    office: Words
    figure: str
    before: str
    after: str
    at: dt.datetime


@page(ANYONE)
def statistics(visit: Visit) -> HttpResponseBase:
    """The last twelve months by item at first."""
    asked, today = asked_of(visit), city_date(visit.now)
    found = reading.statistics(asked, today=today)
    names = _Names.of(visit)
    query = _query(asked)
    return visit.show(
        "openness/statistics.html",
        {
            "fields": _fields(visit, asked, names),
            "columns": _columns(asked),
            "figures": tuple((each.value, speak(each.label)) for each in (*Figure, *Measure)),
            "counted_at": found.counted_at,
            "lines": tuple(_line(row, names) for row in found.rows),
            "total": _line(found.total, names),
            "smallest": found.smallest,
            "final": _month_name(found.final[-1]) if found.final else "",
            "definitions": tuple(
                (speak(each.label), speak(DEFINITIONS[each])) for each in (*Figure, *Measure)
            ),
            "corrections": tuple(
                _corrected(one, names) for one in reading.corrections(asked, today=today, limit=_CORRECTIONS)
            ),
            "csv": f"{reverse('web:statistics_csv')}?{query}",
            "json": f"{reverse('api-v1:read_statistics')}?{query}",
        },
    )


@page(ANYONE)
def statistics_csv(visit: Visit) -> HttpResponse:
    """The same with every figure, under stable keys; an empty cell is withheld or not there."""
    asked = asked_of(visit)
    found = reading.statistics(asked, today=city_date(visit.now))
    name = f"statistics-{asked.since:%Y-%m}-{asked.until:%Y-%m}.csv"
    return spreadsheet(reading.sheet(asked, found), name=name)


def asked_of(visit: Visit) -> reading.Asked:
    """What the address asks for; what makes no sense in it is as if it were not there."""
    query = visit.request.GET
    this = city_date(visit.now).replace(day=1)
    until = _month(query.get(UNTIL, "")) or this
    since = _month(query.get(SINCE, "")) or reading.year_back(until)
    known = {dimension.value: dimension for dimension in Dimension}
    by = tuple(dict.fromkeys(known[name] for name in query.getlist(BY) if name in known))
    return reading.Asked(
        since=max(min(since, until), reading.earliest(until)),
        until=until,
        region=city_of_visit(visit).region.code,
        agency=query.get(AGENCY, "")[:18],
        item=query.get(ITEM, "")[:64],
        by=by or (Dimension.ITEM,),
    )


def _month(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{text}-01") if "2000" <= text[:4] < "2200" else None
    except ValueError:
        return None


def _query(asked: reading.Asked) -> str:
    given = {
        SINCE: f"{asked.since:%Y-%m}",
        UNTIL: f"{asked.until:%Y-%m}",
        AGENCY: asked.agency,
        ITEM: asked.item,
        BY: [dimension.value for dimension in asked.by],
    }
    return urlencode({name: value for name, value in given.items() if value}, doseq=True)


def _month_name(month: dt.date) -> str:
    return gettext("%(year)s年%(month)s") % {"year": month.year, "month": formats.month(month)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """How counties, offices and items are called."""

    counties: Mapping[str, Words]
    agencies: Mapping[str, Words]
    items: Mapping[str, Words]

    @classmethod
    def of(cls, visit: Visit) -> "_Names":
        city = city_of_visit(visit)
        digits = significant(city.region.code)
        counties = Region.objects.filter(code__startswith=digits, level=Level.COUNTY)
        agencies = Agency.objects.filter(region__code__startswith=digits)
        return cls(
            counties={
                code: Bilingual(zh=name, en=name_en or None)
                for code, name, name_en in counties.values_list("code", "name", "name_en")
            },
            agencies={uscc: as_written(name) for uscc, name in agencies.values_list("uscc", "name")},
            items=item_names(city),
        )

    def name(self, dimension: Dimension, value: str) -> Words:
        if dimension is Dimension.MONTH:
            return _month_name(dt.date.fromisoformat(f"{value}-01"))
        known = {
            Dimension.COUNTY: self.counties,
            Dimension.AGENCY: self.agencies,
            Dimension.ITEM: self.items,
        }[dimension]
        return known.get(value, value)


def _line(row: reading.Row, names: _Names) -> Line:
    return Line(
        where=tuple(names.name(dimension, value) for dimension, value in row.where.items()),
        cells={key: _cell(key, row) for key in row.figures},
    )


def _cell(key: str, row: reading.Row) -> str:
    figure = row.figures[key]
    if figure is None:
        decided = (row.figures[Figure.GRANTED.value], row.figures[Figure.DENIED.value])
        is_measure = key in {measure.value for measure in Measure}
        return "—" if is_measure and decided == (0, 0) else gettext("不显示")
    whole = {Figure.ONLINE.value: Figure.RECEIVED.value}.get(key)
    if whole and (of := row.figures[whole]):
        return f"{figure} ({100 * figure // of}%)"
    return str(figure)


def _columns(asked: reading.Asked) -> tuple[Column, ...]:
    labels = {
        Dimension.MONTH: gettext("月份"),
        Dimension.COUNTY: gettext("县(市、区)"),
        Dimension.AGENCY: gettext("单位"),
        Dimension.ITEM: gettext("事项"),
    }
    heads = tuple(
        Column(key=str(place), label=labels[dimension], head=place == 0)
        for place, dimension in enumerate(asked.by)
    )
    figures = tuple(Column(key=each.value, label=speak(each.label), right=True) for each in _ON_PAGE)
    return (*heads, *figures)


def _corrected(one: reading.Correction, names: _Names) -> Corrected:
    def number(count: int | None) -> str:
        return gettext("不显示") if count is None else str(count)

    labels = {each.value: speak(each.label) for each in (*Figure, *Measure)}
    return Corrected(
        month=str(names.name(Dimension.MONTH, one.month)),
        item=names.name(Dimension.ITEM, one.item),
        office=names.name(Dimension.AGENCY, one.agency),
        figure=labels.get(one.figure) or gettext("决定用的天数"),
        before=number(one.before),
        after=number(one.after),
        at=one.at,
    )


def _fields(visit: Visit, asked: reading.Asked, names: _Names) -> tuple[Field, ...]:
    return (
        _month_field(SINCE, gettext("从哪个月"), asked.since, visit, names),
        _month_field(UNTIL, gettext("到哪个月"), asked.until, visit, names),
        _choice_field(ITEM, gettext("哪个事项"), asked.item, gettext("全部事项"), names.items),
        _choice_field(AGENCY, gettext("哪个单位"), asked.agency, gettext("全部单位"), names.agencies),
        Field(
            kind=FieldKind.MULTI_CHOICE,
            name=BY,
            label=gettext("分开看什么?"),
            values=tuple(dimension.value for dimension in asked.by),
            choices=(
                Choice(value=Dimension.ITEM.value, label=gettext("每个事项")),
                Choice(value=Dimension.AGENCY.value, label=gettext("每个单位")),
                Choice(value=Dimension.COUNTY.value, label=gettext("每个县(市、区)")),
                Choice(value=Dimension.MONTH.value, label=gettext("每个月")),
            ),
        ),
    )


def _month_field(name: str, label: str, chosen: dt.date, visit: Visit, names: _Names) -> Field:
    this = city_date(visit.now).replace(day=1)
    begins = this.replace(year=this.year - _CHOICE_OF_MONTHS // 12)
    offered = [f"{month:%Y-%m}" for month in reversed(reading.months(min(begins, chosen), max(this, chosen)))]
    return Field(
        kind=FieldKind.CHOICE,
        name=name,
        label=label,
        value=f"{chosen:%Y-%m}",
        choices=tuple(Choice(value=value, label=names.name(Dimension.MONTH, value)) for value in offered),
    )


def _choice_field(name: str, label: str, chosen: str, everything: str, known: Mapping[str, Words]) -> Field:
    rows = sorted(known.items(), key=lambda each: str(each[1]))
    return Field(
        kind=FieldKind.CHOICE,
        name=name,
        label=label,
        required=False,
        value=chosen,
        choices=(
            Choice(value="", label=everything),
            *(Choice(value=value, label=words) for value, words in rows),
        ),
    )
