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
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.edge import Visit, page
from leyiban.web.openness.naming import Names, line_of, month_name, number
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.tables import Column
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.portal.lists import spreadsheet
from leyiban.web.wording import gettext, speak

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
    names = Names.of(city_of_visit(visit))
    query = _query(asked)
    return visit.show(
        "openness/statistics.html",
        {
            "fields": _fields(visit, asked, names),
            "columns": _columns(asked),
            "figures": tuple((each.value, speak(each.label)) for each in (*Figure, *Measure)),
            "counted_at": found.counted_at,
            "lines": tuple(line_of(row, names) for row in found.rows),
            "total": line_of(found.total, names),
            "smallest": found.smallest,
            "final": month_name(found.final[-1]) if found.final else "",
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


def _corrected(one: reading.Correction, names: Names) -> Corrected:
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


def _fields(visit: Visit, asked: reading.Asked, names: Names) -> tuple[Field, ...]:
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


def _month_field(name: str, label: str, chosen: dt.date, visit: Visit, names: Names) -> Field:
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
