"""Tasks of other offices: which are mine, which I lead, and what I may know of one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from leyiban.cases.joint.errors import TaskGone
from leyiban.cases.joint.flow import TASK_FLOW
from leyiban.cases.models import Case, Opinion, ReviewTask
from leyiban.cases.queries.duties import log_look
from leyiban.cases.queries.seen import visible_to
from leyiban.cases.rules.hops import Hop, hops
from leyiban.cases.states import AT_OFFICE, TaskState
from leyiban.kernel.actors import UPPER_LEVEL, Actor, ActorKind
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Move, Readings
from leyiban.kernel.ledger.queries import LedgerEntry, trail
from leyiban.people.queries import display_names


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a list shows it. ``red_at`` None: its turn has not come, or its last day is not known yet."""

    number: str
    title: str
    region: str
    party: str
    state: TaskState
    since: dt.datetime
    amber_at: dt.datetime | None
    red_at: dt.datetime | None
    paused: bool
    holder_id: int | None


@dataclass(frozen=True, slots=True)
class TaskFile:
    """One task with its hops, and what the actor may do next. ``opinions`` oldest first; ``names`` by pseudonym."""

    task: ReviewTask
    clocks: Readings
    moves: list[Move[ReviewTask]]
    opinions: list[Opinion]
    hops: tuple[Hop, ...]
    names: Mapping[str, str]


def tasks_at_my_posts(actor: Actor, *, limit: int = 100) -> list[TaskLine]:
    """What other offices' cases wait for at the actor's posts, least time left first. One query, of the docket."""
    rows = OpenMatter.objects.filter(
        kind=ReviewTask.KIND, owner_post_id__in=[post.post_id for post in actor.posts]
    )
    return [line_of(row) for row in rows.order_by("red_at", "id")[:limit]]


def overdue_under_my_lead(actor: Actor, *, now: dt.datetime, limit: int = 100) -> list[TaskLine]:
    """Opinions that are missing at their limit, in cases that the actor's offices lead: they go up to him. One
    query."""
    posts = [post.post_id for post in actor.posts]
    led = ReviewTask.objects.filter(
        Q(case__owner_post_id__in=posts), state__in=[state.value for state in AT_OFFICE]
    )
    rows = OpenMatter.objects.filter(
        kind=ReviewTask.KIND, red_at__lt=now, paused=False, key__in=led.values("pk")
    )
    return [line_of(row) for row in rows.order_by("red_at", "id")[:limit]]


def line_of(row: OpenMatter) -> TaskLine:
    """A task as its docket row shows it."""
    return TaskLine(
        number=row.number,
        title=row.title,
        region=row.region,
        party=row.party_label,
        state=TaskState(row.state),
        since=row.since,
        amber_at=row.amber_at,
        red_at=row.red_at,
        paused=row.paused,
        holder_id=row.holder_id,
    )


def tasks_of(case: Case) -> list[ReviewTask]:
    """The tasks of other offices in a case, in the order of its plan. None is read for an ordinary case."""
    if not case.joint:
        return []
    return list(case.review_tasks.select_related("received_by", "given_by", "agency", "post").order_by("pk"))


def task_for(actor: Actor, number: str) -> ReviewTask:
    """A task that the actor's posts have, or whose case he may see.

    Raises:
        TaskGone.
    """
    task = _seen_by(actor).filter(number=number).first()
    if task is None:
        raise TaskGone
    return task


def _seen_by(actor: Actor) -> QuerySet[ReviewTask]:
    if actor.kind is not ActorKind.STAFF:
        return ReviewTask.objects.none()
    mine = Q(post_id__in=[post.post_id for post in actor.posts])
    rows = ReviewTask.objects.filter(mine | Q(case__in=visible_to(actor).values("pk")))
    return rows.select_related("case__item_version__item", "case__agency", "agency", "post", "received_by")


def task_file(actor: Actor, number: str, *, now: dt.datetime) -> TaskFile:
    """One task for reading; that he reads it is written down under its case.

    Raises:
        TaskGone.
    """
    task = task_for(actor, number)
    log_look(actor, task.case, f"task:{task.key}", now=now)
    entries = trail(ReviewTask.KIND, number)
    clocks = matter_clocks(TASK_FLOW, task)
    return TaskFile(
        task=task,
        clocks=clocks,
        moves=TASK_FLOW.next_moves(task, clocks, actor),
        opinions=list(
            task.case.opinions.filter(task=task.key).select_related("post", "given_by").order_by("pk")
        ),
        hops=hops(entries, now=now),
        names={**names_in(entries), UPPER_LEVEL: task.office_name},
    )


def names_in(entries: list[LedgerEntry]) -> dict[str, str]:
    """How those are called whose acts these entries record."""
    found = {entry.actor for entry in entries} | {getattr(entry.facts, "by", "") for entry in entries}
    return display_names(found - {""})
