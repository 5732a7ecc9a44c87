"""绿色通道 before everybody: its classes, who was let in, and whether one's own matter would be (F4.1, F4.6)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.models import GreenGrant
from leyiban.cases.queries import green_register, passed_by
from leyiban.cases.states import GreenGround, GreenState
from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.models import City
from leyiban.catalogue.queries import green_classes
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.city import city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench import places

_MOST: Final = 50
AFTER: Final = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """One grant as everybody reads it: nothing of whose case it is."""

    green_class: Words
    item: Words
    agency: Words
    by: str
    since: dt.datetime
    until: dt.date
    passed: int
    state: str


@page(ANYONE)
def green(visit: Visit) -> HttpResponseBase:
    """Every grant that was ever made, the newest first, and the classes that hold today."""
    city = city_of_request(visit.request)
    place = places.read(visit.request.GET.get(AFTER, ""))
    rows = (
        []
        if city is None
        else green_register(region=city.region.code, before=place and (place[0], place[2]), limit=_MOST + 1)
    )
    shown, last = rows[:_MOST], rows[_MOST - 1] if len(rows) > _MOST else None
    following = ""
    if last is not None and last.answered_at is not None:
        following = places.written((last.answered_at, last.answered_at, last.pk))
    return visit.show(
        "openness/green.html",
        {
            "classes": _classes(city, visit),
            "columns": _columns(),
            "rows": lines_of(shown, city),
            "next": f"{reverse('web:green')}?{urlencode({AFTER: following})}" if following else "",
        },
    )


def _classes(city: City | None, visit: Visit) -> list[GreenClassEntry]:
    return [] if city is None else green_classes(city, on=city_date(visit.now))


def lines_of(grants: list[GreenGrant], city: City | None) -> list[GrantLine]:
    """The rows of the register in words. Two queries, however many."""
    names = (
        {} if city is None else {row.key: row.told.name for row in city.green_classes.order_by("valid_from")}
    )
    passed = passed_by(grants)
    return [_line(grant, names, passed) for grant in grants]


def _line(grant: GreenGrant, names: dict[str, Bilingual], passed: dict[int, int]) -> GrantLine:
    post, by = grant.answered_post, grant.answered_by
    assert grant.answered_at is not None and grant.until is not None and post is not None and by is not None
    return GrantLine(
        green_class=names.get(grant.green_class, grant.green_class),
        item=grant.case.rules.short_name,
        agency=Bilingual(zh=grant.agency.name, en=grant.agency.name_en or None),
        by=f"{post.name} {by.display_name}",
        since=grant.answered_at,
        until=grant.until,
        passed=passed[grant.case_id],
        state=state_of(grant),
    )


def state_of(grant: GreenGrant) -> str:
    """How it stands; of a withdrawal also why."""
    said = speak(GreenState(grant.state).label)
    if grant.state != GreenState.WITHDRAWN:
        return said
    return gettext("%(state)s:%(ground)s") % {
        "state": said,
        "ground": speak(GreenGround(grant.end_ground).label),
    }


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="green_class", label=gettext("类别"), head=True),
        Column(key="item", label=gettext("事项")),
        Column(key="agency", label=gettext("单位")),
        Column(key="by", label=gettext("谁准的")),
        Column(key="since", label=gettext("从什么时候")),
        Column(key="until", label=gettext("到哪天")),
        Column(key="passed", label=gettext("排到几件前面"), right=True),
        Column(key="state", label=gettext("结果")),
    )
