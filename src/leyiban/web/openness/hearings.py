"""Hearings with open doors before everybody: when, where, about what (R12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponseBase

from leyiban.cases.models import Hearing
from leyiban.cases.queries.hearings import public_hearings
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.rights import ANYONE
from leyiban.web import formats
from leyiban.web.city import Phone, city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHearing:
    """``opens`` is day and hour in words; ``phones`` are those of the office that hears."""

    hearing: Hearing
    opens: str
    item: Bilingual
    agency: Bilingual
    phones: tuple[Phone, ...]


@page(ANYONE)
def public_list(visit: Visit) -> HttpResponseBase:
    """What is ahead, the next one first; then what was held in the last three months, the last one first. No names."""
    city = city_of_request(visit.request)
    found = public_hearings(region=city.region.code, now=visit.now) if city else []
    shown = list(_shown(found, visit))
    return visit.show(
        "openness/hearings.html",
        {
            "columns": (
                Column(key="at", label=gettext("时间"), head=True),
                Column(key="item", label=gettext("关于什么")),
                Column(key="place", label=gettext("地点")),
                Column(key="agency", label=gettext("单位和电话")),
                Column(key="number", label=gettext("听证编号")),
            ),
            "ahead": [each for each in shown if each.hearing.held_at is None],
            "held": [each for each in shown if each.hearing.held_at is not None],
        },
    )


def _shown(found: Iterable[Hearing], visit: Visit) -> Iterable[PublicHearing]:
    for hearing in found:
        assert hearing.opens_at is not None  # asked for by its day
        agency = Bilingual(zh=hearing.agency.name, en=hearing.agency.name_en or None)
        yield PublicHearing(
            hearing=hearing,
            opens=formats.appointment(hearing.opens_at, visit.now),
            item=hearing.case.item_version.words,
            agency=agency,
            phones=tuple(Phone(name=agency, shown=number) for number in hearing.agency.advice_phones),
        )
