"""Hearings with open doors before everybody: when, where, about what (R12)."""

from django.http import HttpResponseBase

from leyiban.cases.queries.hearings import public_hearings
from leyiban.kernel.rights import ANYONE
from leyiban.web.city import city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext


@page(ANYONE)
def public_list(visit: Visit) -> HttpResponseBase:
    """What is ahead, and what was held in the last three months. No names."""
    city = city_of_request(visit.request)
    return visit.show(
        "openness/hearings.html",
        {
            "columns": (
                Column(key="at", label=gettext("时间"), head=True),
                Column(key="title", label=gettext("关于什么")),
                Column(key="agency", label=gettext("单位")),
                Column(key="place", label=gettext("地点")),
                Column(key="number", label=gettext("听证编号")),
            ),
            "hearings": public_hearings(region=city.region.code, now=visit.now) if city else [],
        },
    )
