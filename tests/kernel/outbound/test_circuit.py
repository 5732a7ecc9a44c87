"""A service in trouble is left alone by everybody, and welcomed back by everybody."""

import datetime as dt

import pytest

from leyiban.kernel.outbound.models import CallState, Circuit, OutboundAttempt, OutboundCall
from leyiban.kernel.outbound.operations import dispatch_due
from tests.kernel.outbound.conftest import PHONE, Probe, run_jobs, send, turn
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("db")
COOL_OFF = dt.timedelta(seconds=30)
SECOND = dt.timedelta(seconds=1)


def fail_five(probe: Probe, street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    for number in range(5):
        send(probe, now, key=f"failing:{number}")
    run_jobs(now)


def test_after_five_failures_nobody_knocks(probe: Probe, street: Street, now: dt.datetime) -> None:
    fail_five(probe, street, now)
    sixth = send(probe, now, key="sixth:1")
    run_jobs(now)
    assert street.struck("sms", "down") == 5
    sixth.refresh_from_db()
    assert (sixth.state, sixth.tries) == (CallState.PENDING, 0)
    assert COOL_OFF <= sixth.due_at - now < COOL_OFF + SECOND


def test_one_probes_and_the_others_wait_for_it(probe: Probe, street: Street, now: dt.datetime) -> None:
    fail_five(probe, street, now)
    assert turn(now + COOL_OFF - SECOND) == 0
    assert turn(now + COOL_OFF + SECOND) == 1
    assert street.struck("sms", "down") == 6
    assert turn(now + COOL_OFF + SECOND) == 0, "the failed probe opened it again"


def test_when_it_is_back_everybody_is_called_at_once(probe: Probe, street: Street, now: dt.datetime) -> None:
    fail_five(probe, street, now)
    street.heal()
    moment = now + 2 * COOL_OFF
    turn(moment)
    assert Circuit.objects.get().failures == 0
    turn(moment + SECOND)
    assert set(OutboundCall.objects.values_list("state", flat=True)) == {CallState.DELIVERED}


def test_a_lawful_no_is_no_trouble(probe: Probe, street: Street, now: dt.datetime) -> None:
    for number in range(6):
        send(probe, now, key=f"refused:{number}", phone="110")
    run_jobs(now)
    assert not Circuit.objects.exists()
    assert OutboundAttempt.objects.filter(outcome="refused").count() == 6


def test_failures_must_be_in_a_row(probe: Probe, street: Street, now: dt.datetime) -> None:
    for number in range(8):
        if number % 4:
            street.fault("sms", "down", count=1)
        send(probe, now, key=f"mixed:{number}")
        run_jobs(now)
    assert OutboundAttempt.objects.exclude(outcome="").count() == 8, "never left alone"


def test_what_grew_too_old_meanwhile_is_given_up(probe: Probe, street: Street, now: dt.datetime) -> None:
    fail_five(probe, street, now)
    code = send(probe, now, key="code:1", phone=PHONE, give_up_at=now + dt.timedelta(seconds=20))
    run_jobs(now)
    dispatch_due(now=now + dt.timedelta(seconds=25))
    code.refresh_from_db()
    assert (code.state, code.reason, code.tries) == (CallState.FAILED, "expired", 0)


def test_a_healthy_service_costs_no_row(probe: Probe, now: dt.datetime) -> None:
    send(probe, now)
    run_jobs(now)
    assert not Circuit.objects.exists()
