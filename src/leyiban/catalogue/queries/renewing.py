"""Which items issue and renew a licence."""

import datetime as dt
from collections.abc import Mapping

from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.models.item import ItemVersionQuerySet


def renewing_items(*, city: City, on: dt.date) -> Mapping[str, ItemVersion]:
    """The items of a city that renew licences, by the type of the licence. One query, once their texts are kept."""
    return {
        version.rulefile.replaces: version
        for version in _in_use(city, on)
        if version.rulefile.renews is not None
    }


def issuing_items(*, city: City, on: dt.date) -> Mapping[str, ItemVersion]:
    """The items of a city that issue licences to whoever has none yet, likewise."""
    return {
        licence.type_code: version
        for version in _in_use(city, on)
        if (licence := version.rulefile.result.licence) is not None and not version.rulefile.replaces
    }


def _in_use(city: City, on: dt.date) -> ItemVersionQuerySet:
    versions = ItemVersion.objects.of_city(city).in_use(on).select_related("item").defer(*ItemVersion.BULKY)
    return versions.order_by("item__code")
