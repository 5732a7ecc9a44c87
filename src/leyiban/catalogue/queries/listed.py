"""Bare items: what a list says of them, and whom to ask for the rest. Public facts, so no actor is asked for."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leyiban.catalogue.errors import ItemUnknown
from leyiban.catalogue.models import City, ListedItem
from leyiban.catalogue.models.listed import ListedItemQuerySet
from leyiban.catalogue.words import Bilingual
from leyiban.people.models import Agency


@dataclass(frozen=True, slots=True)
class WhereToAsk:
    """``agency`` is None when the one on the list is not known here; ``phones`` are then the city's hotline."""

    agency: Bilingual | None
    phones: tuple[str, ...]


def listed_items(*, city: City, on: dt.date, area: str | None = None) -> ListedItemQuerySet:
    """The bare items that stand on the list on ``on``, in its order; ``area`` keeps an area and all below it."""
    found = ListedItem.objects.of_city(city).on(on).order_by("position", "pk")
    return found if area is None else found.in_area(area)


def listed_item(*, city: City, key: int, on: dt.date) -> ListedItem:
    """Raises :class:`ItemUnknown`: it does not stand on the list of that day."""
    found = listed_items(city=city, on=on).filter(pk=key).first()
    if found is None:
        raise ItemUnknown
    return found


def where_to_ask(items: Iterable[ListedItem], *, city: City, on: dt.date) -> dict[int, WhereToAsk]:
    """For each item, by its key, who answers for it: its agency by credit code, else by name in that area. One query."""
    listed = list(items)
    agencies = Agency.objects.effective(on).select_related("region")
    known = list(
        agencies.filter(uscc__in={item.dept_code for item in listed})
        | agencies.filter(name__in={item.department for item in listed})
    )
    by_code = {agency.uscc: agency for agency in known}
    by_name = {(agency.name, agency.region.code): agency for agency in known}
    return {
        item.pk: _ask(by_code.get(item.dept_code) or by_name.get((item.department, item.area_code[:6])), city)
        for item in listed
    }


def _ask(agency: Agency | None, city: City) -> WhereToAsk:
    if agency is None or not agency.advice_phones:
        return WhereToAsk(agency=None, phones=(city.hotline,))
    name = Bilingual(zh=agency.name, en=agency.name_en or None)
    return WhereToAsk(agency=name, phones=tuple(agency.advice_phones))
