"""Taking a call into one's hands and letting it go again: every step is one short transaction.

No transaction is open while the other system thinks. What a hand holds is the call's ``ticket``.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from pydantic import BaseModel, ValidationError

from leyiban.kernel.crypto import Undecipherable
from leyiban.kernel.outbound import circuits
from leyiban.kernel.outbound.models import CallState, OutboundAttempt, OutboundCall
from leyiban.kernel.outbound.registry import CallType, Service, Settled, WrongAnswer, find
from leyiban.kernel.outbound.targets import Target
from leyiban.kernel.outbound.wire import Exchange, Outcome, exchange

log = structlog.get_logger(__name__)
_draw = secrets.SystemRandom().random

EXPIRED = "expired"
UNREADABLE = "unreadable"
UNKNOWN_CALL = "unknown_call"


@dataclass(frozen=True, slots=True)
class Hand:
    """A try that has begun."""

    call_id: int
    ticket: int
    number: int
    wire_key: str
    call: CallType[Any, Any]
    payload: BaseModel


@dataclass(frozen=True, slots=True)
class Ended:
    """``answer`` is typed by the call; None unless it was delivered."""

    outcome: Outcome
    reason: str
    answer: Any
    now: dt.datetime
    state: str


def target_of(service: str) -> Target | None:
    """Where the service is, by ``settings.OUTBOUND``; None when nobody said."""
    target: Target | None = settings.OUTBOUND.get(service)
    return target


def begin(*, call_id: int, ticket: int, payload: BaseModel | None, now: dt.datetime) -> Hand | None:
    """Take the call in hand, or None when it is not (or no longer) to be made now.

    ``payload`` is given for an interactive call, whose content is not stored.
    """
    with transaction.atomic(durable=True):
        row = _lock(call_id)
        if row.state != CallState.PENDING or row.ticket != ticket:
            return None
        known = find(row.service, row.call)
        if known is None:
            settle_failed(row, reason=UNKNOWN_CALL, now=now)
            return None
        call = known.call
        tries_allowed = call.service.interactive_tries if row.is_interactive else call.service.retry.tries
        if now >= row.give_up_at or row.tries_that_count >= tries_allowed:
            settle_failed(row, reason=EXPIRED, now=now)
            return None
        if wait := circuits.admit(call.service, now=now):
            release(row, due_at=wait)
            return None
        content = payload or _content(row, call)
        if content is None:
            settle_failed(row, reason=UNREADABLE, now=now)
            return None
        row.attempts.filter(outcome="").update(outcome=Outcome.LOST, ended_at=now)
        row.tries += 1
        row.ticket += 1
        row.leased_until = now + call.service.deadline + circuits.GRACE
        row.save(update_fields=["tries", "ticket", "leased_until"])
        OutboundAttempt.objects.create(call=row, number=row.tries, started_at=now)
        return Hand(row.pk, row.ticket, row.tries, row.wire_key, call, content)


def speak(hand: Hand) -> Exchange:
    """Make the call. Outside any transaction."""
    target = target_of(hand.call.service.name)
    if target is None:
        return Exchange(outcome=Outcome.NOT_CONFIGURED, elapsed=dt.timedelta())
    return exchange(
        hand.call.compose(hand.payload),
        target=target,
        key=hand.wire_key,
        deadline=hand.call.service.deadline,
    )


def end(hand: Hand, result: Exchange, *, now: dt.datetime) -> Ended:
    """Record how the try ended and what follows from it; tell whoever registered to hear it."""
    outcome, answer = _understood(hand, result)
    with transaction.atomic(durable=True):
        row = _lock(hand.call_id)
        recovered = circuits.note(hand.call.service, outcome, now=now)
        if row.state == CallState.PENDING and (row.ticket == hand.ticket or outcome is Outcome.DELIVERED):
            outcome = _follow_up(row, hand, outcome, answer, result, now)
        hand_record = OutboundAttempt.objects.filter(call=row, number=hand.number)
        hand_record.update(outcome=outcome, ended_at=now, status=result.status, code=result.code)
    if recovered:
        _hasten(hand.call.service.name, now=now)
    _log(row, hand, outcome, result)
    return Ended(outcome, _reason(outcome, result), answer, now, row.state)


def settle_failed(row: OutboundCall, *, reason: str, now: dt.datetime) -> None:
    """Give the call up for good and say so; inside the caller's transaction, with the row locked."""
    known = find(row.service, row.call)
    if known is not None and known.failed is not None and not row.is_interactive:
        known.failed(Settled(row.key, row.tries, reason), now=now)
    if known is not None and not known.call.keeps_failed:
        row.payload = None
    _settle(row, CallState.FAILED, now=now, reason=reason)


