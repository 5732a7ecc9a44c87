"""What was said to whom, and whether it arrived."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.errors import Text
from leyiban.messages.models import Message, MessageQuerySet, SmsState
from leyiban.messages.reasons import reason_label
from leyiban.messages.rights import OF_OFFICE, may_resend
from leyiban.people.rules.divisions import significant

__all__ = [
    "DeliveryFigures",
    "MessageCard",
    "delivery_figures",
    "failed_messages",
    "inbox_of",
    "messages_for",
    "unread_count",
]

_HIDDEN: Final = "••••••"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """A message as a screen shows it. ``text`` is what the person saw; empty once it was erased.

    ``failed`` is what a page must not hide: the person was not reached on the phone.
    """

    public_key: str
    template: str
    matter_kind: str
    matter_number: str
    text: str
    phone: str
    state: str
    state_label: Text
    reason: Text
    failed: bool
    resendable: bool
    created_at: dt.datetime
    sent_at: dt.datetime | None
    settled_at: dt.datetime | None
    read_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFigures:
    """Text messages created in a period, by where they are now."""

    template: str
    queued: int
    sent: int
    delivered: int
    failed: int
    inbox_only: int


def messages_for(*, matter_kind: str, matter_key: int, actor: Actor) -> list[MessageCard]:
    """All messages about a matter, oldest first, for its clerk and for its party.

    Staff see all of them, without the codes by which others come in; who acts for a party sees those addressed to it.
    The caller has checked that the actor may see the matter.
    """
    rows = Message.objects.about(matter_kind=matter_kind, matter_key=matter_key)
    if not actor.posts:
        rows = rows.open_to(actor)
    return _cards(rows.order_by("created_at", "pk"), actor)


def inbox_of(
    *, actor: Actor, limit: int = 50, before: tuple[dt.datetime, str] | None = None
) -> list[MessageCard]:
    """Messages to the parties the actor acts for in all their matters, newest first; ``before``: moment and
    key of the last seen."""
    rows = _inbox(actor)
    if before is not None:
        moment, key = before
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, public_key__lt=key))
    return _cards(rows.order_by("-created_at", "-public_key")[:limit], actor)


def unread_count(*, actor: Actor) -> int:
    return _inbox(actor).filter(read_at=None).count()


def _inbox(actor: Actor) -> MessageQuerySet:
    return Message.objects.addressed_to(actor.parties_in_all_matters).open_to(actor)


def failed_messages(*, actor: Actor, limit: int = 100) -> list[MessageCard]:
    """Text messages that did not arrive, where the actor has a post; the latest first."""
    return _cards(_where(actor).failed().order_by("-settled_at", "-pk")[:limit], actor)


def delivery_figures(*, actor: Actor, since: dt.datetime, until: dt.datetime) -> list[DeliveryFigures]:
    """How sending went, by template, where the actor has a post. One query."""
    made = _where(actor).filter(created_at__gte=since, created_at__lt=until)
    rows = made.values("template").annotate(
        queued=_in(SmsState.QUEUED),
        sent=_in(SmsState.SENT),
        delivered=_in(SmsState.DELIVERED),
        failed=_in(SmsState.FAILED),
        inbox_only=_in(SmsState.NONE),
    )
    return [DeliveryFigures(**row) for row in rows.order_by("template")]


def _in(state: SmsState) -> Count:
    return Count("pk", filter=Q(state=state))


def _where(actor: Actor) -> MessageQuerySet:
    """Messages about matters of the agencies and areas of the actor's posts; an auditor's of his whole area."""
    scope = Q(pk__in=[])
    for post in actor.posts:
        here = Q(region__startswith=significant(post.region))
        if post.role in OF_OFFICE:
            scope |= here & Q(agency_id=post.agency_id)
        elif post.role is Role.AUDITOR:
            scope |= here
    return Message.objects.filter(scope)


def _cards(rows: Iterable[Message], actor: Actor) -> list[MessageCard]:
    return [_card(row, actor) for row in rows]


def _words(row: Message, *, hide_code: bool) -> str:
    """A clerk who read a neighbour's code could speak for him."""
    words = "" if row.text is None else row.text.reveal()
    return words.replace(row.code.reveal(), _HIDDEN) if hide_code and row.code is not None else words


def _card(row: Message, actor: Actor) -> MessageCard:
    return MessageCard(
        public_key=row.public_key,
        template=row.template,
        matter_kind=row.matter_kind,
        matter_number=row.matter_number,
        text=_words(row, hide_code=bool(actor.posts)),
        phone=row.phone_masked,
        state=row.state,
        state_label=SmsState(row.state).label,
        reason=reason_label(row.reason),
        failed=row.state == SmsState.FAILED,
        resendable=row.is_resendable and may_resend(actor, row),
        created_at=row.created_at,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
        read_at=row.read_at,
    )
