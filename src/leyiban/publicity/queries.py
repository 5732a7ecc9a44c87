"""What everybody may read of grants, and what an office and its supervisors have before them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from leyiban.kernel import sheets
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.docket.models import OpenMatter
from leyiban.people.rules.divisions import significant
from leyiban.publicity.columns import COLUMNS
from leyiban.publicity.errors import GrantNotPublished
from leyiban.publicity.models import Objection, Publication, PublishedRow
from leyiban.publicity.rights import answers_for
from leyiban.publicity.states import ObjectionState, PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which grants: by day of decision (both days included), agency (its credit code) and area."""

    since: dt.date
    until: dt.date
    region: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfAgency:
    """One agency's grants of one day: ``waiting`` may still be in time, ``late`` were or are not."""

    decided_on: dt.date
    agency: str
    agency_code: str
    granted: int
    published: int
    waiting: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGrant:
    """A grant as everybody may read it: the row in force, those before it, and what was objected."""

    publication: Publication
    row: PublishedRow
    earlier: tuple[PublishedRow, ...]
    objections: tuple[Objection, ...]

    @property
    def disputed(self) -> bool:
        return any(each.state == ObjectionState.OPEN for each in self.objections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One open publication or objection, with when it turns and who answers for it."""

    kind: str
    number: str
    grant: str
    title: str
    agency: str
    state: str
    amber_at: dt.datetime | None
    red_at: dt.datetime | None
    region: str


def days(asked: Asked) -> list[DayOfAgency]:
    """Per day and agency, the latest day first. One query."""
    late = Q(light=Light.RED)
    rows = (
        _asked(asked)
        .values("decided_on", "agency__name", "agency__uscc")
        .annotate(
            granted=Count("pk"),
            published=Count("pk", filter=Q(state=PublicationState.PUBLISHED)),
            waiting=Count("pk", filter=Q(state=PublicationState.WAITING) & ~late),
            late=Count("pk", filter=late),
        )
        .order_by("-decided_on", "agency__name", "agency__uscc")
    )
    return [
        DayOfAgency(
            decided_on=row["decided_on"],
            agency=row["agency__name"],
            agency_code=row["agency__uscc"],
            granted=row["granted"],
            published=row["published"],
            waiting=row["waiting"],
            late=row["late"],
        )
        for row in rows
    ]


def rows(asked: Asked) -> QuerySet[PublishedRow]:
    """The rows in force, unordered."""
    return PublishedRow.objects.filter(
        until__isnull=True, publication__in=_asked(asked).values("pk")
    ).select_related("publication")


def listed(asked: Asked, *, before: int | None = None, limit: int) -> list[PublishedRow]:
    """The rows in force, the newest publication first; ``before`` is the key of the last of the page before."""
    found = rows(asked)
    if before is not None:
        found = found.filter(publication_id__lt=before)
    return list(found.order_by("-publication_id")[:limit])


def as_csv(asked: Asked) -> Iterator[str]:
    """The rows as credit portals take them in: UTF-8 with mark, the exchange's codes in the second line."""
    return sheets.for_people(_lines(asked))


def _lines(asked: Asked) -> Iterator[list[str]]:
    yield [column.name for column in COLUMNS]
    yield [column.code for column in COLUMNS]
    for each in rows(asked).order_by("decided_on", "publication_id").iterator(chunk_size=500):
        cells = each.row.cells()
        yield [cells[column.key] for column in COLUMNS]


def published_grant(number: str) -> PublishedGrant:
    """One grant with its history. Three queries.

    Raises:
        GrantNotPublished.
    """
    publication = (
        Publication.objects.select_related("agency")
        .filter(number=number, state=PublicationState.PUBLISHED)
        .first()
    )
    if publication is None:
        raise GrantNotPublished
    *earlier, row = publication.rows.order_by("number")
    return PublishedGrant(
        publication=publication,
        row=row,
        earlier=tuple(reversed(earlier)),
        objections=tuple(publication.objections.order_by("-pk")),
    )


def correctable_grant(actor: Actor, number: str) -> PublishedGrant:
    """A published grant that the actor's posts may put right.

    Raises:
        GrantNotPublished: there is none, or it is another agency's.
    """
    found = published_grant(number)
    if not answers_for(actor, found.publication):
        raise GrantNotPublished
    return found


def objections_before(actor: Actor) -> list[Objection]:
    """The open objections that the actor's posts decide on, the oldest first. One query."""
    here = _in_area(actor, "publication__agency_id", Role.DECIDER)
    return list(
        Objection.objects.select_related("publication__agency")
        .filter(here, state=ObjectionState.OPEN)
        .order_by("pk")
    )


def objection_for(actor: Actor, number: str) -> Objection:
    """An objection that the actor's posts decide on.

    Raises:
        GrantNotPublished: there is none, or it is another agency's.
    """
    here = _in_area(actor, "publication__agency_id", Role.DECIDER)
    found = Objection.objects.select_related("publication__agency").filter(here, number=number).first()
    if found is None:
        raise GrantNotPublished
    return found


def watched(actor: Actor, *, now: dt.datetime, limit: int = 200) -> list[Watched]:
    """Publications and objections near their limit or over it, where the actor supervises, audits or decides;
    the least time left first. Three queries."""
    roles = (Role.SUPERVISOR, Role.DECIDER, Role.AUDITOR)
    publications = Publication.objects.filter(_in_area(actor, "agency_id", *roles))
    objections = Objection.objects.filter(_in_area(actor, "publication__agency_id", *roles))
    open_rows = OpenMatter.objects.filter(
        Q(kind=Publication.KIND, key__in=publications.values("pk"))
        | Q(kind=Objection.KIND, key__in=objections.values("pk")),
        Q(amber_at__lte=now) | Q(red_at__lt=now),
    ).order_by("red_at", "id")[:limit]
    waiting = list(open_rows)
    agencies = _agencies(waiting)
    return [
        Watched(
            kind=row.kind,
            number=row.number,
            grant=agencies[row.kind, row.key][0],
            title=row.title,
            agency=agencies[row.kind, row.key][1],
            state=row.state,
            amber_at=row.amber_at,
            red_at=row.red_at,
            region=row.region,
        )
        for row in waiting
    ]


def _agencies(waiting: Iterable[OpenMatter]) -> dict[tuple[str, int], tuple[str, str]]:
    """Number of the grant and name of the agency, by kind and key."""
    keys: dict[str, list[int]] = {Publication.KIND: [], Objection.KIND: []}
    for row in waiting:
        keys[row.kind].append(row.key)
    found = {
        (Publication.KIND, key): (number, name)
        for key, number, name in Publication.objects.filter(pk__in=keys[Publication.KIND]).values_list(
            "pk", "number", "agency__name"
        )
    }
    of_objections = Objection.objects.filter(pk__in=keys[Objection.KIND]).values_list(
        "pk", "publication__number", "publication__agency__name"
    )
    return found | {(Objection.KIND, key): (number, name) for key, number, name in of_objections}


def _in_area(actor: Actor, agency: str, *roles: Role) -> Q:
    """An auditor sees his whole area; the others their agency's part of theirs."""
    here = Q(pk__in=[])
    for post in actor.posts:
        if post.role not in roles:
            continue
        area = Q(region__startswith=significant(post.region))
        here |= area if post.role is Role.AUDITOR else area & Q(**{agency: post.agency_id})
    return here


def _asked(asked: Asked) -> QuerySet[Publication]:
    found = Publication.objects.filter(decided_on__gte=asked.since, decided_on__lte=asked.until)
    if asked.region:
        found = found.filter(region__startswith=significant(asked.region))
    if asked.agency:
        found = found.filter(agency__uscc=asked.agency)
    return found
