"""The real worker, killed with -9 while the carrier thinks: the message arrives, and arrives once."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from leyiban.kernel import moments
from leyiban.kernel.outbound.models import CallState, OutboundAttempt, OutboundCall
from leyiban.kernel.outbound.operations import send_later
from leyiban.kernel.outbound.wire import Outcome
from leyiban.messages.carrier import SEND_CODE, Sending
from tests.support import database
from tests.support.kill import kill_process, start_python
from tests.support.street import Street, _session_street, street
from tests.support.waiting import until

__all__ = ["_session_street", "street"]

PHONE, TEXT = "13900000501", "【乐山政务】482913是您的登录验证码,5分钟内有效。"
WORKER = "import sys; from leyiban.config.main import run; sys.exit(run(['worker']))"


@pytest.mark.slow
@pytest.mark.committed
def test_a_killed_worker_loses_and_doubles_nothing(
    street: Street, database_server: database.Server, tmp_path: Path
) -> None:
    variables = {
        **database_server.variables(_present_database()),
        "LEYIBAN_SANDBOX_URL": street.url,
        "LEYIBAN_DATABASE_POOL": "8",
    }
    street.fault("sms", "slow", ms=3000, count=1)
    call = send_later(call=SEND_CODE, payload=Sending(to=PHONE, text=TEXT), key="killed:1", now=moments.now())
    worker = start_python(WORKER, variables=variables)
    try:
        until(lambda: street.struck("sms", "slow"), patience=60, what="the worker's call")
    finally:
        kill_process(worker)
    lost = OutboundAttempt.objects.get(call=call)
    assert (lost.outcome, lost.ended_at) == ("", None)

    # Nobody waits out a lease in a test: the next worker finds it over.
    OutboundCall.objects.filter(pk=call.pk).update(leased_until=moments.now() - dt.timedelta(seconds=1))
    second = start_python(WORKER, variables=variables)
    try:
        until(lambda: _state(call) == CallState.DELIVERED, patience=60, what="the delivery")
    finally:
        kill_process(second)
    outcomes = OutboundAttempt.objects.filter(call=call).order_by("number").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.LOST, Outcome.DELIVERED]
    assert street.inbox(PHONE) == [TEXT]


def _state(call: OutboundCall) -> str:
    call.refresh_from_db()
    return call.state


def _present_database() -> str:
    return str(connection.settings_dict["NAME"])
