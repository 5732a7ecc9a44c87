"""Say something to a person: into the inbox at once, onto the phone as soon as it may ring."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import digest_of, search_digests
from leyiban.kernel.identifiers.masks import mask_mobile
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.moments import city_date
from leyiban.kernel.outbound.operations import send_later
from leyiban.messages.carrier import SEND, Sending
from leyiban.messages.composing import compose
from leyiban.messages.delivery import SendKey
from leyiban.messages.errors import MessageNotFound, MessageNotResendable, NoPhoneToSendTo
from leyiban.messages.kinds import MessageResent
from leyiban.messages.models import Message, MessagePreference, SmsState
from leyiban.messages.quiet import QuietHours
from leyiban.messages.reasons import NO_PHONE, OPTED_OUT
from leyiban.messages.rights import may_resend
from leyiban.messages.sender import sender_of
from leyiban.messages.templates import Facts, Template, Urgency
from leyiban.messages.words import bind

OCCASION_DOMAIN = "message.occasion"
_CODE: Final = "code"  # the fact of a template that lets whoever reads it in

__all__ = ["MatterRef", "Recipient", "close_to_others", "mark_read", "notify", "resend", "set_preference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told. ``party_id`` gives the inbox, ``phone`` (stored form) the text message; a person at a
    counter may have neither account nor phone, and is then told on paper."""

    party_id: int | None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRef:
    """What it is about. ``number`` is the public number, ``region`` where and ``agency_id`` by whom it is
    handled; None: by no agency, so that no clerk has anything to do with its messages. ``party_id`` is whose matter it
    is; None: of whoever is told, and his to keep."""

    kind: str
    key: int
    number: str
    region: str
    agency_id: int | None = None
    party_id: int | None = None


def notify(
    *, template: Template, to: Recipient, matter: MatterRef, facts: Facts, cause: str, now: dt.datetime
) -> Message:
    """Tell ``to`` about ``matter``, in the words of ``template``. In the caller's transaction.

    Idempotent by ``cause`` (the ledger entry that made us speak, say ``entry:4711``), template and party:
    a reaction that runs again says nothing again.

    Raises:
        RuleUnknown: the city's pack does not say who signs.
        Uncomposable: a fact is missing.
    """
    occasion = occasion_value(cause=cause, template=template.key, party_id=to.party_id)
    known = Message.objects.filter(occasion__in=search_digests(occasion, domain=OCCASION_DOMAIN)).first()
    if known is not None:
        return known
    sender = sender_of(matter.region, on=city_date(now))
    preference = _preference_of(to.party_id)
    state, reason = _way(to, preference)
    message = Message(
        cause=cause,
        occasion=digest_of(occasion, domain=OCCASION_DOMAIN),
        template=template.key,
        region=matter.region,
        agency_id=matter.agency_id,
        matter_kind=matter.kind,
        matter_key=matter.key,
        matter_number=matter.number,
        party_id=to.party_id,
        principal_id=None if matter.party_id == to.party_id else matter.party_id,
        phone_masked=mask_mobile(to.phone) if to.phone else "",
        state=state,
        reason=reason,
        created_at=now,
        due_at=_due_at(template, preference, sender.quiet, now),
    )
    words = compose(template=template, facts=facts, sender=sender)
    message.text = words
    message.text_salt, message.commitment = bind(words)
    if (code := str(facts.get(_CODE, ""))) and code in words:
        message.code = code
    if to.phone:
        message.phone = to.phone
    message.save(force_insert=True)
    if state == SmsState.QUEUED:
        _send(message, priority=template.urgency, now=now)
    return message


