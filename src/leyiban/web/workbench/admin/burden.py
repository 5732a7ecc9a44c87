"""The form-burden meter: per item how much it asks, who holds the answer, and which paper should go next (F3.8)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.queries.burden import NEVER_APPLIED_FOR, ItemUse, item_uses
from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile.burden import AskedPaper, Burden, Holder, burden
from leyiban.catalogue.vocabulary import Necessity
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Visit
from leyiban.web.parts import Words
from leyiban.web.wording import as_written, gettext
from leyiban.web.workbench.admin.items import city_of
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

_SPAN: Final = dt.timedelta(days=365)
_SUGGESTED: Final = 10
_ENOUGH_CASES: Final = 5  # below, that nobody handed in a paper says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who holds the answers to which questions, or a paper."""

    who: Words
    what: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item. Questions and papers: of everybody, and at most; ``typed`` are questions at most that come empty."""

    name: Words
    link: str
    questions_least: int
    questions_most: int
    typed: int
    papers_least: int
    papers_most: int
    papers_held: int
    trips: int
    cases: int
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A paper that could go: why, on what it rests, and how often people brought it."""

    item: Words
    paper: Words
    why: str
    basis: Words
    by_hand: int
    cases: int
    link: str


@at_desk(ADMINISTERS)
def meter(visit: Visit, city: str) -> HttpResponseBase:
    """Every item in use, the heaviest first. As many queries however many items."""
    place = city_of(visit, city)
    versions = catalogue.versions_on(city=place, on=city_date(visit.now))
    uses = item_uses(city=place, since=visit.now - _SPAN)
    measured = [(version, burden(version.rulefile)) for version in versions]
    licences = _licences(versions)
    lines = [_line(version, found, uses, licences, place.key) for version, found in measured]
    return show(
        visit,
        "admin/burden.html",
        {
            "city": place.words,
            "key": place.key,
            "lines": sorted(lines, key=lambda line: (-line.typed - line.papers_most, line.link)),
            "suggestions": _suggestions(measured, uses, place.key),
        },
        here="admin",
    )


def _licences(versions: Iterable[ItemVersion]) -> dict[str, Bilingual]:
    """What the city issues, by its type."""
    issued = (version.rulefile.result.licence for version in versions)
    return {licence.type_code: licence.name for licence in issued if licence is not None}


def _line(
    version: ItemVersion,
    found: Burden,
    uses: Mapping[str, ItemUse],
    licences: Mapping[str, Bilingual],
    city: str,
) -> Line:
    code = version.item.code
    return Line(
        name=version.words,
        link=_address(city, code),
        questions_least=found.questions_least,
        questions_most=found.questions_most,
        typed=found.questions_most - len(found.held),
        papers_least=found.papers_least,
        papers_most=len(found.papers),
        papers_held=found.papers_held,
        trips=found.trips,
        cases=uses.get(code, NEVER_APPLIED_FOR).cases,
        held=tuple(_holders(found, licences)),
    )


def _holders(found: Burden, licences: Mapping[str, Bilingual]) -> Iterator[Held]:
    for holder in Holder:
        what = tuple(answer.label for answer in found.held if answer.holder is holder)
        if what:
            yield Held(who=_holder_name(holder), what=what)
    for paper in found.papers:
        if paper.register:
            yield Held(who=_register_name(paper, licences), what=(paper.name,))


def _holder_name(holder: Holder) -> str:
    return {
        Holder.IDENTITY: gettext("实名身份信息"),
        Holder.ACCOUNT: gettext("本人账户里留的"),
        Holder.ENTERPRISE_REGISTER: gettext("市场主体登记"),
        Holder.LICENCE: gettext("原来的证照"),
    }[holder]


def _register_name(paper: AskedPaper, licences: Mapping[str, Bilingual]) -> Words:
    """The licence that the city issued itself, else the register that the rule file names."""
    own = licences.get(paper.licence_type_code)
    return own or (gettext("电子证照库") if paper.register == "licence" else as_written(paper.register))


def _suggestions(
    measured: Iterable[tuple[ItemVersion, Burden]], uses: Mapping[str, ItemUse], city: str
) -> list[Suggestion]:
    """The papers that people bring most although somebody in government has them, then those that nobody ever brings."""
    found = [
        suggestion
        for version, asked in measured
        for paper in asked.papers
        if (suggestion := _suggestion(version, paper, uses.get(version.item.code, NEVER_APPLIED_FOR), city))
    ]
    return sorted(found, key=lambda each: (-each.by_hand, -each.cases, each.link))[:_SUGGESTED]


def _suggestion(version: ItemVersion, paper: AskedPaper, use: ItemUse, city: str) -> Suggestion | None:
    why = _why(paper, use)
    if not why:
        return None
    return Suggestion(
        item=version.words,
        paper=paper.name,
        why=why,
        basis=as_written(paper.by_law),
        by_hand=use.of(paper.key).by_hand,
        cases=use.cases,
        link=_address(city, version.item.code),
    )


def _why(paper: AskedPaper, use: ItemUse) -> str:
    """Why the paper could go, from how it is used; empty where nothing speaks for it."""
    handed = use.of(paper.key)
    if paper.register and handed.by_hand:
        return gettext("我们已有,却还有人在交。请让它自动取到。")
    if paper.obtainable and not paper.register and handed.by_hand:
        return gettext("政府部门发的,却要人交。请改成从发证机关取。")
    unused = not handed.by_hand and not handed.from_registers
    if unused and use.cases >= _ENOUGH_CASES and paper.necessity is not Necessity.REQUIRED:
        return gettext("一年里没有人交过。请看看还要不要。")
    return ""


def _address(city: str, code: str) -> str:
    return reverse("web:admin_item", kwargs={"city": city, "code": code})
