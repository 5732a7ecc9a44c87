"""The work list: reads the docket, and of cases only where they wait for their applicant."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from leyiban.cases.models import Case
from leyiban.cases.queries.site_checks import to_sign
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Actor
from leyiban.kernel.docket.models import OpenMatter, RecountAtPost
from leyiban.kernel.docket.precedence import LAST, Spot, by_time

_NEWS = dt.timedelta(days=7)  # how long a change of deadlines is told on top of a list

Place = tuple[dt.datetime, dt.datetime, int]
"""Where the last row of a page stands: the next one begins behind it."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row of the list. ``red_at`` None: no limit runs, or its last day is not known yet. ``goes_first``: it may
    pass others (the green channel); ``passed_by``: how many such have passed it."""

    case_id: int
    number: str
    title: str
    region: str
    party: str
    state: CaseState
    since: dt.datetime
    amber_at: dt.datetime | None
    red_at: dt.datetime | None
    paused: bool
    owner_post_id: int | None
    holder_id: int | None
    key: int
    spot: Spot
    goes_first: bool = False
    passed_by: int = 0

    @property
    def place(self) -> Place:
        return *self.spot, self.key

    @property
    def place_by_time(self) -> Place:
        """Its place in a list by time alone."""
        return *by_time(self.red_at), self.key


@dataclass(frozen=True, slots=True)
class Counts:
    """The four counts above the list (look 6)."""

    due_today: int
    to_accept: int
    in_correction: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A part of the list: in one state, ending in a span of time (``ends_from`` ≤ end ≤ ``ends_by``), over
    since before ``over_at``, or with these characters in its number."""

    state: CaseState | None = None
    ends_from: dt.datetime | None = None
    ends_by: dt.datetime | None = None
    over_at: dt.datetime | None = None
    number: str = ""


_EVERYTHING = Within()


def work_list(
    actor: Actor, *, within: Within = _EVERYTHING, after: Place | None = None, limit: int = 50
) -> list[WorkItem]:
    """What waits for the actor's posts, or for his own signature, least time left first; what goes first stands
    before that within its bound (``docket.precedence``), and what has no end last.

    ``within`` a state in which the applicant must act: what these posts have sent to him.
    """
    part = _part(within) if after is None else _part(within) & behind(after)
    rows = [
        row
        for waiting in _waiting(actor, within.state)
        for row in waiting.filter(part).order_by("place_at", "place_by", "id")[:limit]
    ]
    return items_of(sorted(rows, key=_in_order)[:limit])


def _in_order(row: OpenMatter) -> Place:
    return *row.spot, row.pk


def _waiting(actor: Actor, state: CaseState | None) -> list[QuerySet[OpenMatter]]:
    """Parts of the docket that have no row in common. Apart, because each is read from an index in its order, and
    joined by OR or IN they are read whole and sorted."""
    cases = OpenMatter.objects.filter(kind=Case.KIND)
    if state is CaseState.CORRECTION_NOTIFIED:
        return [cases.filter(state=state, key__in=_sent_to_applicant(actor).values("pk"))]
    posts = [post.post_id for post in actor.posts]
    mine = [cases.filter(owner_post_id=post) for post in posts]
    to_be_signed = list(to_sign(actor).values_list("record__case_id", flat=True))
    if not to_be_signed or state not in (None, CaseState.UNDER_REVIEW):
        return mine
    elsewhere = Q(owner_post_id__isnull=True) | ~Q(owner_post_id__in=posts)
    return [*mine, cases.filter(elsewhere, key__in=to_be_signed)]


def _sent_to_applicant(actor: Actor) -> QuerySet[Case]:
    """Cases in correction belong to no post: they are those whose notice these posts wrote."""
    return Case.objects.filter(
        agency_id__in={post.agency_id for post in actor.posts},
        state=CaseState.CORRECTION_NOTIFIED,
        route__intake__in=[post.post_id for post in actor.posts],
    )


def _part(within: Within) -> Q:
    part = Q()
    if within.state is not None:
        part &= Q(state=within.state)
    if within.ends_from is not None:
        part &= Q(red_at__gte=within.ends_from)
    if within.ends_by is not None:
        part &= Q(red_at__lte=within.ends_by)
    if within.over_at is not None:
        part &= Q(red_at__lt=within.over_at, paused=False)
    if within.number:
        part &= Q(number__icontains=within.number)
    return part


def behind(place: Place) -> Q:
    """Rows that stand after ``place`` in the order of the list."""
    at, by, key = place
    return Q(place_at__gt=at) | Q(place_at=at, place_by__gt=by) | Q(place_at=at, place_by=by, pk__gt=key)


def behind_by_time(place: Place) -> Q:
    """Rows that stand after ``place`` in a list by time alone."""
    red_at, _, key = place
    if red_at == LAST:
        return Q(red_at__isnull=True, pk__gt=key)
    return Q(red_at__gt=red_at) | Q(red_at=red_at, pk__gt=key) | Q(red_at__isnull=True)


def items_of(rows: Iterable[OpenMatter]) -> list[WorkItem]:
    return [
        WorkItem(
            case_id=row.key,
            number=row.number,
            title=row.title,
            region=row.region,
            party=row.party_label,
            state=CaseState(row.state),
            since=row.since,
            amber_at=row.amber_at,
            red_at=row.red_at,
            paused=row.paused,
            owner_post_id=row.owner_post_id,
            holder_id=row.holder_id,
            key=row.pk,
            spot=row.spot,
            goes_first=row.bound is not None,
            passed_by=row.passed_by,
        )
        for row in rows
    ]


def counts(actor: Actor, *, now: dt.datetime, end_of_today: dt.datetime) -> Counts:
    """The four counts of the actor's posts. As many queries however many cases."""
    waiting = [
        part.aggregate(
            due_today=Count("pk", filter=Q(red_at__gte=now, red_at__lte=end_of_today)),
            to_accept=Count("pk", filter=Q(state=CaseState.SUBMITTED)),
            overdue=Count("pk", filter=Q(red_at__lt=now, paused=False)),
        )
        for part in _waiting(actor, None)
    ]
    return Counts(
        in_correction=_sent_to_applicant(actor).count(),
        due_today=sum(found["due_today"] for found in waiting),
        to_accept=sum(found["to_accept"] for found in waiting),
        overdue=sum(found["overdue"] for found in waiting),
    )


def counted_again(actor: Actor, *, now: dt.datetime) -> int:
    """How many cases of the actor's posts a changed calendar has moved within the last days. One query."""
    found = RecountAtPost.objects.filter(
        owner_post_id__in=[post.post_id for post in actor.posts],
        recount__kind=Case.KIND,
        recount__published_at__gte=now - _NEWS,
    ).aggregate(moved=Sum("moved"))
    return found["moved"] or 0
