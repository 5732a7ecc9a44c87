"""Reads of the catalogue for screens, API and the domains above.

The search is asked for by its own name (:mod:`~leyiban.catalogue.queries.searching`): its dictionary of sounds takes
a third of a second to load, and most programs search nothing.
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
from leyiban.catalogue.queries.green import WhomToRing, green_class, green_classes, green_contacts
from leyiban.catalogue.queries.guides import guide_of, lawbook_entries, limits_of, loaded_lawbook
from leyiban.catalogue.queries.items import (
    Offer,
    ThemePage,
    item_names,
    item_version,
    items,
    next_version,
    offer,
    theme_page,
    themes,
    version_by_number,
    versions_of,
)
from leyiban.catalogue.queries.listed import WhereToAsk, listed_item, listed_items, where_to_ask
from leyiban.catalogue.queries.listing import change_days, list_difference, list_on, versions_on
from leyiban.catalogue.queries.prechecks import Prechecked, precheck_of
from leyiban.catalogue.queries.renewing import issuing_items, renewing_items
from leyiban.catalogue.queries.variants import last_trial, variant_by_key, variants_of

__all__ = [
    "Offer",
    "Prechecked",
    "ThemePage",
    "WhereToAsk",
    "WhomToRing",
    "change_days",
    "cities",
    "city_by_key",
    "city_of_host",
    "city_of_region",
    "green_class",
    "green_classes",
    "green_contacts",
    "guide_of",
    "issuing_items",
    "item_names",
    "item_version",
    "items",
    "last_trial",
    "lawbook_entries",
    "limits_of",
    "list_difference",
    "list_on",
    "listed_item",
    "listed_items",
    "loaded_lawbook",
    "next_version",
    "offer",
    "only_city",
    "outlets",
    "outlets_by_key",
    "precheck_of",
    "renewing_items",
    "theme_page",
    "themes",
    "variant_by_key",
    "variants_of",
    "version_by_number",
    "versions_of",
    "versions_on",
    "where_to_ask",
]
