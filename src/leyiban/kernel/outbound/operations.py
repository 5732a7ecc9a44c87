"""Say something to another system: later and surely, or now and at once."""

import datetime as dt
import secrets
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app as jobs

from leyiban.kernel.outbound import circuits, hands
from leyiban.kernel.outbound.errors import NotResendable, ServiceRefused, ServiceUnavailable
from leyiban.kernel.outbound.models import CallState, OutboundCall
from leyiban.kernel.outbound.registry import AnswerT, CallType, PayloadT, Service, find, services
from leyiban.kernel.outbound.wire import Outcome

__all__ = ["call_now", "cancel", "dispatch_due", "execute", "resend", "send_later"]

TASK, QUEUE = "outbound.execute", "outbound"
IN_QUEUE = dt.timedelta(seconds=60)  # how long a job may wait in the queue before it counts as lost
_PROBERS = 1
log = structlog.get_logger(__name__)


def send_later(
    *,
    call: CallType[PayloadT, Any],
    payload: PayloadT,
    key: str,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    give_up_at: dt.datetime | None = None,
    priority: int = 0,
) -> OutboundCall:
    """Write down a call that a worker makes from ``due_at`` on, until it is delivered or given up.

    Inside the caller's transaction: the call exists if and only if the act it follows from does. The same
    ``key`` of a service is the same call; a second one changes nothing and returns the first. A key never
    holds a number of a person.
    """
    due = max(due_at or now, now)
    row, is_new = OutboundCall.objects.get_or_create(
        service=call.service.name,
        key=key,
        defaults={
            "call": call.name,
            "wire_key": _wire_key(),
            "payload": payload.model_dump_json(),
            "priority": priority,
            "created_at": now,
            "due_at": due,
            "give_up_at": give_up_at or due + call.service.retry.give_up_after,
        },
    )
    if is_new and due <= now:
        _hand_to_queue([row], now=now)
    return row


def call_now(*, call: CallType[PayloadT, AnswerT], payload: PayloadT, now: dt.datetime) -> AnswerT:
    """Make a call while a person waits, and return its answer. Not inside a transaction.

    Its content is never stored; its tries are.

    Raises:
        ServiceUnavailable: no answer, not the agreed answer, or the circuit is open.
        ServiceRefused: the service said no for good; ``facts["reason"]`` is its code.
    """
    row = _interactive(call, now=now)
    ended: hands.Ended | None = None
    while row.state == CallState.PENDING:
        hand = hands.begin(call_id=row.pk, ticket=row.ticket, payload=payload, now=now)
        if hand is None:
            break
        result = hands.speak(hand)
        now += result.elapsed
        ended = hands.end(hand, result, now=now)
        row.refresh_from_db()
    if row.state == CallState.PENDING:
        _give_up(row.pk, reason="circuit_open", now=now)
    if ended is not None and ended.outcome is Outcome.DELIVERED:
        answer: AnswerT = ended.answer
        return answer
    if ended is not None and ended.outcome is Outcome.REFUSED:
        raise ServiceRefused(service=call.service.label, reason=ended.reason)
    raise ServiceUnavailable(service=call.service.label)


def execute(*, call_id: int, ticket: int, now: dt.datetime) -> None:
    """Make one try of a call; what a job does. Nothing happens when the ticket is no longer the call's."""
    hand = hands.begin(call_id=call_id, ticket=ticket, payload=None, now=now)
    if hand is None:
        return
    result = hands.speak(hand)
    hands.end(hand, result, now=now + result.elapsed)


def dispatch_due(*, now: dt.datetime, limit: int = 200) -> int:
    """Hand to the job queue what is due, took too long, or was lost with a worker; give up what is too
    old. Called again and again by the worker. Returns how many calls it moved."""
    moved = _give_up_overdue(now=now, limit=limit)
    for service in services():
        is_well = circuits.state_of(service.name).is_healthy
        moved += _dispatch(service, now=now, limit=limit if is_well else _PROBERS)
    return moved


