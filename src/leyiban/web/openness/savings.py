"""Papers and steps that people are spared, item by item and in sum: public, with the source of what was before (M3.3, M3.4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponseBase

from leyiban.cases.figures.reading import received_by_item
from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import City
from leyiban.catalogue.rulefile.reduction import Reduction, reduction
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.parts.tables import Column
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.wording import as_written, gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item; ``cases`` were filed, small numbers of a month and county left out."""

    name: Words
    link: str
    papers_before: int
    papers_now: int
    papers_saved: int
    steps_before: int
    steps_now: int
    steps_saved: int
    cases: int
    source: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Over ``items``: what one application of each spares, and what all cases that were filed spared, at most."""

    items: int
    papers: int
    steps: int
    cases: int
    papers_of_cases: int
    steps_of_cases: int


def lines_of(city: City, visit: Visit) -> tuple[Line, ...]:
    """Items in use whose rule file says what was before. As many queries however many items."""
    on = city_date(visit.now)
    filed = received_by_item(city.region.code, today=on)
    versions = catalogue.versions_on(city=city, on=on)
    measured = ((version, reduction(version.rulefile)) for version in versions)
    return tuple(
        _line(version.words, version.item.code, found, filed.get(version.item.code, 0))
        for version, found in measured
        if found is not None
    )


def _line(name: Words, code: str, found: Reduction, cases: int) -> Line:
    return Line(
        name=name,
        link=guide_link(code),
        papers_before=found.papers.before,
        papers_now=found.papers.now,
        papers_saved=found.papers.saved,
        steps_before=found.steps.before,
        steps_now=found.steps.now,
        steps_saved=found.steps.saved,
        cases=cases,
        source=as_written(found.papers.source),
    )


def total_of(lines: Iterable[Line]) -> Total:
    counted = tuple(lines)
    return Total(
        items=len(counted),
        papers=sum(line.papers_saved for line in counted),
        steps=sum(line.steps_saved for line in counted),
        cases=sum(line.cases for line in counted),
        papers_of_cases=sum(line.papers_saved * line.cases for line in counted),
        steps_of_cases=sum(line.steps_saved * line.cases for line in counted),
    )


@page(ANYONE)
def savings(visit: Visit) -> HttpResponseBase:
    """Every item, the one that spares most papers first."""
    lines = lines_of(city_of_visit(visit), visit)
    ordered = sorted(lines, key=lambda line: (-line.papers_saved, -line.steps_saved, line.link))
    return visit.show(
        "openness/savings.html", {"lines": ordered, "total": total_of(lines), "columns": _columns()}
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="name", label=gettext("事项"), head=True),
        Column(key="papers", label=gettext("材料(以前→现在)"), right=True),
        Column(key="papers_saved", label=gettext("少几样"), right=True),
        Column(key="steps", label=gettext("步骤(以前→现在)"), right=True),
        Column(key="steps_saved", label=gettext("少几步"), right=True),
        Column(key="cases", label=gettext("收过几件"), right=True),
        Column(key="source", label=gettext("以前的依据")),
    )