def resend(*, public_key: str, actor: Actor, now: dt.datetime) -> Message:
    """Send a text message once more that did not arrive, in the same words; at once, whatever the hour.

    Raises:
        MessageNotFound: there is none, or the actor has no post at the agency that handles its matter.
        MessageNotResendable: it arrived, or is under way. NoPhoneToSendTo: there is no number.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(public_key=public_key).first()
        if message is None or not may_resend(actor, message):
            raise MessageNotFound
        if message.phone is None:
            raise NoPhoneToSendTo
        if not message.is_resendable:
            raise MessageNotResendable
        message.state, message.reason, message.settled_at = SmsState.QUEUED, "", None
        message.due_at = now
        message.version += 1
        _send(message, priority=Urgency.PROMPT, now=now)
        append(
            facts=MessageResent(
                template=message.template,
                matter_kind=message.matter_kind,
                matter=message.matter_number,
                round=message.round,
            ),
            subject=Subject("message", message.public_key, message.version),
            actor=actor,
            happened_at=now,
            entered_at=now,
        )
    return message


def mark_read(*, public_key: str, actor: Actor, now: dt.datetime) -> None:
    """The person opened a message of his inbox; the first time counts.

    Raises:
        MessageNotFound: there is none, or it is not addressed to a party the actor acts for.
    """
    with transaction.atomic():
        mine = Message.objects.open_to(actor).select_for_update(of=("self",))
        message = mine.filter(public_key=public_key).first()
        if message is None:
            raise MessageNotFound
        if message.read_at is None:
            message.read_at = now
            message.save(update_fields=["read_at"])


def close_to_others(*, principal_id: int, matter_kind: str, matter_keys: Iterable[int]) -> int:
    """From now on only who acts for the principal reads what was said about these matters of his. How many were closed."""
    said = Message.objects.filter(matter_kind=matter_kind, matter_key__in=matter_keys, principal=None)
    return said.exclude(party=principal_id).exclude(party=None).update(principal=principal_id)


def set_preference(
    *, party_id: int, wants_sms: bool, quiet: QuietHours | None, actor: Actor, now: dt.datetime
) -> None:
    """What a person wants from now on; ``quiet`` None: the city's hours.

    Raises:
        MessageNotFound: the party is not the actor himself or a body that he heads.
    """
    if party_id not in actor.own_parties:
        raise MessageNotFound
    MessagePreference.objects.update_or_create(
        party_id=party_id,
        defaults={
            "wants_sms": wants_sms,
            "quiet_from": quiet.start if quiet else None,
            "quiet_until": quiet.end if quiet else None,
            "changed_at": now,
        },
    )


def occasion_value(*, cause: str, template: str, party_id: int | None) -> str:
    """What a message's ``occasion`` is the digest of."""
    return json.dumps([cause, template, party_id])


def occasion_of(message: Message) -> str | None:
    """What a message's ``occasion`` is made of; None once its party was erased: nobody is left to be told twice."""
    if message.party_id is None:
        return None
    return occasion_value(cause=message.cause, template=message.template, party_id=message.party_id)


def _way(to: Recipient, preference: MessagePreference | None) -> tuple[SmsState, str]:
    if not to.phone:
        return SmsState.NONE, NO_PHONE
    if preference is not None and not preference.wants_sms:
        return SmsState.NONE, OPTED_OUT
    return SmsState.QUEUED, ""


def _due_at(
    template: Template, preference: MessagePreference | None, city: QuietHours, now: dt.datetime
) -> dt.datetime:
    if template.urgency > Urgency.USUAL:
        return now
    quiet = city
    if preference is not None and preference.quiet_from and preference.quiet_until:
        quiet = QuietHours(preference.quiet_from, preference.quiet_until)
    return quiet.next_loud(now)


def _send(message: Message, *, priority: int, now: dt.datetime) -> None:
    """Write the call that sends the message's next round."""
    assert message.phone is not None and message.text is not None
    message.round += 1
    message.save()
    send_later(
        call=SEND,
        payload=Sending(to=message.phone.reveal(), text=message.text.reveal()),
        key=str(SendKey(message.public_key, message.round)),
        now=now,
        due_at=message.due_at,
        priority=priority,
    )


def _preference_of(party_id: int | None) -> MessagePreference | None:
    return MessagePreference.objects.filter(party=party_id).first() if party_id else None
