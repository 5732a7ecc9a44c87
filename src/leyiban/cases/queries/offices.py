"""Whose matter it could be instead."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.catalogue.queries import city_of_region
from leyiban.people.models import Agency
from leyiban.people.queries import effective_agencies


def other_offices(case: Case, *, on: dt.date) -> list[Agency]:
    """Every other office of the city on this day, by place and name."""
    region = city_of_region(case.region).region
    return list(effective_agencies(region=region, on=on).exclude(pk=case.agency_id))
