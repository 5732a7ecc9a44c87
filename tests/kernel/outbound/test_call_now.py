"""A person waits: one answer or one clear sentence, soon."""

import datetime as dt
import time

import pytest
from django.db import transaction

from leyiban.kernel.outbound.errors import ServiceRefused, ServiceUnavailable
from leyiban.kernel.outbound.models import CallState, OutboundAttempt, OutboundCall
from leyiban.kernel.outbound.operations import call_now, dispatch_due
from tests.kernel.outbound.conftest import PHONE, TEXT, Accepted, Probe, Sending
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("db")


def ask(probe: Probe, now: dt.datetime, phone: str = PHONE) -> Accepted:
    return call_now(call=probe.call, payload=Sending(to=phone, text=TEXT), now=now)


def test_the_answer_comes_back_and_nothing_is_kept_but_the_try(
    probe: Probe, street: Street, now: dt.datetime
) -> None:
    assert ask(probe, now, "13900000301").message_id
    call = OutboundCall.objects.get()
    assert (call.state, call.payload, call.tries) == (CallState.DELIVERED, None, 1)
    assert probe.delivered == [], "the answer is the caller's, no listener hears it"
    assert street.inbox("13900000301") == [TEXT]


def test_one_hiccup_is_bridged_with_the_same_key(probe: Probe, street: Street, now: dt.datetime) -> None:
    street.fault("sms", "wrong", way="no_id", count=1)
    assert ask(probe, now, "13900000302").message_id
    assert OutboundAttempt.objects.count() == 2
    assert street.inbox("13900000302") == [TEXT]


@pytest.mark.parametrize(
    ("kind", "order"), [("down", {}), ("down", {"way": "hang"}), ("wrong", {"way": "garbage"})]
)
def test_trouble_ends_in_one_clear_sentence_within_two_deadlines(
    probe: Probe, street: Street, now: dt.datetime, kind: str, order: dict[str, object]
) -> None:
    street.fault("sms", kind, **order)
    begun = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="测试服务暂时连不上"):
        ask(probe, now)
    assert time.monotonic() - begun < 3
    call = OutboundCall.objects.get()
    assert (call.state, call.tries) == (CallState.FAILED, 2)


def test_a_no_is_a_no(probe: Probe, now: dt.datetime) -> None:
    with pytest.raises(ServiceRefused) as refusal:
        ask(probe, now, "110")
    assert refusal.value.facts["reason"] == "invalid_body"
    assert OutboundCall.objects.get().tries == 1


def test_nobody_waits_for_a_service_that_is_known_to_be_down(
    probe: Probe, street: Street, now: dt.datetime
) -> None:
    street.fault("sms", "down")
    for _ in range(3):
        with pytest.raises(ServiceUnavailable):
            ask(probe, now)
    struck = street.struck("sms", "down")
    with pytest.raises(ServiceUnavailable):
        ask(probe, now)
    assert street.struck("sms", "down") == struck
    assert OutboundCall.objects.filter(state=CallState.PENDING).count() == 0


def test_what_nobody_waits_for_any_more_is_never_retried(probe: Probe, now: dt.datetime) -> None:
    OutboundCall.objects.create(
        service="probe", call="send", key="k", wire_key="k", is_interactive=True,
        created_at=now, due_at=now, give_up_at=now, leased_until=now,
    )  # fmt: skip
    dispatch_due(now=now + dt.timedelta(minutes=1))
    assert OutboundCall.objects.get().state == CallState.FAILED


def test_no_transaction_stays_open_while_another_system_thinks(probe: Probe, now: dt.datetime) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        ask(probe, now)
