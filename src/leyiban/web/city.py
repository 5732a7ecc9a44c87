"""The face of the city whose pages these are: its name, its telephones, its entrances (M1.1, M1.9, M1.11)."""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest

from leyiban.catalogue.models import City
from leyiban.catalogue.queries import city_of_host
from leyiban.catalogue.words import Bilingual

# Keys of a city's own wording that its pages read.
KEEPER: Final = "portal.keeper"  # who answers for the pages
SEARCHES: Final = "portal.searches"  # offered under the search field, separated by 、 (in English by commas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """``shown`` as people write it ("0833-2123456"), ``dial`` as a telephone takes it."""

    name: Bilingual
    shown: str

    @property
    def dial(self) -> str:
        return "".join(sign for sign in self.shown if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Another place where one can do the same things online; without an address it is an app or a mini-program."""

    name: Bilingual
    address: str = ""
    about: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFace:
    """``key`` is the pack's, empty when no city is loaded; ``searches`` are offered on the home page."""

    key: str
    title: Bilingual
    keeper: Bilingual
    phone: Phone
    entrances: tuple[Entrance, ...] = ()
    searches: tuple[Bilingual, ...] = ()

    @property
    def brand(self) -> Bilingual:
        """For the title of a page: "乐易办·乐山市"."""
        return Bilingual(zh=f"乐易办·{self.title.zh}", en=f"Leyiban {self.title.en or self.title.zh}")

    @property
    def phones(self) -> tuple[Phone, ...]:
        return (self.phone,)


_KEPT: Final = "_leyiban_city"  # on the request, which asks once
_HOTLINE_NAME: Final = Bilingual(zh="政务服务热线", en="Government hotline")
NO_CITY: Final = CityFace(
    key="",
    title=Bilingual(zh="政务服务", en="Government services"),
    keeper=Bilingual(zh="乐易办", en="Leyiban"),
    phone=Phone(name=_HOTLINE_NAME, shown="12345"),
)
_last_seen: dict[str, CityFace] = {}  # by host; for pages that must be drawn while the database is away


def city_of_request(request: HttpRequest) -> City | None:
    """The city that answers under this host name; None when there is none or it cannot be told. One query."""
    kept = vars(request)
    if _KEPT not in kept:
        kept[_KEPT] = city_of_host(host_of(request))
    found: City | None = kept[_KEPT]
    return found


def face_of_request(request: HttpRequest) -> CityFace:
    """Its face, drawn from what the pack says now; while the database is away, as it was last seen."""
    try:
        city = city_of_request(request)
    except (DatabaseError, InterfaceError):
        return remembered_face(request)
    face = NO_CITY if city is None else _face(city)
    _last_seen[host_of(request)] = face
    return face


def remembered_face(request: HttpRequest) -> CityFace:
    """The face as this process last saw it; never asks the database."""
    return _last_seen.get(host_of(request), NO_CITY)


def host_of(request: HttpRequest) -> str:
    """The host name asked for; empty when it is not one of ours."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def _face(city: City) -> CityFace:
    return CityFace(
        key=city.key,
        title=city.words,
        keeper=city.wording_of(KEEPER) or city.words,
        phone=Phone(name=_HOTLINE_NAME, shown=city.hotline),
        entrances=tuple(_entrance(told) for told in city.entrances),
        searches=_searches(city.wording_of(SEARCHES)),
    )


def _entrance(told: dict[str, object]) -> Entrance:
    about = told.get("about")
    return Entrance(
        name=Bilingual.model_validate(told["name"]),
        address=str(told.get("url") or ""),
        about=Bilingual.model_validate(about) if about else None,
    )


def _searches(words: Bilingual | None) -> tuple[Bilingual, ...]:
    if words is None:
        return ()
    chinese = words.zh.split("、")
    english = [part.strip() for part in (words.en or "").split(",")]
    if len(english) != len(chinese):
        return tuple(Bilingual(zh=zh) for zh in chinese)
    return tuple(Bilingual(zh=zh, en=en or None) for zh, en in zip(chinese, english, strict=True))
