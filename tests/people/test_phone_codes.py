"""Text-message codes against somebody who tries."""

import datetime as dt

import pytest

from leyiban.kernel.errors import InvalidInput
from leyiban.people.errors import CodeNotSent, CodeTooOften, CodeTooSoon, CodeWrong
from leyiban.people.models import PhoneCode
from leyiban.people.models.sign_in import Purpose
from leyiban.people.operations import prove_phone, send_code
from leyiban.people.operations.phone_codes import phone_behind, redeem_ticket
from tests.people.conftest import Carrier
from tests.people.people import POLICY

pytestmark = pytest.mark.usefixtures("db")
PHONE = "13900000001"
LATER = dt.timedelta(seconds=60)


def send(now: dt.datetime, phone: str = PHONE, purpose: Purpose = Purpose.SIGN_IN, origin: str | None = None):
    return send_code(phone=phone, purpose=purpose, origin=origin, policy=POLICY, now=now)


def prove(code: str, now: dt.datetime, phone: str = PHONE, purpose: Purpose = Purpose.SIGN_IN) -> str:
    return prove_phone(phone=phone, code=code, purpose=purpose, policy=POLICY, now=now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_right_code_gives_a_ticket_for_the_phone(carrier: Carrier, now: dt.datetime) -> None:
    expires = send(now, "+86 139-0000-0001")

    ticket = prove(f" {carrier.code} ", now + LATER)
    assert expires == now + dt.timedelta(minutes=5)
    assert phone_behind(ticket=ticket, purpose=Purpose.SIGN_IN, now=now + LATER) == PHONE


def test_a_replayed_code_is_worth_nothing(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    prove(carrier.code, now)

    with pytest.raises(CodeWrong):
        prove(carrier.code, now)


def test_a_ticket_is_redeemed_once(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    ticket = prove(carrier.code, now)
    redeem_ticket(ticket=ticket, purpose=Purpose.SIGN_IN, now=now)

    with pytest.raises(CodeWrong):
        redeem_ticket(ticket=ticket, purpose=Purpose.SIGN_IN, now=now)


def test_a_ticket_grows_old_and_keeps_to_its_purpose(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    ticket = prove(carrier.code, now)

    with pytest.raises(CodeWrong):
        redeem_ticket(ticket=ticket, purpose=Purpose.CHANGE_PHONE, now=now)
    with pytest.raises(CodeWrong):
        redeem_ticket(ticket=ticket, purpose=Purpose.SIGN_IN, now=now + dt.timedelta(minutes=5))


def test_the_fifth_wrong_try_kills_the_code(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            prove(wrong(carrier.code), now)

    with pytest.raises(CodeWrong):
        prove(carrier.code, now)


def test_four_wrong_tries_do_not(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    for _ in range(4):
        with pytest.raises(CodeWrong):
            prove(wrong(carrier.code), now)

    assert prove(carrier.code, now)


def test_a_code_lasts_five_minutes_and_not_a_moment_more(carrier: Carrier, now: dt.datetime) -> None:
    send(now)

    with pytest.raises(CodeWrong):
        prove(carrier.code, now + dt.timedelta(minutes=5))
    assert prove(carrier.code, now + dt.timedelta(minutes=5, microseconds=-1))


def test_only_the_newest_code_counts(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    first = carrier.code
    send(now + LATER)
    if first == carrier.code:
        pytest.skip("the two codes happen to be equal")

    with pytest.raises(CodeWrong):
        prove(first, now + LATER)
    assert prove(carrier.code, now + LATER)


def test_a_code_for_one_purpose_or_phone_is_no_good_for_another(carrier: Carrier, now: dt.datetime) -> None:
    send(now)

    with pytest.raises(CodeWrong):
        prove(carrier.code, now, purpose=Purpose.CHANGE_PHONE)
    with pytest.raises(CodeWrong):
        prove(carrier.code, now, phone="13900000002")


def test_one_code_a_minute_says_how_long_to_wait(carrier: Carrier, now: dt.datetime) -> None:
    send(now)

    with pytest.raises(CodeTooSoon) as caught:
        send(now + dt.timedelta(seconds=20, microseconds=1))
    assert caught.value.facts["seconds"] == 40
    send(now + LATER)


def test_ten_codes_a_day_whatever_they_are_for(carrier: Carrier, now: dt.datetime) -> None:
    for minute in range(10):
        send(now + minute * LATER, purpose=Purpose.SIGN_IN if minute % 2 else Purpose.CHANGE_PHONE)

    with pytest.raises(CodeTooOften):
        send(now + 10 * LATER)
    send(now + dt.timedelta(days=1, seconds=61))


def test_one_machine_cannot_ring_every_phone(carrier: Carrier, now: dt.datetime) -> None:
    for n in range(60):
        send(now, f"1380000{n:04d}", origin="203.0.113.9")

    with pytest.raises(CodeTooOften):
        send(now, "13800009999", origin="203.0.113.9")
    send(now, "13800009999", origin="203.0.113.10")


def test_a_message_that_did_not_go_out_does_not_count(carrier: Carrier, now: dt.datetime) -> None:
    carrier.down = True
    with pytest.raises(CodeNotSent):
        send(now)

    carrier.down = False
    send(now)
    assert len(carrier.sent) == 1


def test_a_known_and_an_unknown_phone_get_the_same_answer(carrier: Carrier, now: dt.datetime) -> None:
    send(now)
    prove(carrier.code, now)

    assert send(now + LATER) - (now + LATER) == send(now, "13911111111") - now


@pytest.mark.parametrize("typed", ["", "12345", "0833-2123456", "139000000011", "1390000000a"])
def test_what_is_no_mobile_is_refused_beside_its_field(
    carrier: Carrier, now: dt.datetime, typed: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        send(now, typed)
    assert [problem.field for problem in caught.value.problems] == ["phone"]
    assert carrier.sent == []


def test_neither_code_nor_phone_lies_readable_in_the_database(carrier: Carrier, now: dt.datetime) -> None:
    send(now)

    row = PhoneCode.objects.values_list().get()
    stored = b"|".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
    )
    assert carrier.code.encode() not in stored
    assert PHONE.encode() not in stored
