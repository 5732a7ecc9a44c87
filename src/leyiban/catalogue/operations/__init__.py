"""The catalogue's only door for writes."""

from leyiban.catalogue.operations.cities import (
    CityRow,
    OutletRow,
    SynonymRow,
    ThemeMemberRow,
    ThemeRow,
    WindowRow,
    load_city,
    load_outlets,
    load_synonyms,
    load_themes,
    record_city_loaded,
)
from leyiban.catalogue.operations.publishing import Published, change_state, publish_version

__all__ = [
    "CityRow",
    "OutletRow",
    "Published",
    "SynonymRow",
    "ThemeMemberRow",
    "ThemeRow",
    "WindowRow",
    "change_state",
    "load_city",
    "load_outlets",
    "load_synonyms",
    "load_themes",
    "publish_version",
    "record_city_loaded",
]
