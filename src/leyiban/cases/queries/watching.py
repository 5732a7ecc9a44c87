"""What a supervisor watches: the cases of his agency and area that are near their end or over it, by name."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from leyiban.cases.models import Case
from leyiban.cases.queries.work import Place, WorkItem, behind_by_time, items_of
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.people.rules.divisions import significant


@dataclass(frozen=True, slots=True)
class Burden:
    """What one person (or, where nobody took it in hand, one post) has that is late or nearly so."""

    holder_id: int | None
    owner_post_id: int | None
    amber: int
    red: int


def watch_list(
    actor: Actor, *, now: dt.datetime, after: Place | None = None, limit: int = 50
) -> list[WorkItem]:
    """Amber and red cases where the actor supervises, least time left first. Paused ones are neither."""
    rows = _watched(actor, now)
    if after is not None:
        rows = rows.filter(behind_by_time(after))
    return items_of(rows.order_by("red_at", "id")[:limit])


def burdens(actor: Actor, *, now: dt.datetime) -> list[Burden]:
    """Who has how many of them, the most overdue first. One query."""
    rows = (
        _watched(actor, now)
        .values("holder_id", "owner_post_id")
        .annotate(
            red=Count("pk", filter=Q(red_at__lt=now)),
            amber=Count("pk", filter=Q(red_at__gte=now) | Q(red_at__isnull=True)),
        )
        .order_by("-red", "-amber", F("holder_id").asc(nulls_last=True), "owner_post_id")
    )
    return [Burden(**row) for row in rows]


def _watched(actor: Actor, now: dt.datetime) -> QuerySet[OpenMatter]:
    area = Q(pk__in=[])
    for post in actor.posts:
        if post.role in (Role.SUPERVISOR, Role.LEADER):
            area |= Q(agency_id=post.agency_id, region__startswith=significant(post.region))
    return OpenMatter.objects.filter(
        Q(amber_at__lte=now) | Q(red_at__lt=now),
        kind=Case.KIND,
        paused=False,
        owner_post_id__isnull=False,  # the applicant's own clock is not the office's
        key__in=Case.objects.filter(area).values("pk"),
    )
