"""Which item renews a licence."""

import datetime as dt
from collections.abc import Mapping

from leyiban.catalogue.models import City, ItemVersion


def renewing_items(*, city: City, on: dt.date) -> Mapping[str, ItemVersion]:
    """The items of a city that renew licences, by the type of the licence. One query, once their texts are kept."""
    versions = ItemVersion.objects.of_city(city).in_use(on).select_related("item").defer(*ItemVersion.BULKY)
    return {
        version.rulefile.replaces: version
        for version in versions.order_by("item__code")
        if version.rulefile.renews is not None
    }
