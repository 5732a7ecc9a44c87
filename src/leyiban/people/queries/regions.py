"""Regions and agencies: public facts, so no actor is asked for."""

import datetime as dt

from leyiban.people.models import Agency, Region
from leyiban.people.models.agency import AgencyQuerySet
from leyiban.people.models.region import Level, RegionQuerySet


def region_by_code(code: str) -> Region | None:
    return Region.objects.filter(code=code).first()


def ancestors(region: Region) -> RegionQuerySet:
    """The region and those above it, nearest first."""
    return Region.objects.above(region.path)


def regions_within(region: Region) -> RegionQuerySet:
    """The region and all below it, in the order of their codes."""
    return Region.objects.within(region.path).order_by("code")


def counties_within(region: Region) -> RegionQuerySet:
    return regions_within(region).filter(level=Level.COUNTY)


def agencies_within(region: Region) -> AgencyQuerySet:
    """Every agency that ever was in the region or below it: what was counted for it keeps its name."""
    return Agency.objects.filter(region__path__startswith=region.path)


def region_name(code: str) -> str:
    """Where a code lies, as an address says it: 乐山市市中区张公桥街道. The code itself when it is unknown."""
    chain = _chain(code)
    return "".join(region.name for region in reversed(chain)) or code


def effective_agencies(*, region: Region, on: dt.date) -> AgencyQuerySet:
    """The agencies that exist on this day in the region or below it."""
    return (
        Agency.objects.effective(on)
        .filter(region__path__startswith=region.path)
        .order_by("region__code", "name")
    )


def _chain(code: str) -> list[Region]:
    here = region_by_code(code)
    return list(ancestors(here)) if here else []
