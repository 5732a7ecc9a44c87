"""The catalogue's only door for writes."""

from leyiban.catalogue.operations.cities import (
    CityRow,
    ElsewhereRow,
    OutletRow,
    SynonymRow,
    ThemeMemberRow,
    ThemeRow,
    WindowRow,
    load_city,
    load_elsewhere,
    load_outlets,
    load_synonyms,
    load_themes,
    record_city_loaded,
)
from leyiban.catalogue.operations.green import ContactRow, load_green_classes, load_green_contacts
from leyiban.catalogue.operations.listing import ListImport, import_list
from leyiban.catalogue.operations.notices import noticed_until
from leyiban.catalogue.operations.publishing import Published, change_state, publish_version
from leyiban.catalogue.operations.variants import (
    base_of,
    load_variants,
    made_of,
    publish_variant,
    record_trial,
)

__all__ = [
    "CityRow",
    "ContactRow",
    "ElsewhereRow",
    "ListImport",
    "OutletRow",
    "Published",
    "SynonymRow",
    "ThemeMemberRow",
    "ThemeRow",
    "WindowRow",
    "base_of",
    "change_state",
    "import_list",
    "load_city",
    "load_elsewhere",
    "load_green_classes",
    "load_green_contacts",
    "load_outlets",
    "load_synonyms",
    "load_themes",
    "load_variants",
    "made_of",
    "noticed_until",
    "publish_variant",
    "publish_version",
    "record_city_loaded",
    "record_trial",
]
