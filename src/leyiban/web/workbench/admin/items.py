"""Items one by one: their versions, a new version with its difference line by line, suspending and resuming.

Open cases keep the version that they were filed under; the page says how many each version still has.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header

from leyiban.cases.states import CLOSED
from leyiban.catalogue.errors import ItemUnknown, RuleFileRefused
from leyiban.catalogue.models import City, HandlingItem, ItemVersion
from leyiban.catalogue.operations import change_state, noticed_until, publish_version
from leyiban.catalogue.problems import Problem
from leyiban.catalogue.queries import city_by_key, loaded_lawbook, version_by_number, versions_of
from leyiban.catalogue.rulefile import Reading, check_rulefile, digest_of, read_rulefile
from leyiban.catalogue.vocabulary import TaskState
from leyiban.kernel.errors import NotFound
from leyiban.web.edge import Trouble, Visit, attempt, new_once, see_other, send_once
from leyiban.web.parts import Words
from leyiban.web.workbench.admin.diffs import DiffLine, difference
from leyiban.web.workbench.admin.errors import NothingChanged, TextTooLong
from leyiban.web.workbench.admin.packs import may_administer
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

LONGEST: Final = 400_000  # characters of a rule file
PUBLISHED: Final = "published"  # in the address, after a version was published
_REASON: Final = "administrator"  # the ledger's code for a state that an administrator changed by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    code: str
    name: Words
    version: int
    since: dt.date
    suspended: bool
    open_cases: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    number: int
    since: dt.date
    until: dt.date | None
    published_at: dt.datetime
    open_cases: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text that somebody wants to publish: what is wrong with it, or what it changes and from when."""

    text: str
    problems: tuple[Problem, ...] = ()
    changes: tuple[DiffLine, ...] = ()
    effective_from: dt.date | None = None
    ready: bool = False


@at_desk(ADMINISTERS)
def items(visit: Visit, city: str) -> HttpResponseBase:
    """Every item of a city with its newest version and its open cases. Two queries."""
    place = city_of(visit, city)
    newest = (
        ItemVersion.objects.of_city(place)
        .select_related("item")
        .defer("text", "parsed")
        .order_by("item_id", "-number")
        .distinct("item_id")
    )
    lines = sorted(
        (_line(version, place, _open_by_item(place)) for version in newest), key=lambda each: each.code
    )
    return show(
        visit, "admin/items.html", {"city": place.words, "key": place.key, "items": lines}, here="admin"
    )


def city_of(visit: Visit, key: str) -> City:
    """A city that the actor may administer.

    Raises:
        NotFound, CityUnknown.
    """
    city = city_by_key(key)
    if not may_administer(visit.actor, city.region.code):
        raise NotFound
    return city


def _open_by_item(city: City) -> dict[int, int]:
    open_cases = Count("versions__cases", filter=~Q(versions__cases__state__in=CLOSED))
    return dict(city.items.annotate(open=open_cases).values_list("pk", "open"))


def _line(version: ItemVersion, city: City, open_cases: dict[int, int]) -> ItemLine:
    return ItemLine(
        code=version.item.code,
        name=version.words,
        version=version.number,
        since=version.effective_from,
        suspended=version.state == TaskState.SUSPENDED.value,
        open_cases=open_cases[version.item_id],
        link=_address("web:admin_item", city, version.item.code),
    )


def _address(name: str, city: City, code: str) -> str:
    return reverse(name, kwargs={"city": city.key, "code": code})


@at_desk(ADMINISTERS, "GET", "POST")
def item(visit: Visit, city: str, code: str) -> HttpResponseBase:
    """The newest text, open for change: first looked at, then published."""
    place = city_of(visit, city)
    found = _item(place, code)
    if visit.request.method != "POST":
        return _show(visit, place, found, Draft(text=_newest(found).text))
    drafted = attempt(lambda: _drafted(visit, place, found))
    if isinstance(drafted, Trouble):
        text = visit.request.POST.get("text", "")[:LONGEST]
        return _show(visit, place, found, Draft(text=text), drafted)
    if "publish" not in visit.request.POST or not drafted.ready:
        return _show(visit, place, found, drafted)
    return _publish(visit, place, found, drafted)


def _item(city: City, code: str) -> HandlingItem:
    """Raises :class:`ItemUnknown`."""
    found = city.items.filter(code=code).first()
    if found is None:
        raise ItemUnknown
    return found


def _newest(found: HandlingItem) -> ItemVersion:
    return found.versions.order_by("-number")[0]


