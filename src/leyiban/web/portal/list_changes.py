"""What changed on the item list between any two days: the public record of a city's promises (M3.1, F3.1)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import City
from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.rulefile.offered import ChangedLine, FactValue, ListDifference, ListFact, Offered
from leyiban.catalogue.vocabulary import ItemType, OnlineDepth
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.models import Region
from leyiban.web import formats
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.portal.facts import limit_in_words
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.portal.lists import (
    REGION,
    day_asked,
    day_field,
    region_asked,
    region_field,
    spreadsheet,
    written,
)
from leyiban.web.wording import as_written, gettext

SINCE, UNTIL = "since", "until"
_A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is no longer as it was."""

    name: str
    before: Words
    after: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item that came, went or changed. ``link`` is empty where there is no guide; ``worse``: less can be done online,
    and ``why``."""

    name: Words
    code: str
    agency: Words = ""
    link: str = ""
    worse: bool = False
    why: Words = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``id`` is the anchor."""

    id: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDay:
    day: dt.date
    link: str


@page(ANYONE)
def list_changes(visit: Visit) -> HttpResponseBase:
    """The list of one day beside that of another, for a county or the whole city."""
    city = city_of_visit(visit)
    region, since, until = _asked(visit, city)
    found = catalogue.list_difference(city=city, since=since, until=until, region=region.code)
    query = urlencode({REGION: region.code, SINCE: since.isoformat(), UNTIL: until.isoformat()})
    return visit.show(
        "portal/list_changes.html",
        {
            "since": since,
            "until": until,
            "place": Bilingual(zh=region.name, en=region.name_en or None),
            "fields": (
                region_field(city, region),
                day_field(SINCE, gettext("从哪一天"), since),
                day_field(UNTIL, gettext("到哪一天"), until),
            ),
            "parts": _parts(found),
            "days": _days(city, region, city_date(visit.now)),
            "csv": f"{reverse('web:list_changes_csv')}?{query}",
        },
    )


@page(ANYONE)
def list_changes_csv(visit: Visit) -> HttpResponse:
    """The same, one line for each thing that differs."""
    city = city_of_visit(visit)
    region, since, until = _asked(visit, city)
    found = catalogue.list_difference(city=city, since=since, until=until, region=region.code)
    head = (
        gettext("变了什么"),
        gettext("事项"),
        gettext("事项编码"),
        gettext("项目"),
        gettext("原来"),
        gettext("现在"),
    )
    rows = ([written(cell) for cell in row] for row in _rows(found))
    return spreadsheet([head, *rows], name=f"list-changes-{region.code}-{since}-{until}.csv")


def _asked(visit: Visit, city: City) -> tuple[Region, dt.date, dt.date]:
    """The county and both days, the earlier first; the last year where nothing is asked."""
    until = day_asked(visit, UNTIL)
    since = day_asked(visit, SINCE, _a_year_before(until))
    return region_asked(visit, city), min(since, until), max(since, until)


def _a_year_before(day: dt.date) -> dt.date:
    return day - _A_YEAR if day.year > 1 else day


def _days(city: City, region: Region, today: dt.date) -> tuple[ChangeDay, ...]:
    """The latest days on which anything changed, each with what the day before said."""
    path = reverse("web:list_changes")
    return tuple(
        ChangeDay(
            day=day,
            link=f"{path}?{urlencode({REGION: region.code, SINCE: _before(day), UNTIL: day.isoformat()})}",
        )
        for day in catalogue.change_days(city=city, until=today)
    )


def _before(day: dt.date) -> str:
    return (day - dt.timedelta(days=1)).isoformat()


def _parts(found: ListDifference) -> tuple[Part, ...]:
    changed = tuple(_changed(line) for line in found.changed)
    parts = (
        Part(
            id="worse", name=gettext("网上能办的变少了"), lines=tuple(line for line in changed if line.worse)
        ),
        Part(id="changed", name=gettext("有变化的"), lines=tuple(line for line in changed if not line.worse)),
        Part(id="added", name=gettext("新增的"), lines=tuple(_line(line) for line in found.added)),
        Part(
            id="removed",
            name=gettext("取消的"),
            lines=tuple(_line(line, gone=True) for line in found.removed),
        ),
    )
    return tuple(part for part in parts if part.lines)


def _line(line: Offered, *, gone: bool = False) -> Line:
    return Line(
        name=as_written(line.name),
        code=line.code,
        agency=as_written(str(line.facts.get(ListFact.DEPARTMENT, ""))),
        link="" if line.bare or gone else guide_link(line.code),
    )


def _changed(line: ChangedLine) -> Line:
    return Line(
        name=as_written(line.after.name),
        code=line.after.code,
        link="" if line.after.bare else guide_link(line.after.code),
        worse=line.lost_depth,
        why=(line.after.notice or "") if line.lost_depth else "",
        facts=tuple(
            Fact(
                name=_fact_name(fact),
                before=_in_words(fact, line.before.facts.get(fact)),
                after=_in_words(fact, line.after.facts.get(fact)),
            )
            for fact in line.facts
        ),
    )


def _rows(found: ListDifference) -> Iterator[tuple[object, ...]]:
    for line in found.added:
        yield gettext("新增"), line.name, line.code, "", "", ""
    for line in found.removed:
        yield gettext("取消"), line.name, line.code, "", "", ""
    for changed in found.changed:
        for fact in changed.facts:
            before, after = (
                _in_words(fact, each.facts.get(fact)) for each in (changed.before, changed.after)
            )
            yield gettext("变化"), changed.after.name, changed.after.code, _fact_name(fact), before, after


def _in_words(fact: ListFact, value: FactValue) -> Words:
    """A fact as people read it; what is not known is left out."""
    if value is None or value == "":
        return gettext("不知道")
    if isinstance(value, FoundLimit):
        return limit_in_words(value)
    if isinstance(value, tuple):
        return as_written(formats.joined(list(value)))
    if fact is ListFact.DEPTH:
        return OnlineDepth.of(str(value)).words
    if fact is ListFact.TYPE:
        return ItemType.of(str(value)).words
    return as_written(str(value))


def _fact_name(fact: ListFact) -> str:
    return {
        ListFact.NAME: gettext("名称"),
        ListFact.TYPE: gettext("事项类型"),
        ListFact.DEPTH: gettext("网办深度"),
        ListFact.PROMISED: gettext("承诺时限"),
        ListFact.STATUTORY: gettext("法定时限"),
        ListFact.TRIPS: gettext("跑几趟"),
        ListFact.PAPERS: gettext("材料最多几样"),
        ListFact.OFFICES: gettext("谁来办"),
        ListFact.DEPARTMENT: gettext("谁来办"),
        ListFact.MAIN_ITEM: gettext("主项名称"),
        ListFact.TASK_TYPE: gettext("类型编码"),
        ListFact.DEPT_CODE: gettext("单位编码"),
    }[fact]
