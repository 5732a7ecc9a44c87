"""The face of the city whose pages these are: its name, its telephones, its entrances (M1.1, M1.9, M1.11)."""

from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, InterfaceError

from leyiban.catalogue.models import City
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


_HOTLINE_NAME: Final = Bilingual(zh="政务服务热线", en="Government hotline")
NO_CITY: Final = CityFace(
    key="",
    title=Bilingual(zh="政务服务", en="Government services"),
    keeper=Bilingual(zh="乐易办", en="Leyiban"),
    phone=Phone(name=_HOTLINE_NAME, shown="12345"),
)
_last_seen: dict[str, CityFace] = {}  # by host; for pages that must be drawn while the database is away


def city_row(host: str) -> City | None:
    """The city that answers under this host name (``leshan.example:8000``), else the only one there is."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    cities = City.objects.order_by("key")
    return cities.filter(hosts__contains=[name]).first() or cities.first()


def city_of(host: str) -> CityFace:
    """Its face, drawn from what the pack says now. One or two queries."""
    try:
        city = city_row(host)
    except (DatabaseError, InterfaceError):
        return remembered_city(host)
    face = NO_CITY if city is None else _face(city)
    _last_seen[host] = face
    return face


def remembered_city(host: str) -> CityFace:
    """The face as this process last saw it; never asks the database."""
    return _last_seen.get(host, NO_CITY)


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