def _drafted(visit: Visit, city: City, found: HandlingItem) -> Draft:
    """What was typed or uploaded, read and checked against the city's own lawbook.

    Raises:
        TextTooLong, NothingChanged.
    """
    text = typed_text(visit)
    newest = _newest(found)
    if digest_of(text) == newest.digest:
        raise NothingChanged
    reading = _read(text, found.code)
    problems = check_rulefile(reading, lawbook=loaded_lawbook(region=city.region.code))
    problems = problems or _other_code(reading, found.code)
    begins = None
    try:
        begins = _begins(visit, city, reading, newest)
    except RuleFileRefused as refused:
        problems = problems or refused.found
    return Draft(
        text=text,
        problems=tuple(problems),
        changes=difference(newest.text, text),
        effective_from=begins,
        ready=not problems,
    )


def _begins(visit: Visit, city: City, reading: Reading, newest: ItemVersion) -> dt.date | None:
    """The day from which the text would hold; None where it is none.

    Raises:
        RuleFileRefused: less could be done online, and it does not say why.
    """
    if reading.rulefile is None:
        return None
    noticed = noticed_until(reading, reading.rulefile, newest, city=city, now=visit.now)
    return max(reading.rulefile.plan_effective_date, noticed)


def typed_text(visit: Visit) -> str:
    """The rule file that was typed, or uploaded.

    Raises:
        TextTooLong.
    """
    upload = visit.request.FILES.get("file")
    if upload is not None:
        if (upload.size or 0) > LONGEST:
            raise TextTooLong(most=LONGEST)
        return str(upload.read().decode("utf-8", errors="replace"))
    text = visit.request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise TextTooLong(most=LONGEST)
    return text


def _read(text: str, code: str) -> Reading:
    return read_rulefile(text, file=f"items/{code}.yaml")


def _other_code(reading: Reading, code: str) -> tuple[Problem, ...]:
    """An item's code never changes."""
    if reading.rulefile is None or reading.source is None or reading.rulefile.code == code:
        return ()
    return (
        reading.source.problem(
            ("code",),
            "publishing.other_code",
            ("事项的 code 不能改。", "The code of an item cannot change."),
            (f"请改回 {code}。", f"Change it back to {code}."),
        ),
    )


def _publish(visit: Visit, city: City, found: HandlingItem, drafted: Draft) -> HttpResponseBase:
    """Publish it once. A body or region that nobody loaded comes back as a problem with its line."""

    def act() -> str:
        publish_version(
            city=city,
            reading=_read(drafted.text, found.code),
            lawbook=loaded_lawbook(region=city.region.code),
            actor=visit.actor,
            now=visit.now,
        )
        return f"{_address('web:admin_item', city, found.code)}?{PUBLISHED}=1"

    try:
        return send_once(visit, act)
    except RuleFileRefused as refused:
        return _show(visit, city, found, Draft(text=drafted.text, problems=refused.found))


def _show(
    visit: Visit, city: City, found: HandlingItem, drafted: Draft, trouble: Trouble | None = None
) -> HttpResponseBase:
    newest = _newest(found)
    status = trouble.status if trouble else 422 if drafted.problems else 200
    return show(
        visit,
        "admin/item.html",
        {
            "city": city,
            "code": found.code,
            "name": newest.words,
            "suspended": newest.state == TaskState.SUSPENDED.value,
            "number": newest.number,
            "versions": _versions(city, found),
            "drafted": drafted,
            "sentence": "" if trouble is None else trouble.sentence,
            "published": PUBLISHED in visit.request.GET,
            "once": new_once(),
        },
        here="admin",
        status=status,
    )


def _versions(city: City, found: HandlingItem) -> tuple[VersionLine, ...]:
    """Newest first, each with the cases that are still handled under it. Two queries."""
    rows = versions_of(found)
    still_open = Count("cases", filter=~Q(cases__state__in=CLOSED))
    open_cases = dict(found.versions.annotate(open=still_open).values_list("pk", "open"))
    return tuple(
        VersionLine(
            number=row.number,
            since=row.effective_from,
            until=row.effective_to,
            published_at=row.published_at,
            open_cases=open_cases[row.pk],
            link=reverse(
                "web:admin_version", kwargs={"city": city.key, "code": found.code, "number": row.number}
            ),
        )
        for row in rows
    )


@at_desk(ADMINISTERS)
def version_text(visit: Visit, city: str, code: str, number: int) -> HttpResponseBase:
    """The text of a version, to be put into the pack's folder."""
    found = _item(city_of(visit, city), code)
    row = version_by_number(item=found, number=number)
    response = HttpResponse(row.text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{code}.yaml") or "attachment"
    )
    return response


@at_desk(ADMINISTERS, "POST")
def state(visit: Visit, city: str, code: str) -> HttpResponseBase:
    """Suspend an item, or take it into use again. Nothing that was filed changes."""
    place = city_of(visit, city)
    found = _item(place, code)
    wanted = TaskState.IN_USE if visit.request.POST.get("state") == "use" else TaskState.SUSPENDED
    change_state(item=found, state=wanted, reason=_REASON, actor=visit.actor, now=visit.now)
    return see_other(_address("web:admin_item", place, code))
