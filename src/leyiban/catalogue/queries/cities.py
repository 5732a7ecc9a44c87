"""Which city a request, a region or a command is about. Public facts, so no actor is asked for."""

from django.db.models import Count

from leyiban.catalogue.errors import CityUnknown
from leyiban.catalogue.models import City, Outlet


def city_by_key(key: str) -> City:
    """Raises :class:`CityUnknown`."""
    return _one(City.objects.filter(key=key).select_related("region").first())


def city_of_host(host: str) -> City | None:
    """The city that answers under ``host`` (port left off); the only one where just one is loaded."""
    name = host.split(":")[0].lower()
    found = City.objects.filter(hosts__contains=[name]).select_related("region").first()
    return found or only_city()


def city_of_region(code: str) -> City:
    """The city a region of any level lies in. Raises :class:`CityUnknown`."""
    return _one(City.objects.of_region(code).select_related("region").first())


def only_city() -> City | None:
    """The city, where exactly one is loaded; a laptop and a demo need no host names."""
    cities = list(City.objects.select_related("region").order_by("pk")[:2])
    return cities[0] if len(cities) == 1 else None


def cities() -> list[City]:
    return list(City.objects.select_related("region").order_by("region__code"))


def outlets(*, city: City, region: str | None = None) -> list[Outlet]:
    """Outlets of the city, with their windows; ``region`` keeps those in it or above it."""
    found = (
        Outlet.objects.filter(city=city)
        .select_related("region")
        .annotate(window_count=Count("windows"))
        .prefetch_related("windows")
        .order_by("region__code", "key")
    )
    if region is None:
        return list(found)
    return [outlet for outlet in found if _touches(outlet.region.code, region)]


def outlets_by_key(*, city: City, keys: tuple[str, ...]) -> list[Outlet]:
    """The named outlets in the order of ``keys``; a key nobody knows is left out."""
    found = {
        outlet.key: outlet
        for outlet in Outlet.objects.filter(city=city, key__in=keys).select_related("region")
    }
    return [found[key] for key in keys if key in found]


def _touches(outlet_region: str, region: str) -> bool:
    significant = outlet_region[:4] if outlet_region.endswith("00") else outlet_region
    return region.startswith(significant) or outlet_region.startswith(region)


def _one(city: City | None) -> City:
    if city is None:
        raise CityUnknown
    return city
