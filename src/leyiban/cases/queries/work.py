"""The work list: reads only the docket."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Actor
from leyiban.kernel.docket.models import OpenMatter


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row of the list. ``red_at`` None: no limit runs, or its last day is not known yet."""

    number: str
    title: str
    party: str
    state: CaseState
    since: dt.datetime
    amber_at: dt.datetime | None
    red_at: dt.datetime | None
    paused: bool
    holder_id: int | None
    key: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The four counts above the list (look 6)."""

    due_today: int
    to_accept: int
    in_correction: int
    overdue: int


def _mine(actor: Actor) -> Q:
    return Q(kind=Case.KIND, owner_post_id__in=[post.post_id for post in actor.posts])


def work_list(
    actor: Actor, *, after: tuple[dt.datetime | None, int] | None = None, limit: int = 50
) -> list[WorkItem]:
    """What waits for the actor's posts, least time left first; what has no end stands last.

    Args:
        after: ``(red_at, key)`` of the last row of the page before.
    """
    rows = OpenMatter.objects.filter(_mine(actor))
    if after is not None:
        rows = rows.filter(_behind(*after))
    ordered = rows.order_by("red_at", "id")[:limit]  # PostgreSQL puts nulls last
    return [
        WorkItem(
            number=row.number,
            title=row.title,
            party=row.party_label,
            state=CaseState(row.state),
            since=row.since,
            amber_at=row.amber_at,
            red_at=row.red_at,
            paused=row.paused,
            holder_id=row.holder_id,
            key=row.pk,
        )
        for row in ordered
    ]


def _behind(red_at: dt.datetime | None, key: int) -> Q:
    if red_at is None:
        return Q(red_at__isnull=True, pk__gt=key)
    return Q(red_at__gt=red_at) | Q(red_at=red_at, pk__gt=key) | Q(red_at__isnull=True)


def counts(actor: Actor, *, now: dt.datetime, end_of_today: dt.datetime) -> Counts:
    """The four counts of the actor's posts, in one query."""
    # Cases in correction wait for the applicant, so they belong to no post: they are counted by area.
    posts = [post.post_id for post in actor.posts]
    found = OpenMatter.objects.filter(_mine(actor)).aggregate(
        due_today=Count("pk", filter=Q(red_at__gte=now, red_at__lte=end_of_today)),
        to_accept=Count("pk", filter=Q(state=CaseState.SUBMITTED)),
        overdue=Count("pk", filter=Q(red_at__lt=now, paused=False)),
    )
    waiting = Case.objects.filter(state=CaseState.CORRECTION_NOTIFIED, route__intake__in=posts).count()
    return Counts(in_correction=waiting, **found)
