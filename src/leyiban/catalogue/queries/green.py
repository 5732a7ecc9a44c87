"""Which classes of the green channel hold, and whether an item may go through it under one."""

import datetime as dt

from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.models import City


def green_classes(city: City, *, on: dt.date) -> list[GreenClassEntry]:
    """The classes that hold on a day, in the city's order. One query."""
    return [row.told for row in city.green_classes.on(on).order_by("position")]


def green_class(city: City, key: str, *, item: str, on: dt.date) -> GreenClassEntry | None:
    """The class of this key if it holds on that day and takes this item."""
    row = city.green_classes.on(on).filter(key=key).order_by("valid_from").last()
    told = None if row is None else row.told
    return told if told is not None and (not told.items or item in told.items) else None
