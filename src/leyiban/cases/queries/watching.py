"""What a supervisor watches: the cases of his agency and area that are near their end or over it, by name; and the tasks
that his agency owes others, or others owe it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries.tasks import TaskLine, line_of
from leyiban.cases.queries.work import Place, WorkItem, behind_by_time, items_of
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.people.models import Agency
from leyiban.people.rules.divisions import significant


@dataclass(frozen=True, slots=True)
class Burden:
    """What one person (or, where nobody took it in hand, one post) has that is late or nearly so."""

    holder_id: int | None
    owner_post_id: int | None
    amber: int
    red: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedTask:
    """A task that is late or nearly so. ``office`` None: it is outside this city, and only its name is known."""

    line: TaskLine
    office: Agency | None
    office_name: str
    owner_post_id: int | None


def watch_list(
    actor: Actor, *, now: dt.datetime, after: Place | None = None, limit: int = 50
) -> list[WorkItem]:
    """Amber and red cases where the actor supervises, least time left first. Paused ones are neither."""
    rows = _watched(now).filter(_cases(actor))
    if after is not None:
        rows = rows.filter(behind_by_time(after))
    return items_of(rows.order_by("red_at", "id")[:limit])


def burdens(actor: Actor, *, now: dt.datetime) -> list[Burden]:
    """Who has how many of them, cases and tasks, the most overdue first. One query."""
    rows = (
        _watched(now)
        .filter(_cases(actor) | _tasks(actor))
        .values("holder_id", "owner_post_id")
        .annotate(
            red=Count("pk", filter=Q(red_at__lt=now)),
            amber=Count("pk", filter=Q(red_at__gte=now) | Q(red_at__isnull=True)),
        )
        .order_by("-red", "-amber", F("holder_id").asc(nulls_last=True), "owner_post_id")
    )
    return [Burden(**row) for row in rows]


def watched_tasks(actor: Actor, *, now: dt.datetime, limit: int = 50) -> list[WatchedTask]:
    """Amber and red tasks in cases that the actor's offices lead, or that they owe to another; least time left first. Two
    queries."""
    rows = list(_watched(now).filter(_tasks(actor)).order_by("red_at", "id")[:limit])
    tasks = ReviewTask.objects.select_related("agency").in_bulk([row.key for row in rows])
    return [
        WatchedTask(
            line=line_of(row),
            office=tasks[row.key].agency,
            office_name=tasks[row.key].office_name,
            owner_post_id=row.owner_post_id,
        )
        for row in rows
    ]


def _watched(now: dt.datetime) -> QuerySet[OpenMatter]:
    return OpenMatter.objects.filter(
        Q(amber_at__lte=now) | Q(red_at__lt=now),
        paused=False,
        owner_post_id__isnull=False,  # the applicant's own clock is not the office's
    )


def _cases(actor: Actor) -> Q:
    return Q(kind=Case.KIND, key__in=Case.objects.filter(_area(actor, "agency_id")).values("pk"))


def _tasks(actor: Actor) -> Q:
    mine = _area(actor, "agency_id") | _area(actor, "case__agency_id")
    return Q(kind=ReviewTask.KIND, key__in=ReviewTask.objects.filter(mine).values("pk"))


def _area(actor: Actor, agency: str) -> Q:
    """What lies with an agency that the actor supervises or leads, in the area of his post."""
    area = Q(pk__in=[])
    for post in actor.posts:
        if post.role in (Role.SUPERVISOR, Role.LEADER):
            area |= Q(**{agency: post.agency_id}, region__startswith=significant(post.region))
    return area
