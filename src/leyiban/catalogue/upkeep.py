"""What the doctor asks of the catalogue."""

import datetime as dt

from django.db.models import Q

from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import Finding, fail, health_check, ok


@health_check("catalogue.search")
def search_documents(*, now: dt.datetime) -> Finding:
    """Every item in use has a search document with a name. A newer program draws them at the next `city load`."""
    nameless = Q(item__search_document__isnull=True) | Q(item__search_document__names=[])
    in_use = ItemVersion.objects.in_use(city_date(now))
    lost = in_use.filter(nameless).count()
    if lost:
        return fail(
            f"{lost} of {in_use.count()} items in use cannot be found by search.",
            "Run leyiban city load with the city's folder: it writes their search documents.",
        )
    return ok(f"{in_use.count()} items in use can be found by search.")
