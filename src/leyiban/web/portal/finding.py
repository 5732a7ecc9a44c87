"""Finding what one wants to do: by words, by life event, in the whole list (M1.1, M1.9, M3.1)."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.errors import CityUnknown
from leyiban.catalogue.models import City, Elsewhere, ItemVersion, Theme
from leyiban.catalogue.queries.searching import Found, Hit, ListedHit, SearchAnswer, Why
from leyiban.catalogue.queries.searching import search as search_items
from leyiban.catalogue.vocabulary import ItemType, ProjectType
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.city import Phone, city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.journey.mine import open_cases
from leyiban.web.parts import Words
from leyiban.web.portal.bare import BareLine, bare_lines
from leyiban.web.portal.precheck_parts import because_of, precheck_field, precheck_link
from leyiban.web.portal.shown import Find, Group, LifeEvent, Piece, Subject
from leyiban.web.wording import gettext

LONGEST_WORDS = 60  # characters of a search
RESULTS_SHOWN = 20
EVENTS_AT_HOME = 8
PLAIN_ICON = "file-text"
ITEM_TYPES = {member.value: member for member in ItemType}


def city_of_visit(visit: Visit) -> City:
    """The city of these pages.

    Raises:
        CityUnknown: none is loaded under this host name.
    """
    city = city_of_request(visit.request)
    if city is None:
        raise CityUnknown
    return city


@page(ANYONE)
def home(visit: Visit) -> HttpResponseBase:
    city = city_of_request(visit.request)
    events = _events(city) if city else ()
    return visit.show(
        "portal/home.html",
        {
            "cases": open_cases(visit.actor, now=visit.now),
            "events": events[:EVENTS_AT_HOME],
            "more_events": len(events) > EVENTS_AT_HOME,
        },
        search_box=False,
    )


@page(ANYONE)
def search(visit: Visit) -> HttpResponseBase:
    """Results with why each was found; where others do it, who; when there is none, what else one can do."""
    city = city_of_visit(visit)
    words = " ".join(visit.request.GET.get("q", "").split())[:LONGEST_WORDS]
    today = city_date(visit.now)
    answer = search_items(words, city=city, on=today, limit=RESULTS_SHOWN) if words else None
    results = _results(answer, city, today) if answer else ()
    nearest = (_event(answer.theme),) if answer and answer.theme else ()
    return visit.show(
        "portal/search.html",
        {
            "words": words,
            "results": results,
            "elsewhere": _subject(answer.elsewhere) if answer and answer.elsewhere else None,
            "nearest": nearest,
            "events": () if results else _events(city)[:EVENTS_AT_HOME],
        },
        search_box=False,
    )


@page(ANYONE)
def items(visit: Visit) -> HttpResponseBase:
    """“一网通办”事项清单: everything that can be done here, by type."""
    city = city_of_visit(visit)
    versions = list(catalogue.items(city=city, on=city_date(visit.now)))
    return visit.show(
        "portal/items.html", {"total": len(versions), "groups": _groups(versions), "events": _events(city)}
    )


@page(ANYONE)
def event(visit: Visit, key: str) -> HttpResponseBase:
    """A life event with its items in the order in which they are handled; after a few questions, those that apply (F1.2)."""
    picked = {name: visit.request.GET.getlist(name) for name in visit.request.GET}
    shown = catalogue.theme_page(city=city_of_visit(visit), key=key, on=city_date(visit.now), picked=picked)
    given, found = shown.found.given, shown.found.items
    finds = tuple(_find_of(version, shown) for version in shown.versions)
    applies = [found[version.item.code].verdict for version in shown.versions]
    return visit.show(
        "portal/event.html",
        {
            "event": _event(shown.theme),
            "finds": tuple(one for one, verdict in zip(finds, applies, strict=True) if verdict is not False),
            "others": tuple(one for one, verdict in zip(finds, applies, strict=True) if verdict is False),
            "fields": tuple(precheck_field(question, given) for question in given.asked),
            "begun": given.begun,
            "left": len(given.left),
        },
    )


def _find_of(version: ItemVersion, shown: catalogue.ThemePage) -> Find:
    """An item of a life event, with the answers because of which it applies or does not."""
    found, given = shown.found.items[version.item.code], shown.found.given
    return replace(
        _find(
            version,
            optional=found.verdict is None or (version.item.code in shown.optional and not found.because),
        ),
        because=because_of(found.because, given),
        precheck=precheck_link(version.item.code, given.picked),
    )


def guide_link(code: str) -> str:
    return reverse("web:guide", kwargs={"code": code})


def _events(city: City) -> tuple[LifeEvent, ...]:
    return tuple(_event(theme) for theme in catalogue.themes(city=city))


def _event(theme: Theme) -> LifeEvent:
    return LifeEvent(
        name=theme.words,
        link=reverse("web:event", kwargs={"key": theme.key}),
        icon=theme.icon if theme.icon in _drawn() else PLAIN_ICON,
        more=theme.hint_words or "",
    )


def _subject(elsewhere: Elsewhere) -> Subject:
    words = elsewhere.words
    phone = Phone(name=words, shown=elsewhere.phone) if elsewhere.phone else None
    return Subject(name=words, advice=elsewhere.advice_words, phone=phone)


def _find(version: ItemVersion, *, why: tuple[Piece, ...] = (), optional: bool = False) -> Find:
    return Find(
        name=version.words,
        link=guide_link(version.item.code),
        summary=version.summary_words,
        why=why,
        tags=_tags(version),
        optional=optional,
        precheck=precheck_link(version.item.code),
    )


def _tags(version: ItemVersion) -> tuple[Words, ...]:
    instant = version.project_type == ProjectType.INSTANT.value
    how = gettext("当场办好(即办件)") if instant else gettext("说好几天就几天(承诺件)")
    return (ITEM_TYPES[version.item_type].words, how)


def _results(answer: SearchAnswer, city: City, today: dt.date) -> tuple[Find, ...]:
    """The best first, with a guide or without."""
    listed = answer.listed
    lines = bare_lines(
        [hit.item for hit in listed], city=city, on=today, others=[hit.others for hit in listed]
    )
    bare = dict(zip((hit.item.pk for hit in listed), lines, strict=True))
    return tuple(
        _find(hit.version, why=_why(hit.why, hit.version.name))
        if isinstance(hit, Hit)
        else _bare(bare[hit.item.pk], hit)
        for hit in answer.finds
    )


def _bare(line: BareLine, hit: ListedHit) -> Find:
    return Find(
        name=line.name,
        link=line.link,
        bare=line,
        why=_why(hit.why, hit.item.name),
        tags=(gettext("只有名称、还没有指南的"),),
    )


def _why(why: Why, name: str) -> tuple[Piece, ...]:
    """One short line, with the words that did it marked."""
    match why.found:
        case Found.CODE:
            sentence = gettext("事项编码的开头是“%(words)s”")
        case Found.NAME if why.said in name.lower():
            sentence = gettext("名称里有“%(words)s”")
        case Found.NAME:
            sentence = gettext("大家也叫它“%(words)s”")
        case Found.SYNONYM:
            sentence = gettext("“%(words)s”也叫“%(other)s”")
        case Found.SOUND:
            sentence = gettext("“%(words)s”听起来像“%(other)s”")
        case Found.INITIALS:
            sentence = gettext("“%(words)s”是“%(other)s”的拼音首字母")
        case Found.TEXT:
            sentence = gettext("办事指南里说到“%(words)s”")
    before, _, after = sentence.replace("%(other)s", why.stands_for or name).partition("%(words)s")
    return (Piece(text=before), Piece(text=why.said, hit=True), Piece(text=after))


def _groups(versions: Iterable[ItemVersion]) -> tuple[Group, ...]:
    by_type: dict[ItemType, list[Find]] = {}
    for version in versions:
        by_type.setdefault(ITEM_TYPES[version.item_type], []).append(_find(version))
    return tuple(
        Group(id=item_type.value, name=item_type.words, finds=tuple(by_type[item_type]))
        for item_type in ItemType
        if item_type in by_type
    )


@cache
def _drawn() -> frozenset[str]:
    """The names of the pictures that come with the design."""
    sprite = finders.find("web/icons.svg")
    text = Path(str(sprite)).read_text("utf-8") if sprite else ""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', text))
