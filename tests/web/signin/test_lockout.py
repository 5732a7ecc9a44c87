"""Guessing locks, says until when in both languages, stands in the security log, and shuts nobody out of every way in."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from structlog.testing import capture_logs

from leyiban.kernel.actors import Role
from leyiban.people.models import Account
from leyiban.people.operations import set_password
from tests.people.conftest import Carrier
from tests.people.people import Office, acting, proven
from tests.support.street import Street
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import as_staff, at_province, by_phone, signed_in

PHONE = "13900000071"
LI = "511102190508201030"
PASSWORD = "correct horse battery"
ELSEWHERE = "203.0.113.9"


def enter(client: Client, name: str, password: str, origin: str = "127.0.0.1") -> HttpResponse:
    return client.post("/sign-in/password", {"username": name, "password": password}, REMOTE_ADDR=origin)


@pytest.fixture
def citizen(clock: Clock) -> Account:
    account = proven(clock.moment, name="李国强", number=LI, phone_number=PHONE)
    set_password(account=account, password=PASSWORD, actor=acting(account, clock.moment), now=clock.moment)
    return account


def said_in_both(answer: Any, client: Client, ask: Any, until: str) -> bool:
    """The same refusal in Chinese and English, each naming the moment."""
    english = Client()
    english.cookies["language"] = "en"
    return (
        answer.status_code == 429
        and f"{until}以后再试" in answer.text
        and f"until {until}" in ask(english).text
    )


def test_passwords(client: Client, citizen: Account, clock: Clock) -> None:
    with capture_logs() as log:
        for _ in range(5):
            enter(client, PHONE, "wrong")
        locked = enter(client, PHONE, PASSWORD)

    assert said_in_both(locked, client, lambda who: enter(who, PHONE, PASSWORD), "09:45")
    assert [line["reason"] for line in log if line["event"] == "security.sign_in_failed"] == [
        *["sign_in_failed"] * 4,
        *["sign_in_locked"] * 2,
    ]
    assert not any(PHONE in str(line) for line in log)


def test_going_on_guessing_does_not_prolong_it(client: Client, citizen: Account, clock: Clock) -> None:
    for _ in range(5):
        enter(client, PHONE, "wrong")
    for _ in range(14):
        clock.forward(minutes=1)
        enter(client, PHONE, "wrong")
    clock.forward(minutes=2)

    assert enter(client, PHONE, PASSWORD)["Location"] == "/me"


def test_one_time_and_recovery_codes(client: Client, office: Office, clock: Clock, settings: Any) -> None:
    settings.THROTTLES = {**settings.THROTTLES, "second_factors.by_account": (3, 900)}
    account = office.staff(clock.moment, Role.DECIDER)
    as_staff(client, account, clock)
    clock.forward(minutes=15)

    def guess(who: Client, code: str) -> HttpResponse:
        who.cookies.pop("sessionid", None)
        enter(who, account.username, PASSWORD)
        return who.post("/sign-in/second", {"code": code})

    with capture_logs() as log:
        for code in ("000000", "ABCDE-FGH23", "ABCDE-FGH24"):
            assert guess(Client(), code).status_code == 403
        locked = guess(client, "000000")
    assert said_in_both(locked, client, lambda who: guess(who, "000000"), "10:00")
    assert {
        "event": "security.held_off",
        "throttle": "second_factors.by_account",
        "log_level": "warning",
    } in log
    assert "用通行密钥" in Client().get("/sign-in").text  # nothing counts there


def test_query_codes(client: Client, clock: Clock, settings: Any) -> None:
    settings.THROTTLES = {**settings.THROTTLES, "progress.by_number": (2, 900)}

    def ask(who: Client) -> HttpResponse:
        return who.post("/progress", {"case_no": "LS2026000001", "query_code": "000000"})

    with capture_logs() as log:
        assert [ask(client).status_code for _ in range(2)] == [404, 404]
        assert said_in_both(ask(client), client, ask, "09:45")
    assert {"event": "security.held_off", "throttle": "progress.by_number", "log_level": "warning"} in log


def test_codes_by_text_message(client: Client, carrier: Carrier, clock: Clock) -> None:
    for _ in range(10):
        client.post("/sign-in/phone", {"phone": PHONE})
        clock.forward(minutes=2)
    refused = client.post("/sign-in/phone", {"phone": PHONE})

    assert (refused.status_code, "2026-03-10 09:30以后再要" in refused.text) == (429, True)
    client.cookies["language"] = "en"
    assert "after 2026-03-10 09:30" in client.post("/sign-in/phone", {"phone": PHONE}).text


def test_whoever_guesses_elsewhere_does_not_shut_the_owner_out(
    client: Client, citizen: Account, carrier: Carrier, clock: Clock, settings: Any
) -> None:
    """From where he signed in lately, the strangers' tries do not count against him."""
    settings.THROTTLES = {**settings.THROTTLES, "passwords.by_name": (3, 3600)}
    assert enter(client, PHONE, PASSWORD)["Location"] == "/me"
    client.post("/sign-out")
    answers = [enter(Client(), PHONE, "wrong", f"203.0.113.{n}").status_code for n in range(5)]
    assert answers == [
        403,
        403,
        429,
        429,
        429,
    ]  # his own first one, from a new place, counted as a stranger's

    assert enter(client, PHONE, PASSWORD)["Location"] == "/me"
    assert enter(Client(), PHONE, PASSWORD, ELSEWHERE).status_code == 429


def test_with_password_and_messages_shut_the_province_is_open(
    client: Client, citizen: Account, carrier: Carrier, clock: Clock, province: Street, settings: Any
) -> None:
    settings.THROTTLES = {**settings.THROTTLES, "passwords.by_name": (3, 3600)}
    for n in range(4):
        enter(Client(), PHONE, "wrong", f"203.0.113.{n}")
    for _ in range(10):
        Client().post("/sign-in/phone", {"phone": PHONE})
        clock.forward(minutes=2)
    clock.forward(minutes=5)  # the last code that was sent is dead, too
    assert enter(client, PHONE, PASSWORD).status_code == 429
    by_phone(client, carrier, PHONE)
    assert not signed_in(client)

    assert at_province(client, LI)["Location"] == "/me"
    assert Account.objects.get() == citizen
