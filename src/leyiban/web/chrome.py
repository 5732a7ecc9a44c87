"""What surrounds a page: whose city, which reader, who is signed in, where one is."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from leyiban.kernel.actors import Actor, ActorKind
from leyiban.web.city import CityFace, city_of, remembered_city
from leyiban.web.reader import Reader, reader_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """``here`` is where the switches come back to; ``who`` is empty for a guest."""

    city: CityFace
    reader: Reader
    now: dt.datetime
    here: str
    home: str
    who: str = ""
    mine: str = ""
    sign_in: str = ""
    search_box: bool = True
    demo: bool = False
    checks: tuple[Link, ...] = ()


def chrome_of(
    request: HttpRequest,
    *,
    actor: Actor | None,
    now: dt.datetime,
    search_box: bool = True,
    database: bool = True,
) -> Chrome:
    """With ``database`` off nothing is asked of it, so that an error page can be drawn while it is away."""
    signed_in = actor is not None and actor.kind in (ActorKind.PERSON, ActorKind.STAFF)
    return Chrome(
        city=city_of(_host(request)) if database else remembered_city(_host(request)),
        reader=reader_of(request),
        now=now,
        here=request.get_full_path() if request.method in ("GET", "HEAD") else request.path,
        home=reverse("web:home"),
        who=actor.label if actor is not None and signed_in else "",
        mine=_address("web:mine"),
        sign_in="" if signed_in else _address("web:sign_in"),
        search_box=search_box,
        demo=settings.DEMO,
    )


def _host(request: HttpRequest) -> str:
    """The host name asked for; empty when it is not one of ours."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
