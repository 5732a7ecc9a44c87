"""Drafts that nobody touched for as long as the city's retention rule says."""

import datetime as dt

from leyiban.cases.models import Draft
from leyiban.catalogue.models import City
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import daily

_RULE = "retention.draft"


@daily("cases.drafts")
def forget_drafts(*, now: dt.datetime) -> str:
    """Delete untouched drafts, city by city. A correction's draft lives as long as its case waits."""
    gone = 0
    for city in City.objects.select_related("region").order_by("key"):
        days = int(lawbook.rule(_RULE, on=city_date(now), region=city.region.code).value)
        old = Draft.objects.filter(
            item__city=city, case__isnull=True, saved_at__lt=now - dt.timedelta(days=days)
        )
        gone += old.count()
        old.delete()
    return f"{gone} drafts forgotten"
