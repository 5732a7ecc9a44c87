"""What becomes of a text message after it was handed to the carrier. Called by outbound's listeners."""

import datetime as dt
from dataclasses import dataclass

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.outbound.operations import send_later
from leyiban.messages.carrier import ASK_RECEIPT, Receipt, ReceiptAsked
from leyiban.messages.kinds import MessageFailed, MessageSent
from leyiban.messages.models import Message, SmsState
from leyiban.messages.reasons import NO_RECEIPT

# When to ask what became of it, counted from the question before. Phones that are off come back within a
# day; after that nobody asks any more.
RECEIPT_PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (0.25, 1, 10, 60, 360, 1440))
CHANNEL = "sms"


@dataclass(frozen=True, slots=True)
class SendKey:
    """Names one sending of one message to outbound: ``message:<public key>:<round>``."""

    public_key: str
    round: int

    @classmethod
    def parse(cls, key: str) -> "SendKey":
        _, public_key, number, *_ = key.split(":")
        return cls(public_key, int(number))

    def __str__(self) -> str:
        return f"message:{self.public_key}:{self.round}"

    def receipt(self, number: int) -> str:
        return f"receipt:{self.public_key}:{self.round}:{number}"


def record_sent(*, key: SendKey, carrier_key: str, now: dt.datetime) -> None:
    """The carrier took the message, be it after an operator had a failed call made again; ask it later
    whether the phone did."""
    message = _in_flight(key, SmsState.QUEUED, SmsState.FAILED)
    if message is None:
        return
    message.state, message.reason, message.settled_at = SmsState.SENT, "", None
    message.sent_at, message.carrier_key = now, carrier_key
    facts = MessageSent(
        template=message.template,
        matter_kind=message.matter_kind,
        matter=message.matter_number,
        channel=CHANNEL,
        text=message.commitment,
    )
    record(message, facts, now=now)
    _ask_receipt(message, key, number=0, now=now)


def record_failed(*, key: SendKey, reason: str, now: dt.datetime) -> None:
    """It will not arrive: the carrier refused it, could not be reached, or could not reach the phone."""
    message = _in_flight(key, SmsState.QUEUED, SmsState.SENT)
    if message is None:
        return
    message.state, message.reason, message.settled_at = SmsState.FAILED, reason, now
    facts = MessageFailed(
        template=message.template,
        matter_kind=message.matter_kind,
        matter=message.matter_number,
        channel=CHANNEL,
        reason=reason,
    )
    record(message, facts, now=now)


def record_receipt(*, key: SendKey, number: int, receipt: Receipt, now: dt.datetime) -> None:
    """What the carrier answered to question ``number``. Receipts may come twice, and late."""
    if receipt.state == "failed":
        record_failed(key=key, reason=receipt.reason or "undelivered", now=now)
        return
    message = _in_flight(key, SmsState.SENT)
    if message is None:
        return
    if receipt.state == "delivered":
        message.state, message.settled_at, message.reason = SmsState.DELIVERED, now, ""
        message.save(update_fields=["state", "settled_at", "reason"])
    else:
        _ask_receipt(message, key, number=number + 1, now=now)


def record(message: Message, facts: object, *, now: dt.datetime) -> None:
    """Save a message that this transaction has locked, with one entry on the ledger."""
    message.version += 1
    message.save()
    append(
        facts=facts,
        subject=Subject("message", message.public_key, message.version),
        actor=system_actor(),
        happened_at=now,
        entered_at=now,
    )


def _ask_receipt(message: Message, key: SendKey, *, number: int, now: dt.datetime) -> None:
    if number >= len(RECEIPT_PAUSES):
        message.reason = NO_RECEIPT
        message.save(update_fields=["reason"])
        return
    send_later(
        call=ASK_RECEIPT,
        payload=ReceiptAsked(message_id=message.carrier_key),
        key=key.receipt(number),
        now=now,
        due_at=now + RECEIPT_PAUSES[number],
    )


def _in_flight(key: SendKey, *states: SmsState) -> Message | None:
    """The locked message while ``key`` is its present sending and it is in one of ``states``."""
    return (
        Message.objects.select_for_update()
        .filter(public_key=key.public_key, round=key.round, state__in=states)
        .first()
    )