def release(row: OutboundCall, *, due_at: dt.datetime) -> None:
    """Let go of a call that is to be tried (again) at ``due_at``."""
    row.ticket += 1
    row.due_at, row.leased_until = due_at, None
    row.save(update_fields=["ticket", "due_at", "leased_until"])


def _follow_up(
    row: OutboundCall, hand: Hand, outcome: Outcome, answer: Any, result: Exchange, now: dt.datetime
) -> Outcome:
    """Settle or release the call; a handler that fails undoes itself and the call comes again."""
    service = hand.call.service
    pause = service.retry.pause(tries=row.tries_that_count, asked=result.retry_after, draw=_draw)
    try:
        with transaction.atomic():
            if outcome is Outcome.DELIVERED:
                _settle_delivered(row, answer, now=now)
            elif outcome.is_final or _is_last(row, hand.call.service, now):
                settle_failed(row, reason=_reason(outcome, result), now=now)
            else:
                release(row, due_at=now + pause)
    except Exception:
        log.exception("outbound.handler_failed", service=service.name, call=hand.call.name, id=row.pk)
        row.refresh_from_db()
        release(row, due_at=now + pause)
        return Outcome.HANDLER_FAILED
    return outcome


def _settle_delivered(row: OutboundCall, answer: Any, *, now: dt.datetime) -> None:
    known = find(row.service, row.call)
    if known is not None and known.delivered is not None and not row.is_interactive:
        known.delivered(Settled(row.key, row.tries), answer, now=now)
    row.payload = None  # it was said: nobody needs it here any more
    _settle(row, CallState.DELIVERED, now=now, reason="")


def _settle(row: OutboundCall, state: CallState, *, now: dt.datetime, reason: str) -> None:
    row.state, row.reason, row.settled_at, row.leased_until = state, reason, now, None
    row.ticket += 1
    row.save(update_fields=["state", "reason", "settled_at", "leased_until", "ticket", "payload"])


def _is_last(row: OutboundCall, service: Service, now: dt.datetime) -> bool:
    if row.is_interactive:
        return row.tries >= service.interactive_tries
    return service.retry.is_exhausted(tries=row.tries_that_count, give_up_at=row.give_up_at, now=now)


def _reason(outcome: Outcome, result: Exchange) -> str:
    """Of a refusal the service's own word counts; of trouble, what kind of trouble it was."""
    return (result.code if outcome is Outcome.REFUSED else "") or outcome.value


def _understood(hand: Hand, result: Exchange) -> tuple[Outcome, Any]:
    """The answer in the call's own terms; one that cannot be read was not the agreed one."""
    if result.outcome is not Outcome.DELIVERED or result.answer is None:
        return result.outcome, None
    try:
        return result.outcome, hand.call.read(result.answer)
    except (WrongAnswer, ValidationError):
        return Outcome.WRONG_ANSWER, None


def _content(row: OutboundCall, call: CallType[Any, Any]) -> BaseModel | None:
    if row.payload is None:
        return None
    try:
        content: BaseModel = call.payload.model_validate_json(row.payload.reveal())
    except (Undecipherable, ValidationError):
        return None
    return content


def _lock(call_id: int) -> OutboundCall:
    return OutboundCall.objects.select_for_update().get(pk=call_id)


def _hasten(service: str, *, now: dt.datetime) -> None:
    """A service is back: what waits for it need not sit out its pauses. A pause of its own transaction,
    and rows in other hands are left alone, so that no two ever wait for each other."""
    with transaction.atomic():
        waiting = (
            OutboundCall.objects.select_for_update(skip_locked=True)
            .filter(service=service, state=CallState.PENDING, leased_until=None, due_at__gt=now, tries__gt=0)
            .order_by("pk")
        )
        ids = list(waiting.values_list("pk", flat=True)[:5000])
        OutboundCall.objects.filter(pk__in=ids).update(due_at=now)


def _log(row: OutboundCall, hand: Hand, outcome: Outcome, result: Exchange) -> None:
    log.info(
        "outbound.tried",
        service=row.service,
        call=row.call,
        id=row.pk,
        number=hand.number,
        outcome=outcome.value,
        status=result.status,
        milliseconds=round(result.elapsed.total_seconds() * 1000),
    )
