"""What surrounds a page: whose city, which reader, who is signed in, where one is."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from leyiban.kernel.actors import Actor, ActorKind
from leyiban.web.city import CityFace, face_of_request, remembered_face
from leyiban.web.reader import Language, Reader, address_in, reader_of, without_language
from leyiban.web.signin import sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """``here`` is where the switches come back to; ``who`` is empty for a guest. ``languages``: where a guest, a search
    engine among them, finds this page in each language: tag and address.

    ``session_left``: seconds until the session ends by itself; 0 for a guest.
    """

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
    session_left: int = 0
    languages: tuple[tuple[str, str], ...] = ()


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
    reading = request.method in ("GET", "HEAD")
    here = without_language(request) if reading else request.path
    return Chrome(
        city=face_of_request(request) if database else remembered_face(request),
        reader=reader_of(request),
        now=now,
        here=here,
        home=reverse("web:home"),
        who=actor.label if actor is not None and signed_in else "",
        mine=address_of("web:mine"),
        sign_in="" if signed_in else address_of("web:sign_in"),
        search_box=search_box,
        demo=settings.DEMO,
        session_left=sessions.seconds_left(request, now=now) if signed_in else 0,
        languages=_languages(here) if reading and not signed_in else (),
    )


def _languages(here: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.tag, f"{settings.PUBLIC_URL}{address_in(one, here)}") for one in Language)


def address_of(name: str, **kwargs: str) -> str:
    """The address of a named page; empty when these pages have no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
