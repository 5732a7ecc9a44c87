"""A draft seen as a whole: how far it is, how to go on elsewhere, and how to throw it away (F1.3)."""

import contextlib
from typing import Final

import segno
from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse
from markupsafe import Markup

from leyiban.cases.errors import DraftGone
from leyiban.cases.operations import discard_draft
from leyiban.cases.queries import draft_for
from leyiban.cases.queries.known_facts import known_facts
from leyiban.catalogue.rulefile.form import KnownFact
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.journey.boxes import source_of
from leyiban.web.journey.steps import CHECK, draft_link, place_of, steps_of

_GROUP: Final = 5  # digits of a handover code that are said in one breath


@page(SIGNED_IN)
def draft(visit: Visit, key: str) -> HttpResponseBase:
    """What is done, what is left, and the button that goes on."""
    opened = draft_for(visit.actor, key, now=visit.now)
    steps = steps_of(opened, now=visit.now)
    own = opened.draft
    return visit.show(
        "journey/draft.html",
        {
            "item": opened.rules.name,
            "draft": own,
            "link": settings.PUBLIC_URL + draft_link(key),
            "picture": qr_code(settings.PUBLIC_URL + draft_link(key)),
            "code": _in_groups(own.handover_code),
            "steps": tuple(step for step in steps.steps if step.key != CHECK),
            "open": steps.open,
            "ready": steps.open.key == CHECK,
        },
    )


def qr_code(address: str) -> Markup:
    """A picture of an address, drawn into the page; the address stands beside it for ears and eyes."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn by us from squares


def _in_groups(code: str) -> str:
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


@page(SIGNED_IN, "GET", "POST")
def discard(visit: Visit, key: str) -> HttpResponseBase:
    """Ask once, then throw the draft away for good. Thrown away twice is thrown away."""
    if visit.request.method == "POST":
        with contextlib.suppress(DraftGone):
            discard_draft(key=key, actor=visit.actor)
        return see_other(reverse("web:my_cases"))
    opened = draft_for(visit.actor, key, now=visit.now)
    return visit.show(
        "journey/discard.html",
        {"item": opened.rules.name, "draft": opened.draft, "back": draft_link(key)},
    )


@page(SIGNED_IN)
def wrong(visit: Visit, key: str, fact: str) -> HttpResponseBase:
    """不对?: where a filled-in answer comes from, since when, and who puts it right at the source (F1.4)."""
    opened = draft_for(visit.actor, key, now=visit.now)
    if fact not in set(KnownFact):
        raise NotFound
    known, own = KnownFact(fact), opened.draft
    facts = known_facts(applicant=own.applicant, operator=own.operator)
    party = own.operator if own.operator is not None and known.startswith("operator.") else own.applicant
    body = opened.rules.implementing_in(own.region) or opened.rules.implementing[0]
    return visit.show(
        "journey/wrong.html",
        {
            "item": opened.rules.short_name,
            "applicant": own.applicant.name,
            "draft": draft_link(key),
            "back": place_of(f"form.{visit.request.GET.get('to', '')}", key, steps_of(opened, now=visit.now)),
            "source": source_of(known),
            "since": city_date(party.registered_at),
            "value": facts.get(known, ""),
            "of_phone": known in (KnownFact.PERSON_MOBILE, KnownFact.OPERATOR_MOBILE),
            "of_body": known.startswith("organisation."),
            "office_phone": body.consult_phone,
        },
    )
