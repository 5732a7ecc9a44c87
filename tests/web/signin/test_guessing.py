"""Passwords and codes, tried by somebody who writes differently, comes from elsewhere, or asks from another page."""

import pytest
from django.test import Client

from leyiban.kernel.actors import Role
from leyiban.kernel.throttles.origins import place_of
from leyiban.people.models import Account, ParkedForm
from leyiban.people.operations import set_password
from tests.people.conftest import Carrier
from tests.people.people import Office, acting, proven
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import as_staff, signed_in

PHONE = "13900000077"
PASSWORD = "correct horse battery"


def enter(client: Client, name: str, password: str, origin: str = "127.0.0.1") -> int:
    answer = client.post("/sign-in/password", {"username": name, "password": password}, REMOTE_ADDR=origin)
    return answer.status_code


@pytest.fixture
def citizen(clock: Clock) -> Account:
    account = proven(clock.moment, phone_number=PHONE)
    set_password(account=account, password=PASSWORD, actor=acting(account, clock.moment), now=clock.moment)
    return account


def test_another_spelling_of_a_phone_wins_no_further_tries(client: Client, citizen: Account) -> None:
    for spelling in (PHONE, f"+86{PHONE}", f"139-{PHONE[3:]}", f"1-39{PHONE[3:]}", f" {PHONE}"):
        enter(client, spelling, "wrong")

    assert enter(client, f"13-9{PHONE[3:]}", PASSWORD) == 429
    assert not signed_in(client)


def test_one_name_is_not_tried_from_everywhere(client: Client, citizen: Account) -> None:
    answers = [enter(client, PHONE, "wrong", f"10.0.{n % 250}.{n // 250 + 1}") for n in range(100)]
    assert set(answers) == {403}
    assert enter(client, PHONE, PASSWORD, "10.9.9.9") == 429


def test_one_line_has_one_address_however_many_it_writes(client: Client, citizen: Account) -> None:
    for n in range(5):
        enter(client, PHONE, "wrong", f"2001:db8:7:7::{n + 1:x}")

    assert enter(client, PHONE, PASSWORD, "2001:db8:7:7:ffff::1") == 429


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_a_place_is_what_one_cannot_choose_freely(written: str, place: str) -> None:
    assert place_of(written) == place


def test_one_time_codes_are_not_tried_from_many_machines(
    client: Client, office: Office, clock: Clock
) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    as_staff(client, account, clock)
    clock.forward(minutes=20)
    answers = []
    for machine in range(6):
        thief, origin = Client(), f"10.1.1.{machine + 1}"
        enter(thief, account.username, PASSWORD, origin)
        answers += [
            thief.post("/sign-in/second", {"code": "000000"}, REMOTE_ADDR=origin).status_code
            for _ in range(4)
        ]

    assert answers.count(403) <= 20
    assert answers[-1] == 429


@pytest.mark.proves("FX.3")
def test_a_forged_form_is_never_parked(carrier: Carrier, clock: Clock) -> None:
    """Offered again after signing in it would carry a good token, and pass for the victim's own."""
    victim = Client(enforce_csrf_checks=True)
    page = victim.get("/sign-in/phone")
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    victim.post("/sign-in/phone", {"phone": PHONE, "csrfmiddlewaretoken": token})
    victim.post("/sign-in/code", {"code": carrier.code, "csrfmiddlewaretoken": token})
    assert signed_in(victim)
    clock.forward(minutes=31)

    ended = victim.post("/me/mandates/new", {"name": "骗子", "powers": ["submit"]})
    assert ended["Location"] == "/sign-in?ended=1&next=%2Fme%2Fmandates%2Fnew"
    assert not ParkedForm.objects.exists()


def test_a_form_of_ours_is_still_parked(carrier: Carrier, clock: Clock) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/sign-in/phone")
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    browser.post("/sign-in/phone", {"phone": PHONE, "csrfmiddlewaretoken": token})
    browser.post("/sign-in/code", {"code": carrier.code, "csrfmiddlewaretoken": token})
    here = browser.get("/me/password").text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    clock.forward(minutes=31)

    browser.post("/me/mandates/new", {"name": "王德厚", "csrfmiddlewaretoken": here})
    assert ParkedForm.objects.count() == 1
