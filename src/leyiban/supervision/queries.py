"""What may be seen of cards, slips, reports and predictions: each read takes the actor."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Q, QuerySet

from leyiban.kernel.actors import Actor, Role
from leyiban.people.rules.divisions import significant
from leyiban.supervision.errors import CardNotFound, ReportNotFound, SlipNotFound
from leyiban.supervision.foresight import Hits
from leyiban.supervision.models import Card, DailyReport, Prediction, Slip
from leyiban.supervision.rights import ANSWERING, OVERSEEING
from leyiban.supervision.states import OPEN_SLIPS, CardKind, CardState, SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which cards: ``reason`` None for all, ``mine`` for those that the actor's posts answer now."""

    reason: CardKind | None = None
    mine: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Since when supervision asks, and whether that is over."""

    at: dt.datetime
    settled: bool


def cards(actor: Actor, asked: Asked, *, before: int | None = None, limit: int = 50) -> list[Card]:
    """Cards that the actor may look at, the newest first. One query."""
    found = _cards_for(actor).filter(state=CardState.CLOSED if asked.closed else CardState.OPEN)
    if asked.reason is not None:
        found = found.filter(reason=asked.reason)
    if asked.mine:
        found = found.filter(owner_post_id__in=_posts(actor))
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("agency").order_by("-pk")[:limit])


def card_for(actor: Actor, number: str) -> Card:
    """Raises:
    CardNotFound: there is none, or it is not the actor's to look at.
    """
    found = _cards_for(actor).select_related("agency", "closed_by").filter(number=number).first()
    if found is None:
        raise CardNotFound
    return found


def opened_since(agency: int, reason: CardKind, *, since: dt.datetime) -> bool:
    """Whether the agency has had a card of this kind since then. One query."""
    return Card.objects.filter(agency_id=agency, reason=reason, opened_at__gte=since).exists()


def slips(actor: Actor, *, closed: bool = False, before: int | None = None, limit: int = 50) -> list[Slip]:
    """Slips that the actor may see, the newest first. One query."""
    found = _slips_for(actor)
    found = found.exclude(state__in=OPEN_SLIPS) if closed else found.filter(state__in=OPEN_SLIPS)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("agency").order_by("-pk")[:limit])


def slips_waiting(actor: Actor) -> list[Slip]:
    """Slips that wait for the actor's own posts, the oldest first. One query."""
    found = Slip.objects.filter(state__in=OPEN_SLIPS, owner_post_id__in=_posts(actor))
    return list(found.select_related("agency").order_by("pk")[:20])


def slip_for(actor: Actor, number: str) -> Slip:
    """Raises:
    SlipNotFound: there is none, or it is neither the actor's to answer nor of an office that he oversees.
    """
    found = (
        _slips_for(actor)
        .select_related("agency", "answering_post", "issuing_post", "card")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise SlipNotFound
    return found


def slips_about(kind: str, number: str) -> list[Slip]:
    """Every slip about a matter, the newest first: for whoever may see the matter. One query."""
    return list(Slip.objects.filter(about_kind=kind, about_number=number).order_by("-pk"))


def asked_about(kind: str, number: str) -> list[Inquiry]:
    """That supervision has asked about a matter: for its party, without names or words; withdrawn ones are not told.
    One query."""
    found = Slip.objects.filter(about_kind=kind, about_number=number).exclude(state=SlipState.WITHDRAWN)
    return [
        Inquiry(at=slip.opened_at, settled=slip.state == SlipState.ACCEPTED) for slip in found.order_by("-pk")
    ]


def report_for(actor: Actor, day: dt.date) -> DailyReport:
    """The report of a day of the actor's city.

    Raises:
        ReportNotFound.
    """
    found = _reports(actor).filter(day=day).first()
    if found is None:
        raise ReportNotFound
    return found


def report_days(actor: Actor, *, limit: int = 40) -> list[dt.date]:
    """The days of the last reports, the newest first. One query."""
    return list(_reports(actor).order_by("-day").values_list("day", flat=True)[:limit])


def foreseen(actor: Actor, *, day: dt.date) -> list[Prediction]:
    """What was foreseen on a day for the actor's offices and is likely to be late, the least time left first."""
    return list(
        _predictions(actor)
        .filter(day=day, likely_late=True, late__isnull=True)
        .order_by("left", "about_number")[:100]
    )


def hits(actor: Actor) -> Hits:
    """How good the predictions about the actor's offices were, so far. One query."""
    matters = _predictions(actor).values("about_number")
    told = matters.annotate(warned=BoolOr("likely_late"), was_late=BoolOr("late"))

    def counted(**of: bool) -> Count:
        return Count("about_number", filter=Q(**of))

    return Hits(
        **told.aggregate(
            hit=counted(warned=True, was_late=True),
            false_alarm=counted(warned=True, was_late=False),
            missed=counted(warned=False, was_late=True),
            quiet=counted(warned=False, was_late=False),
            pending=counted(was_late__isnull=True),
        )
    )


def _cards_for(actor: Actor) -> QuerySet[Card]:
    return Card.objects.filter(_overseen(actor) | Q(owner_post_id__in=_posts(actor)))


def _slips_for(actor: Actor) -> QuerySet[Slip]:
    seen = _overseen(actor) | Q(answering_post_id__in=_posts(actor)) | Q(issuing_post_id__in=_posts(actor))
    for post in actor.posts:
        if post.role in ANSWERING:
            seen |= Q(agency_id=post.agency_id, region__startswith=significant(post.region))
    return Slip.objects.filter(seen)


def _overseen(actor: Actor) -> Q:
    seen = Q(pk__in=[])
    for post in actor.posts:
        if post.role in OVERSEEING:
            seen |= Q(overseers__contains=[post.agency_id], region__startswith=significant(post.region))
    return seen


def _predictions(actor: Actor) -> QuerySet[Prediction]:
    seen = Q(pk__in=[])
    for post in actor.posts:
        if post.role in OVERSEEING:
            seen |= Q(agency=post.agency_id, region__startswith=significant(post.region))
    return Prediction.objects.filter(seen)


def _reports(actor: Actor) -> QuerySet[DailyReport]:
    """Of the cities in which he leads or supervises."""
    seen = Q(pk__in=[])
    for post in actor.posts:
        if post.role in OVERSEEING or post.role is Role.AUDITOR:
            seen |= Q(region=f"{post.region[:4]}00")
    return DailyReport.objects.filter(seen)


def _posts(actor: Actor) -> list[int]:
    return [post.post_id for post in actor.posts]
