"""The green channel: my requests, those that wait for my answer, and the register that everybody reads (F4.1)."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from leyiban.cases.green.errors import GreenGone
from leyiban.cases.green.flow import answers_for
from leyiban.cases.models import Case, GreenGrant
from leyiban.cases.queries.duties import log_look
from leyiban.cases.queries.seen import visible_to
from leyiban.cases.states import GreenState
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.docket.models import Passing
from leyiban.people.rules.divisions import significant

GREEN_READ: Final = "green_grant"
"""What a look at a request is called in the access log; it stands under its case."""

Before = tuple[dt.datetime, int]
"""``(answered_at, key)`` of the last row of a page of the register."""


def green_of_case(case: Case) -> GreenGrant | None:
    """The newest request of a case that the reader sees."""
    return _whole(GreenGrant.objects.filter(case=case)).order_by("-pk").first()


def my_green_case(actor: Actor, number: str) -> Case:
    """A case for which the actor may ask.

    Raises:
        GreenGone.
    """
    case = (
        visible_to(actor)
        .select_related("item_version__item__city", "applicant")
        .filter(number=number)
        .first()
    )
    if case is None:
        raise GreenGone
    return case


def green_to_answer(actor: Actor) -> list[GreenGrant]:
    """Requests that the actor's posts answer, and grants that they may withdraw; what waits first. One query."""
    agencies = {post.agency_id for post in actor.posts if post.role is Role.DECIDER}
    rows = _whole(
        GreenGrant.objects.filter(
            agency_id__in=agencies, state__in=[GreenState.REQUESTED, GreenState.GRANTED]
        )
    )
    found = [row for row in rows.order_by("asked_at", "pk") if answers_for(actor, row)]
    return sorted(found, key=lambda row: row.state != GreenState.REQUESTED)


def green_for_office(actor: Actor, number: str, *, now: dt.datetime) -> GreenGrant:
    """A request of an office of mine; that it is read is written down, where its party sees it.

    Raises:
        GreenGone.
    """
    grant = _whole(GreenGrant.objects.filter(number=number)).first()
    if grant is None or not answers_for(actor, grant):
        raise GreenGone
    log_look(actor, grant.case, GREEN_READ, now=now)
    return grant


def green_register(*, region: str, before: Before | None = None, limit: int = 50) -> list[GreenGrant]:
    """Everything that was ever granted in a city, the newest first, whatever became of it. One query.

    Shows nobody whose case it is: who reads it out must not either.
    """
    rows = GreenGrant.objects.filter(until__isnull=False, region__startswith=significant(region))
    if before is not None:
        at, key = before
        rows = rows.filter(answered_at__lte=at).exclude(answered_at=at, pk__gte=key)
    return list(
        rows.select_related("agency", "answered_post", "answered_by", "case__item_version__item")
        .defer("statement", "reasons", "end_reasons")
        .order_by("-answered_at", "-pk")[:limit]
    )


def passed_by(grants: Sequence[GreenGrant]) -> dict[int, int]:
    """How many ordinary cases each has passed so far, by the key of its case. One query."""
    found: dict[int, int] = {grant.case_id: 0 for grant in grants}
    rows = Passing.objects.filter(by_kind=Case.KIND, by_key__in=found).values_list("by_key", flat=True)
    for key in rows:
        found[key] += 1
    return found


def passings_of(case: Case) -> int:
    """How many of the green channel have passed this case: what its party is told (F4.2)."""
    return Passing.objects.filter(kind=Case.KIND, key=case.pk).count()


def _whole(rows: QuerySet[GreenGrant]) -> QuerySet[GreenGrant]:
    return rows.select_related(
        "case__item_version__item", "case__applicant", "agency", "answered_post", "answered_by"
    )
