"""Written with the act, sent by a worker, heard by whoever registered."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from leyiban.kernel.outbound.errors import NotResendable
from leyiban.kernel.outbound.models import CallState, OutboundAttempt, OutboundCall
from leyiban.kernel.outbound.operations import cancel, dispatch_due, execute, resend
from leyiban.kernel.outbound.policies import RetryPolicy
from leyiban.kernel.outbound.wire import Outcome
from tests.kernel.outbound.conftest import PHONE, TEXT, Probe, queued, run_jobs, send, turn
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("db")
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def outcomes(call: OutboundCall) -> list[str]:
    return list(call.attempts.order_by("number").values_list("outcome", flat=True))


def test_call_and_job_exist_only_with_the_act(probe: Probe, now: dt.datetime) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send(probe, now)
        assert len(queued()) == 1
        raise RuntimeError
    assert not OutboundCall.objects.exists()
    assert queued() == []


def test_it_is_said_and_heard_once(probe: Probe, street: Street, now: dt.datetime) -> None:
    call = send(probe, now, phone="13900000202")
    assert run_jobs(now) == 1
    call.refresh_from_db()
    assert (call.state, call.tries, call.payload) == (CallState.DELIVERED, 1, None)
    assert street.inbox("13900000202") == [TEXT]
    [(settled, answer)] = probe.delivered
    assert (settled.key, settled.tries, bool(answer.message_id)) == ("probe:1", 1, True)
    assert turn(now + HOUR) == 0


def test_the_same_key_is_the_same_call(probe: Probe, now: dt.datetime) -> None:
    first, second = send(probe, now), send(probe, now, phone="13900000299")
    assert first.pk == second.pk
    assert len(queued()) == 1


def test_not_before_it_is_due(probe: Probe, now: dt.datetime) -> None:
    call = send(probe, now, due_at=now + HOUR)
    assert queued() == []
    assert turn(now + HOUR - MINUTE) == 0
    assert turn(now + HOUR) == 1
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED


def test_the_job_of_an_urgent_call_goes_first(probe: Probe, now: dt.datetime) -> None:
    send(probe, now, key="usual:1")
    send(probe, now, key="urgent:1", priority=100)
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs ORDER BY priority DESC")
        assert [row[0] for row in cursor.fetchall()] == [100, 0]


@pytest.mark.parametrize(
    ("kind", "order", "outcome"),
    [
        ("down", {}, Outcome.UNAVAILABLE),
        ("slow", {"ms": 1500}, Outcome.TIMEOUT),
        ("wrong", {"way": "garbage"}, Outcome.WRONG_ANSWER),
        ("wrong", {"way": "status_500"}, Outcome.UNAVAILABLE),
        ("wrong", {"way": "cut"}, None),
        ("wrong", {"way": "no_id"}, Outcome.WRONG_ANSWER),
    ],
)
def test_it_is_tried_again_after_trouble_and_said_once(
    probe: Probe,
    street: Street,
    now: dt.datetime,
    kind: str,
    order: dict[str, object],
    outcome: Outcome | None,
) -> None:
    phone = f"1390001{abs(hash((kind, str(order)))) % 10000:04}"
    street.fault("sms", kind, count=2, **order)
    call = send(probe, now, phone=phone)
    run_jobs(now)
    assert turn(now) == 0, "not at once"
    for step in range(1, 4):
        turn(now + step * HOUR)
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED
    if outcome is not None:  # a connection that is cut may look like a reset or like a torn answer
        assert outcomes(call) == [outcome, outcome, Outcome.DELIVERED]
    assert street.inbox(phone) == [TEXT]
    assert len(probe.delivered) == 1


def test_a_request_that_the_network_doubles_is_said_once(
    probe: Probe, street: Street, now: dt.datetime
) -> None:
    street.fault("sms", "twice", way="replay", count=1)
    send(probe, now, phone="13900000203")
    run_jobs(now)
    assert street.inbox("13900000203") == [TEXT]
    assert len(probe.delivered) == 1


def test_down_for_a_day_and_then_said_once(probe: Probe, street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    call = send(probe, now, phone="13900000204")
    run_jobs(now)
    moment = now
    while moment < now + dt.timedelta(days=1):
        moment += 10 * MINUTE
        turn(moment)
    call.refresh_from_db()
    assert call.state == CallState.PENDING
    assert 40 < call.tries < 145, "often enough to notice, seldom enough not to hammer"
    street.heal()
    for _ in range(4):
        moment += 10 * MINUTE
        turn(moment)
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED
    assert street.inbox("13900000204") == [TEXT]


def test_a_refusal_is_final_and_says_why(probe: Probe, now: dt.datetime) -> None:
    call = send(probe, now, phone="110")
    run_jobs(now)
    call.refresh_from_db()
    assert (call.state, call.reason) == (CallState.FAILED, "invalid_body")
    assert [settled.reason for settled in probe.failed] == ["invalid_body"]
    assert turn(now + HOUR) == 0


def test_it_is_given_up_in_time_and_can_be_sent_again(make_probe, street: Street, now: dt.datetime) -> None:  # type: ignore[no-untyped-def]
    probe: Probe = make_probe(retry=RetryPolicy(give_up_after=2 * HOUR))
    street.fault("sms", "down")
    call = send(probe, now, phone="13900000205")
    run_jobs(now)
    turn(now + HOUR)
    turn(now + 3 * HOUR)
    call.refresh_from_db()
    assert (call.state, call.reason, len(probe.failed)) == (CallState.FAILED, "expired", 1)

    street.heal()
    resend(call_id=call.pk, now=now + 4 * HOUR)
    run_jobs(now + 4 * HOUR)
    call.refresh_from_db()
    assert (call.state, street.inbox("13900000205")) == (CallState.DELIVERED, [TEXT])


def test_the_last_try_is_the_last(make_probe, street: Street, now: dt.datetime) -> None:  # type: ignore[no-untyped-def]
    probe: Probe = make_probe(retry=RetryPolicy(tries=2))
    street.fault("sms", "down")
    call = send(probe, now)
    run_jobs(now)
    turn(now + HOUR)
    call.refresh_from_db()
    assert (call.state, call.reason, call.tries) == (CallState.FAILED, "unavailable", 2)


def test_only_what_failed_can_be_sent_again(probe: Probe, now: dt.datetime) -> None:
    call = send(probe, now)
    with pytest.raises(NotResendable):
        resend(call_id=call.pk, now=now)
    run_jobs(now)
    with pytest.raises(NotResendable):
        resend(call_id=call.pk, now=now)


def test_a_sent_again_call_shows_the_service_the_same_key(
    make_probe, street: Street, now: dt.datetime
) -> None:  # type: ignore[no-untyped-def]
    """It was delivered the first time, only the answer came too late: the phone rings once."""
    probe: Probe = make_probe(retry=RetryPolicy(tries=1))
    street.fault("sms", "wrong", way="no_id", count=1)
    call = send(probe, now, phone="13900000206")
    run_jobs(now)
    resend(call_id=call.pk, now=now + HOUR)
    run_jobs(now + HOUR)
    assert street.inbox("13900000206") == [TEXT]
    assert len(probe.delivered) == 1


def test_what_is_no_longer_true_is_not_said(probe: Probe, street: Street, now: dt.datetime) -> None:
    send(probe, now, phone="13900000207", due_at=now + HOUR)
    assert cancel(service="probe", key="probe:1", reason="overtaken", now=now)
    turn(now + HOUR)
    assert street.inbox("13900000207") == []
    assert [settled.reason for settled in probe.failed] == ["overtaken"]
    assert not cancel(service="probe", key="probe:1", reason="overtaken", now=now)


def test_a_listener_that_fails_hears_again(probe: Probe, street: Street, now: dt.datetime) -> None:
    probe.trouble = ValueError("broken")
    call = send(probe, now, phone="13900000208")
    run_jobs(now)
    call.refresh_from_db()
    assert (call.state, outcomes(call)) == (CallState.PENDING, [Outcome.HANDLER_FAILED])
    probe.trouble = None
    turn(now + HOUR)
    assert len(probe.delivered) == 1
    assert street.inbox("13900000208") == [TEXT]


def test_a_listener_of_failure_that_fails_hears_again_and_holds_up_nobody(
    probe: Probe, now: dt.datetime
) -> None:
    stuck = send(probe, now, key="stuck:1", give_up_at=now + MINUTE, due_at=now + HOUR)
    probe.trouble = ValueError("broken")
    assert dispatch_due(now=now + 2 * MINUTE) == 0
    probe.trouble = None
    assert dispatch_due(now=now + 3 * MINUTE) == 1
    stuck.refresh_from_db()
    assert (stuck.state, stuck.reason) == (CallState.FAILED, "expired")


def test_a_service_without_an_address_waits(probe: Probe, settings, street: Street, now: dt.datetime) -> None:  # type: ignore[no-untyped-def]
    known = settings.OUTBOUND
    settings.OUTBOUND = {}
    call = send(probe, now)
    run_jobs(now)
    assert outcomes(call) == [Outcome.NOT_CONFIGURED]
    settings.OUTBOUND = known
    turn(now + HOUR)
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED


def test_a_doubled_job_changes_nothing(probe: Probe, street: Street, now: dt.datetime) -> None:
    send(probe, now, phone="13900000209")
    [job] = queued()
    for _ in range(3):
        execute(**job, now=now)
    assert OutboundAttempt.objects.count() == 1
    assert len(probe.delivered) == 1


def test_a_lost_job_is_replaced(probe: Probe, now: dt.datetime) -> None:
    call = send(probe, now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert turn(now + dt.timedelta(seconds=30)) == 0
    assert turn(now + 2 * MINUTE) == 1
    call.refresh_from_db()
    assert call.state == CallState.DELIVERED


def test_nothing_personal_lies_open(
    probe: Probe, street: Street, now: dt.datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    street.fault("sms", "down", count=1)
    send(probe, now)
    run_jobs(now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.*, a.* FROM outbound_outboundcall c JOIN outbound_outboundattempt a ON a.call_id = c.id"
        )
        stored = str([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        stored += str(cursor.fetchall())
    printed = capsys.readouterr()
    for place in (stored, printed.out, printed.err):
        assert PHONE not in place and TEXT not in place


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "delivered"},
        {"state": "failed"},
        {"reason": "because"},
        {"state": "delivered", "settled_at": dt.datetime(2026, 3, 9, tzinfo=dt.UTC), "leased_until": None},
    ],
)
def test_the_database_holds_the_rules_too(probe: Probe, now: dt.datetime, broken: dict[str, object]) -> None:
    call = send(probe, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboundCall.objects.filter(pk=call.pk).update(**broken)
