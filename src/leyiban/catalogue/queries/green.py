"""Which classes of the green channel hold, and whether an item may go through it under one."""

import datetime as dt
from dataclasses import dataclass

from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.words import Bilingual


def green_classes(city: City, *, on: dt.date) -> list[GreenClassEntry]:
    """The classes that hold on a day, in the city's order. One query."""
    return [row.told for row in city.green_classes.on(on).order_by("position")]


def green_class(city: City, key: str, *, item: str, on: dt.date) -> GreenClassEntry | None:
    """The class of this key if it holds on that day and takes this item."""
    row = city.green_classes.on(on).filter(key=key).order_by("valid_from").last()
    told = None if row is None else row.told
    return told if told is not None and (not told.items or item in told.items) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhomToRing:
    """At an office that would handle it: the person whom it names for the green channel, else just its number."""

    office: Bilingual
    person: Bilingual | None
    phone: str


def green_contacts(version: ItemVersion) -> list[WhomToRing]:
    """Each office that handles this version, in the order of their regions. Two queries."""
    bodies = list(version.bodies.select_related("agency", "region").order_by("region__code"))
    named = {
        each.agency_id: each
        for each in version.item.city.green_contacts.filter(agency__in=[body.agency_id for body in bodies])
    }
    phones = {body.region: body.consult_phone for body in version.rulefile.implementing}
    return [
        WhomToRing(
            office=Bilingual(zh=body.agency.name, en=body.agency.name_en or None),
            person=named[body.agency_id].words if body.agency_id in named else None,
            phone=named[body.agency_id].phone if body.agency_id in named else phones[body.region.code],
        )
        for body in bodies
    ]
