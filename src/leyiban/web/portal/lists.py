"""“一网通办”事项清单 as the measures ask for it: per county, with depth and limits, to read and to take away (M3.1)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.queries import limits_of
from leyiban.catalogue.rulefile.limits import CaseLimits
from leyiban.catalogue.rulefile.online import depth_of
from leyiban.catalogue.vocabulary import OnlineDepth
from leyiban.catalogue.words import Bilingual, active_lang
from leyiban.kernel import sheets
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.models import Agency, Region
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.tables import Column
from leyiban.web.portal.facts import limit_in_words
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.wording import gettext

REGION, ON = "region", "on"
_DEEPEST_FIRST = tuple(reversed(OnlineDepth))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item as one county offers it. ``body`` is empty where no county was chosen and several handle it."""

    name: Words
    link: str
    type: Words
    depth: Words
    statutory: str
    promised: str
    trips: int
    body: Words
    phone: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyLine:
    """How many items a county's people can have handled, and how far online: ``depths`` from IV down to I."""

    name: Words
    link: str
    items: int
    depths: tuple[int, ...]


@page(ANYONE)
def items_table(visit: Visit) -> HttpResponseBase:
    """The list to read."""
    city = city_of_visit(visit)
    region, on = region_asked(visit, city), day_asked(visit, ON)
    lines = tuple(_lines(city, region, on))
    return visit.show(
        "portal/table.html",
        {
            "lines": lines,
            "columns": _columns(),
            "place": Bilingual(zh=region.name, en=region.name_en or None),
            "fields": (region_field(city, region), day_field(ON, gettext("哪一天的清单?"), on)),
            "csv": f"{reverse('web:items_csv')}?{urlencode({REGION: region.code, ON: on.isoformat()})}",
            "changes": f"{reverse('web:list_changes')}?{urlencode({REGION: region.code})}",
            "counties": _counties(city, on),
            "depths": tuple(depth.words for depth in _DEEPEST_FIRST),
            "bare": catalogue.listed_items(city=city, on=on).count(),
            "bare_link": reverse("web:listed_table"),
        },
    )


@page(ANYONE)
def items_csv(visit: Visit) -> HttpResponseBase:
    """The same list for a spreadsheet; Chinese, because it is the city's own publication."""
    city = city_of_visit(visit)
    region, on = region_asked(visit, city), day_asked(visit, ON)
    columns = _columns()
    rows = ([written(getattr(line, column.key)) for column in columns] for line in _lines(city, region, on))
    return spreadsheet([[column.label for column in columns], *rows], name=f"items-{region.code}.csv")


def spreadsheet(rows: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """Rows of texts as a sheet to take away."""
    text = "".join(sheets.for_people(rows))
    response = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="name", label=gettext("事项"), head=True),
        Column(key="type", label=gettext("事项类型")),
        Column(key="depth", label=gettext("网办深度")),
        Column(key="statutory", label=gettext("法定时限")),
        Column(key="promised", label=gettext("承诺时限")),
        Column(key="trips", label=gettext("跑几趟"), right=True),
        Column(key="body", label=gettext("谁来办")),
        Column(key="phone", label=gettext("咨询电话")),
        Column(key="code", label=gettext("实施编码")),
    )


def written(value: object) -> str:
    """What a cell says, in the reader's language."""
    return value.said(active_lang()).text if isinstance(value, Bilingual) else str(value)


def _lines(city: City, region: Region, on: dt.date) -> Iterator[Line]:
    """Every item that took applications on the day and that the region's people could have handled."""
    whole_city = region.code == city.region.code
    for version in catalogue.versions_on(city=city, on=on, region=None if whole_city else region.code):
        yield _line(version, region, on)


def _line(version: ItemVersion, region: Region, on: dt.date) -> Line:
    rules = version.rulefile
    limits = _limits(version, region, on)
    body = rules.implementing_in(region.code)
    agencies = {each.agency.uscc: each.agency for each in version.bodies.all()}
    return Line(
        name=rules.name,
        link=f"{guide_link(rules.code)}?{urlencode({REGION: region.code})}"
        if body
        else guide_link(rules.code),
        type=rules.item_type.words,
        depth=depth_of(rules.online.abilities).words,
        statutory=limit_in_words(limits.statutory) if limits else "",
        promised=limit_in_words(limits.promised) if limits else "",
        trips=rules.trips.count,
        body=_name(agencies[body.task_code[:18]]) if body else gettext("各县(市、区)"),
        phone=body.consult_phone if body else gettext("各县不同"),
        code=body.task_code if body else rules.catalog_code,
    )


def _limits(version: ItemVersion, region: Region, on: dt.date) -> CaseLimits | None:
    """None for a day of which the lawbook knows nothing."""
    try:
        return limits_of(version.rulefile, region=region.code, on=on)
    except RuleUnknown:
        return None


def _counties(city: City, on: dt.date) -> tuple[CountyLine, ...]:
    """Every county beside the others, so that anyone sees where less can be done online."""
    rules = [version.rulefile for version in catalogue.versions_on(city=city, on=on)]
    path = reverse("web:items_table")
    found = []
    for county in Region.objects.filter(parent=city.region).order_by("code"):
        depths = [depth_of(each.online.abilities) for each in rules if each.implementing_in(county.code)]
        found.append(
            CountyLine(
                name=Bilingual(zh=county.name, en=county.name_en or None),
                link=f"{path}?{urlencode({REGION: county.code, ON: on.isoformat()})}",
                items=len(depths),
                depths=tuple(depths.count(depth) for depth in _DEEPEST_FIRST),
            )
        )
    return tuple(found)


def _name(agency: Agency) -> Bilingual:
    return Bilingual(zh=agency.name, en=agency.name_en or None)


def region_asked(visit: Visit, city: City) -> Region:
    """The county asked for, else the whole city."""
    asked = visit.request.GET.get(REGION, "")
    found = Region.objects.filter(code=asked, parent=city.region).first() if asked.isdigit() else None
    return found or city.region


def region_field(city: City, region: Region) -> Field:
    counties = Region.objects.filter(parent=city.region).order_by("code")
    return Field(
        kind=FieldKind.CHOICE,
        name=REGION,
        label=gettext("看哪里的?"),
        value=region.code,
        choices=tuple(
            Choice(value=each.code, label=Bilingual(zh=each.name, en=each.name_en or None))
            for each in (city.region, *counties)
        ),
    )


def day_asked(visit: Visit, name: str, default: dt.date | None = None) -> dt.date:
    """The day in the address; ``default``, else today, where there is none or it is no day."""
    try:
        return dt.date.fromisoformat(visit.request.GET.get(name, ""))
    except ValueError:
        return default or city_date(visit.now)


def day_field(name: str, label: str, value: dt.date) -> Field:
    return Field(kind=FieldKind.DATE, name=name, label=label, value=value.isoformat())
