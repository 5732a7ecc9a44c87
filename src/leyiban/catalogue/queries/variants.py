"""Variants of a city's items: proposed, run dry, in force, over (F4.4)."""

from leyiban.catalogue.errors import VariantUnknown
from leyiban.catalogue.models import City, ItemVariant, VariantTrial


def variants_of(city: City) -> list[ItemVariant]:
    """Every variant that the city proposes or has published. One query."""
    return list(city.variants.select_related("item", "version", "city__region").order_by("key"))


def variant_by_key(city: City, key: str) -> ItemVariant:
    """Raises :class:`VariantUnknown`."""
    found = city.variants.select_related("item", "version", "city__region").filter(key=key).first()
    if found is None:
        raise VariantUnknown
    return found


def last_trial(variant: ItemVariant, *, digest: str) -> VariantTrial | None:
    """The newest dry run of just this text."""
    return variant.trials.filter(digest=digest).order_by("-tried_at", "-pk").first()
