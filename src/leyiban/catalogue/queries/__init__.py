"""Reads of the catalogue for screens, API and the domains above.

The search is asked for by its own name (:mod:`~leyiban.catalogue.queries.searching`): its dictionaries take half a
second to load, and most programs search nothing.
"""

from leyiban.catalogue.queries.cities import (
    cities,
    city_by_key,
    city_of_host,
    city_of_region,
    only_city,
    outlets,
    outlets_by_key,
)
from leyiban.catalogue.queries.guides import guide_of, lawbook_entries, limits_of, loaded_lawbook
from leyiban.catalogue.queries.items import (
    Offer,
    ThemePage,
    item_names,
    item_version,
    items,
    offer,
    theme_page,
    themes,
    version_by_number,
    versions_of,
)

__all__ = [
    "Offer",
    "ThemePage",
    "cities",
    "city_by_key",
    "city_of_host",
    "city_of_region",
    "guide_of",
    "item_names",
    "item_version",
    "items",
    "lawbook_entries",
    "limits_of",
    "loaded_lawbook",
    "offer",
    "only_city",
    "outlets",
    "outlets_by_key",
    "theme_page",
    "themes",
    "version_by_number",
    "versions_of",
]
