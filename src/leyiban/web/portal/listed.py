"""Bare items: they stand on a list, and no guide has been written yet. Name, code, agency, and whom to ask."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import ListedItem
from leyiban.catalogue.models.listed import COLUMNS
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.queries import region_by_code
from leyiban.web.edge import Visit, page
from leyiban.web.parts.tables import Column, Paging
from leyiban.web.portal.bare import bare_lines
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.portal.guide_shown import Pair
from leyiban.web.portal.lists import spreadsheet
from leyiban.web.wording import as_written, gettext

PER_PAGE = 50


@page(ANYONE)
def listed_table(visit: Visit) -> HttpResponseBase:
    """Every bare item, fifty a page."""
    city = city_of_visit(visit)
    on = city_date(visit.now)
    rows = catalogue.listed_items(city=city, on=on)
    paging = Paging(number=1, size=PER_PAGE, total=rows.count(), path=reverse("web:listed_table"))
    number = _number(visit.request.GET.get("page", ""), paging.pages)
    paging = Paging(number=number, size=PER_PAGE, total=paging.total, path=paging.path)
    shown = list(rows[(number - 1) * PER_PAGE : number * PER_PAGE])
    return visit.show(
        "portal/listed.html",
        {
            "lines": bare_lines(shown, city=city, on=on),
            "columns": _columns(),
            "paging": paging,
            "csv": reverse("web:listed_csv"),
        },
    )


@page(ANYONE)
def listed_csv(visit: Visit) -> HttpResponseBase:
    """The list with the columns it came with; what a spreadsheet would take for a formula is made harmless."""
    rows = catalogue.listed_items(city=city_of_visit(visit), on=city_date(visit.now))
    return spreadsheet([tuple(COLUMNS), *(item.cells() for item in rows)], name="items-bare.csv")


@page(ANYONE)
def listed_item(visit: Visit, key: int) -> HttpResponseBase:
    """What is known of one, and whom to ask for the rest."""
    city = city_of_visit(visit)
    on = city_date(visit.now)
    item = catalogue.listed_item(city=city, key=key, on=on)
    (line,) = bare_lines([item], city=city, on=on)
    return visit.show("portal/listed_item.html", {"item": line, "facts": _facts(item)})


def _facts(item: ListedItem) -> tuple[Pair, ...]:
    """The fields as they are printed; the area by its name where it is known here."""
    area = region_by_code(item.area_code[:6])
    pairs = (
        (gettext("谁来办"), as_written(item.department)),
        (gettext("主项名称"), as_written(item.main_item)),
        (gettext("地区"), as_written(f"{area.name} {item.area_code}" if area else item.area_code)),
        (gettext("事项编码"), item.item_code),
        (gettext("类型编码"), item.task_type),
        (gettext("单位编码"), item.dept_code),
    )
    return tuple(Pair(name=name, value=value) for name, value in pairs if value)


def _number(asked: str, last: int) -> int:
    return min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else 1


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="name", label=gettext("事项"), head=True),
        Column(key="agency", label=gettext("谁来办")),
        Column(key="ask", label=gettext("问谁")),
        Column(key="code", label=gettext("事项编码")),
    )
