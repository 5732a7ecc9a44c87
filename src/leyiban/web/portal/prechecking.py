"""能不能办: a few plain questions, and what the rule file says to the answers (F1.2).

The answers stand in the address, so that the page can be sent, printed and gone back to; nobody is named in them, and
nothing of them is kept.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.catalogue import queries as catalogue
from leyiban.catalogue.models import City, ItemBody
from leyiban.catalogue.queries import Prechecked, precheck_of
from leyiban.catalogue.rulefile.precheck import Picked
from leyiban.catalogue.vocabulary import TaskState
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.city import Phone
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.portal import precheck_facts as facts
from leyiban.web.portal import precheck_reasons as reasons
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.portal.guide_shown import Place
from leyiban.web.portal.precheck_parts import precheck_field, precheck_link
from leyiban.web.portal.precheck_shown import PrecheckPage
from leyiban.web.wording import gettext

REGION: Final = "region"
VERSION: Final = "v"


@page(ANYONE)
def precheck(visit: Visit, code: str) -> HttpResponseBase:
    """The questions, and below the answers what follows from them today."""
    city = city_of_visit(visit)
    version = catalogue.item_version(code=code, city=city, on=city_date(visit.now))
    bodies = list(version.bodies.select_related("agency", "region").order_by("region__code"))
    region = _region(visit.request, bodies, city)
    found = precheck_of(
        version,
        picked_in(visit.request.GET),
        region=region,
        on=city_date(visit.now),
        under=_number(visit.request.GET.get(VERSION, "")),
    )
    shown = _page(found, city=city, bodies=bodies, region=region, now=visit.now)
    return visit.show("portal/precheck.html", {"check": shown})


def picked_in(query: QueryDict) -> dict[str, list[str]]:
    """What an address says was picked: question → options."""
    return {name: query.getlist(name) for name in query if name not in (REGION, VERSION)}


def _link(found: Prechecked, picked: Picked, county: str) -> str:
    where = {REGION: county} if county else {}
    return precheck_link(found.rules.code, {**picked, **where, VERSION: str(found.version.number)})


def _region(request: HttpRequest, bodies: Sequence[ItemBody], city: City) -> str:
    """The county that was chosen, else where it is handled anyway, else the city."""
    known = [body.region.code for body in bodies]
    asked = request.GET.get(REGION, "")
    return asked if asked in known else known[0] if len(known) == 1 else city.region.code


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _page(
    found: Prechecked, *, city: City, bodies: Sequence[ItemBody], region: str, now: dt.datetime
) -> PrecheckPage:
    given, rules = found.given, found.rules
    judged = reasons.conditions(found, catalogue.item_names(city))
    begun = given.begun
    county = region if len(bodies) > 1 and found.body else ""
    in_use = found.version.state == TaskState.IN_USE.value
    return PrecheckPage(
        code=rules.code,
        name=rules.name,
        guide=guide_link(rules.code),
        fields=_fields(found, bodies, region),
        version=found.version.number,
        verdict=_verdict(found),
        left=len(given.left),
        outdated=found.outdated,
        facts=facts.of(found, office=_office(found, bodies), region=region, now=now) if begun else (),
        failing=tuple(one for one in judged if one.mark == "not_met"),
        conditions=judged,
        papers=reasons.papers(found),
        fees=reasons.fees(found),
        steps=reasons.steps(found),
        changes=reasons.otherwise(found, link=lambda picked: _link(found, picked, county)),
        places=_places(found, city),
        office=_office(found, bodies),
        phone=_phone(found, bodies),
        take=_take(found, region=county) if begun and in_use else "",
        takes=len(given.exact),
        link=_link(found, given.picked, county),
        json=_json(found, region=county),
    )


def _verdict(found: Prechecked) -> str:
    if not found.given.begun:
        return "open"
    if not found.outcome.likely:
        return "no"
    return "part" if found.given.left else "yes"


def _fields(found: Prechecked, bodies: Sequence[ItemBody], region: str) -> tuple[Field, ...]:
    asked = [precheck_field(question, found.given) for question in found.given.asked]
    if len(bodies) > 1:
        asked.append(_where(found, bodies, region))
    return tuple(asked)


def _where(found: Prechecked, bodies: Sequence[ItemBody], region: str) -> Field:
    rules = found.rules
    hint: Words = rules.competence.explain if rules.competence else ""
    return Field(
        kind=FieldKind.CHOICE,
        name=REGION,
        label=gettext("在哪个县(市、区)?"),
        hint=hint,
        required=False,
        value=region if found.body else "",
        choices=tuple(
            Choice(
                value=body.region.code, label=Bilingual(zh=body.region.name, en=body.region.name_en or None)
            )
            for body in bodies
        ),
    )


def _places(found: Prechecked, city: City) -> tuple[Place, ...]:
    if found.body is None:
        return ()
    return tuple(
        Place(name=one.words, address=one.address_words, hours=one.hours_words, phone=one.phone)
        for one in catalogue.outlets_by_key(city=city, keys=found.body.outlets)
    )


def _office(found: Prechecked, bodies: Sequence[ItemBody]) -> Words:
    if found.body is None:
        return ""
    agency = next(body.agency for body in bodies if body.region.code == found.body.region)
    return Bilingual(zh=agency.name, en=agency.name_en or None)


def _phone(found: Prechecked, bodies: Sequence[ItemBody]) -> Phone | None:
    """Whom to ask: the office that handles it, once it is known which."""
    office = _office(found, bodies)
    if found.body is None or not isinstance(office, Bilingual):
        return None
    return Phone(name=office, shown=found.body.consult_phone)


def _take(found: Prechecked, *, region: str) -> str:
    """Into the application with the answers that are answers to its form."""
    exact = {key: found.given.picked[key] for key in found.given.exact}
    query = urlencode({**exact, **({REGION: region} if region else {})}, doseq=True)
    address = reverse("web:start", kwargs={"code": found.rules.code})
    return f"{address}?{query}" if query else address


def _json(found: Prechecked, *, region: str) -> str:
    answers = [f"{key}:{value}" for key, values in found.given.picked.items() for value in values]
    query = urlencode({"answer": answers, **({REGION: region} if region else {})}, doseq=True)
    address = reverse("api-v1:precheck_item", kwargs={"code": found.rules.code})
    return f"{address}?{query}" if query else address