def resend(*, call_id: int, now: dt.datetime) -> OutboundCall:
    """Try a call again that failed for good: an operator's decision. The service sees the same
    idempotency key, so what it did take the first time is not done twice.

    Raises:
        NotResendable: the call did not fail, was interactive, or its content was erased.
    """
    with transaction.atomic():
        row = OutboundCall.objects.select_for_update().get(pk=call_id)
        known = find(row.service, row.call)
        if row.state != CallState.FAILED or row.payload is None or known is None:
            raise NotResendable
        row.state, row.reason, row.settled_at = CallState.PENDING, "", None
        row.forgiven = row.tries
        row.due_at, row.give_up_at = now, now + known.call.service.retry.give_up_after
        row.save()
        _hand_to_queue([row], now=now)
    return row


def cancel(*, service: str, key: str, reason: str, now: dt.datetime) -> bool:
    """Give up a call that has not been settled, because what it would say is no longer true. True when
    there was something to give up; a try that is under way may still arrive."""
    with transaction.atomic():
        row = OutboundCall.objects.select_for_update().filter(service=service, key=key).first()
        if row is None or row.state != CallState.PENDING:
            return False
        hands.settle_failed(row, reason=reason, now=now)
    return True


def _interactive(call: CallType[Any, Any], *, now: dt.datetime) -> OutboundCall:
    key = _wire_key()
    patience = (call.service.deadline + circuits.GRACE) * call.service.interactive_tries
    return OutboundCall.objects.create(
        service=call.service.name,
        call=call.name,
        key=key,
        wire_key=key,
        is_interactive=True,
        created_at=now,
        due_at=now,
        give_up_at=now + patience,
        leased_until=now + patience,
    )


def _dispatch(service: Service, *, now: dt.datetime, limit: int) -> int:
    state = circuits.state_of(service.name)
    if state.wait_until(now) is not None:
        return 0
    with transaction.atomic():
        due = list(
            OutboundCall.objects.select_for_update(skip_locked=True)
            .filter(_free(now), service=service.name, is_interactive=False, due_at__lte=now)
            .order_by("-priority", "due_at")[:limit]
        )
        _hand_to_queue(due, now=now)
    return len(due)


def _hand_to_queue(rows: list[OutboundCall], *, now: dt.datetime) -> None:
    """Give each call the next ticket and a job that holds it, in the present transaction."""
    for row in rows:
        row.ticket += 1
        row.leased_until = now + IN_QUEUE
        row.save(update_fields=["ticket", "leased_until"])
        task = jobs.configure_task(TASK, queue=QUEUE, priority=row.priority)
        task.defer(call_id=row.pk, ticket=row.ticket)


def _give_up_overdue(*, now: dt.datetime, limit: int) -> int:
    overdue = OutboundCall.objects.filter(_free(now), give_up_at__lte=now).order_by("give_up_at")
    ids = list(overdue.values_list("pk", flat=True)[:limit])
    return sum(_give_up_safely(pk, now=now) for pk in ids)


def _give_up_safely(call_id: int, *, now: dt.datetime) -> bool:
    """One whose handler fails must not keep the others from being given up."""
    try:
        return _give_up(call_id, reason=hands.EXPIRED, now=now)
    except Exception:
        log.exception("outbound.handler_failed", id=call_id)
        return False


def _give_up(call_id: int, *, reason: str, now: dt.datetime) -> bool:
    with transaction.atomic():
        row = OutboundCall.objects.select_for_update(skip_locked=True).filter(pk=call_id).first()
        if row is None or row.state != CallState.PENDING:
            return False
        hands.settle_failed(row, reason=reason, now=now)
    return True


def _free(now: dt.datetime) -> Q:
    """Pending, and in nobody's hands, or in hands that have been silent for too long."""
    return Q(state=CallState.PENDING) & (Q(leased_until=None) | Q(leased_until__lte=now))


def _wire_key() -> str:
    return secrets.token_hex(16)
