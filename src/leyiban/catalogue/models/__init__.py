"""The catalogue's tables: the city, its items in versions, bare items, life events, outlets, words, what others do."""

from leyiban.catalogue.models.city import City
from leyiban.catalogue.models.elsewhere import Elsewhere
from leyiban.catalogue.models.green import GreenClass, GreenContact
from leyiban.catalogue.models.item import HandlingItem, ItemBody, ItemVersion, rulefile_of
from leyiban.catalogue.models.listed import ListedItem
from leyiban.catalogue.models.outlet import Outlet, OutletKind, ServiceWindow
from leyiban.catalogue.models.searching import ItemSearch, SearchStamp, SynonymGroup
from leyiban.catalogue.models.theme import Audience, Theme, ThemeItem
from leyiban.catalogue.models.variants import ItemVariant, VariantTrial

__all__ = [
    "Audience",
    "City",
    "Elsewhere",
    "GreenClass",
    "GreenContact",
    "HandlingItem",
    "ItemBody",
    "ItemSearch",
    "ItemVariant",
    "ItemVersion",
    "ListedItem",
    "Outlet",
    "OutletKind",
    "SearchStamp",
    "ServiceWindow",
    "SynonymGroup",
    "Theme",
    "ThemeItem",
    "VariantTrial",
    "rulefile_of",
]
