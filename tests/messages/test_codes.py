"""Sign-in codes: at once, whatever the hour; never readable in the database; gone when they are useless."""

import datetime as dt

import pytest
from django.db import connection

from leyiban.kernel.outbound.errors import NotResendable
from leyiban.kernel.outbound.models import CallState, OutboundCall
from leyiban.kernel.outbound.operations import resend
from leyiban.messages.codes import send_sign_in_code
from leyiban.messages.models import Message
from leyiban.people.models.sign_in import Purpose
from leyiban.people.operations.phone_codes import prove_phone, send_code
from leyiban.people.ports import code_sender
from tests.kernel.outbound.conftest import run_jobs
from tests.messages.conftest import later_jobs
from tests.messages.test_notify import MINUTE, NIGHT
from tests.people.people import CITY, POLICY
from tests.support.street import Street

pytestmark = pytest.mark.usefixtures("city")


def send(phone: str, now: dt.datetime, code: str = "042917") -> None:
    send_sign_in_code(phone=phone, code=code, minutes=5, now=now, region=CITY)


def test_messages_fill_the_port_of_people(street: Street, now: dt.datetime) -> None:
    assert code_sender() is send_sign_in_code
    send_code(phone="13900000901", purpose=Purpose.SIGN_IN, origin=None, policy=POLICY, now=now)
    run_jobs(now)
    [text] = street.inbox("13900000901")
    code = text.removeprefix(text[: text.index("】") + 1])[:6]
    ticket = prove_phone(phone="13900000901", code=code, purpose=Purpose.SIGN_IN, policy=POLICY, now=now)
    assert ticket


def test_it_rings_at_night(street: Street) -> None:
    send("13900000902", NIGHT)
    run_jobs(NIGHT)
    assert street.inbox("13900000902") == [
        "【乐山政务】042917是您的登录验证码,5分钟内有效。我们的人不会问您要它。"
    ]


def test_it_goes_before_everything_else(now: dt.datetime) -> None:
    send("13900000903", now)
    assert OutboundCall.objects.get().priority == 100


def test_no_trace_of_the_code_remains(street: Street, now: dt.datetime) -> None:
    send("13900000904", now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text FROM outbound_outboundcall t UNION ALL SELECT args::text FROM procrastinate_jobs"
        )
        stored = str(cursor.fetchall())
    assert "042917" not in stored and "13900000904" not in stored
    run_jobs(now)
    assert OutboundCall.objects.get().payload is None
    assert not Message.objects.exists()


def test_a_code_that_comes_too_late_is_not_sent(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down")
    send("13900000905", now)
    run_jobs(now)
    street.heal()
    later_jobs(now + 6 * MINUTE)
    call = OutboundCall.objects.get()
    assert (call.state, call.payload, street.inbox("13900000905")) == (CallState.FAILED, None, [])
    with pytest.raises(NotResendable):
        resend(call_id=call.pk, now=now + 7 * MINUTE)


def test_a_hiccup_is_bridged_within_seconds(street: Street, now: dt.datetime) -> None:
    street.fault("sms", "down", count=1)
    send("13900000906", now)
    run_jobs(now)
    later_jobs(now + dt.timedelta(seconds=3))
    assert len(street.inbox("13900000906")) == 1


def test_without_a_region_the_loaded_city_signs(street: Street, now: dt.datetime) -> None:
    send_sign_in_code(phone="13900000907", code="111111", minutes=5, now=now)
    run_jobs(now)
    [text] = street.inbox("13900000907")
    assert text.startswith("【乐山政务】111111")
