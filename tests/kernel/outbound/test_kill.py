"""A worker killed in the middle of a call loses nothing and doubles nothing."""

import datetime as dt
import threading

import pytest
from django.db import connections

from leyiban.kernel.outbound import hands
from leyiban.kernel.outbound.models import CallState, OutboundAttempt
from leyiban.kernel.outbound.operations import execute
from leyiban.kernel.outbound.wire import Outcome
from tests.kernel.outbound.conftest import TEXT, Probe, queued, send, turn
from tests.support.street import Street

LATER = dt.timedelta(minutes=2)


@pytest.mark.usefixtures("db")
def test_a_dead_hand_is_replaced_and_its_try_is_marked_lost(
    probe: Probe, street: Street, now: dt.datetime
) -> None:
    call = send(probe, now, phone="13900000401")
    [job] = queued()
    dead = hands.begin(**job, payload=None, now=now)
    assert dead is not None
    hands.speak(dead)  # and killed before it could take note

    turn(now + LATER)
    call.refresh_from_db()
    outcomes = OutboundAttempt.objects.order_by("number").values_list("outcome", flat=True)
    assert (call.state, list(outcomes)) == (CallState.DELIVERED, [Outcome.LOST, Outcome.DELIVERED])
    assert street.inbox("13900000401") == [TEXT], "the same idempotency key both times"
    assert len(probe.delivered) == 1


@pytest.mark.usefixtures("db")
def test_a_hand_that_comes_back_from_the_dead_is_heard_once(
    probe: Probe, street: Street, now: dt.datetime
) -> None:
    send(probe, now, phone="13900000402")
    [job] = queued()
    slow = hands.begin(**job, payload=None, now=now)
    assert slow is not None
    result = hands.speak(slow)
    turn(now + LATER)
    ended = hands.end(slow, result, now=now + LATER)
    assert (ended.state, len(probe.delivered)) == (CallState.DELIVERED, 1)
    assert list(OutboundAttempt.objects.values_list("outcome", flat=True).distinct()) == [Outcome.DELIVERED]


@pytest.mark.usefixtures("db")
def test_a_failure_that_comes_late_does_not_take_the_call_from_its_new_hand(
    probe: Probe, street: Street, now: dt.datetime
) -> None:
    call = send(probe, now)
    [job] = queued()
    slow = hands.begin(**job, payload=None, now=now)
    assert slow is not None
    street.fault("sms", "down", count=1)
    failed = hands.speak(slow)
    from leyiban.kernel.outbound.operations import dispatch_due

    dispatch_due(now=now + LATER)
    hands.end(slow, failed, now=now + LATER)
    [newer] = [args for args in queued() if args["ticket"] != job["ticket"]]
    execute(**newer, now=now + LATER)
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED


@pytest.mark.committed
def test_two_workers_with_one_job_make_one_try(probe: Probe, street: Street, now: dt.datetime) -> None:
    send(probe, now, phone="13900000403")
    [job] = queued()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        try:
            execute(**job, now=now)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert OutboundAttempt.objects.count() == 1
    assert len(probe.delivered) == 1
