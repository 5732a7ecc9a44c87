"""The portal's standing pages: entrances and telephones, how it works, large print, privacy."""

from django.http import HttpResponseBase

from leyiban.catalogue.models import City
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.people.queries import effective_agencies
from leyiban.web.city import Phone, city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.rights import ANYONE


@page(ANYONE)
def entrances(visit: Visit) -> HttpResponseBase:
    """Every entrance and every consultation telephone (M1.9, M1.11)."""
    city = city_of_request(visit.request)
    return visit.show("portal/entrances.html", {"phones": _phones(city, visit) if city else ()})


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


def _phones(city: City, visit: Visit) -> tuple[Phone, ...]:
    return tuple(
        Phone(name=Bilingual(zh=agency.name, en=agency.name_en or None), shown=phone)
        for agency in effective_agencies(region=city.region, on=city_date(visit.now))
        for phone in agency.advice_phones
    )
