"""The portal's standing pages: entrances and telephones, how it works, large print, privacy."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.http import HttpResponseBase

from leyiban.catalogue.models import City
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.queries import effective_agencies
from leyiban.web.city import Phone, city_of_request
from leyiban.web.edge import Visit, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city or county with the telephones of its offices; ``here`` is the city whose pages these are."""

    name: Bilingual
    phones: tuple[Phone, ...]
    here: bool


@page(ANYONE)
def entrances(visit: Visit) -> HttpResponseBase:
    """Every entrance and every consultation telephone (M1.9, M1.11)."""
    city = city_of_request(visit.request)
    return visit.show("portal/entrances.html", {"places": _phone_book(city, visit) if city else ()})


@page(ANYONE)
def help_page(visit: Visit) -> HttpResponseBase:
    """操作指南 (M1.10)."""
    return visit.show("portal/help.html")


@page(ANYONE)
def accessibility(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/accessibility.html")


@page(ANYONE)
def privacy(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/privacy.html")


def _phone_book(city: City, visit: Visit) -> tuple[Place, ...]:
    """Every office's telephones, the city's own first, then county by county."""
    agencies = effective_agencies(region=city.region, on=city_date(visit.now)).select_related("region")
    return tuple(
        Place(
            name=Bilingual(zh=region.name, en=region.name_en or None),
            here=region.code == city.region.code,
            phones=tuple(
                Phone(name=Bilingual(zh=agency.name, en=agency.name_en or None), shown=phone)
                for agency in of_region
                for phone in agency.advice_phones
            ),
        )
        for region, of_region in groupby(agencies, key=attrgetter("region"))
    )
