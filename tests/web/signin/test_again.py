"""What opens the account is changed only by who has just proven to be its owner; and nothing stays behind."""

import json

import pytest
from django.test import Client

from leyiban.kernel.actors import Role
from leyiban.people.models import Account
from tests.people.conftest import Carrier
from tests.people.people import Office
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import as_staff, by_phone, signed_in

PHONE = "13900000001"
FIRST, SECOND = "一句我记得住的话就行", "另一句我也记得住的话"


@pytest.mark.parametrize("path", ["/me/password", "/me/phone"])
def test_an_unattended_screen_is_not_enough(
    client: Client, carrier: Carrier, clock: Clock, path: str
) -> None:
    by_phone(client, carrier, PHONE)
    before = Account.objects.get()
    assert "请先再登录一次" not in client.get(path).text
    clock.forward(minutes=16)

    assert "请先再登录一次" in client.get(path).text
    refused = client.post(path, {"new_password": FIRST, "phone": "13911112222", "code": "1"})
    assert refused.status_code == 403
    assert signed_in(client), "a forged look at the page signs nobody out"
    after = Account.objects.get()
    assert (after.password, after.phone_digest) == (before.password, before.phone_digest)

    sent = client.post(path, {"sign_in_again": "1"})
    assert not signed_in(client)
    client.get(sent["Location"])
    assert by_phone(client, carrier, PHONE)["Location"] == path
    assert "请先再登录一次" not in client.get(path).text


def test_who_changes_a_password_knows_the_present_one(carrier: Carrier, clock: Clock) -> None:
    browser = Client()
    by_phone(browser, carrier, PHONE)
    assert browser.post("/me/password", {"new_password": FIRST})["Location"] == "/me"

    for wrong in ("", "wrong", SECOND):
        told = browser.post("/me/password", {"password": wrong, "new_password": SECOND})
        assert (told.status_code, "现在的密码不对" in told.text) == (403, True)
    assert browser.post("/me/password", {"password": FIRST, "new_password": SECOND})["Location"] == "/me"
    assert Account.objects.get().check_password(SECOND)


def test_the_present_password_is_not_tried_out_from_an_open_session(carrier: Carrier, clock: Clock) -> None:
    browser = Client()
    by_phone(browser, carrier, PHONE)
    browser.post("/me/password", {"new_password": FIRST})
    for number in range(10):
        browser.post("/me/password", {"password": f"guess {number}", "new_password": SECOND})

    told = browser.post("/me/password", {"password": FIRST, "new_password": SECOND})
    assert told.status_code == 429
    assert Account.objects.get().check_password(FIRST)


@pytest.mark.parametrize(
    "text", ["Leshan12345", f"{PHONE}!!", "1234567890", "aaaaaaaaaaaa", "password123", "!!sunshine2020"]
)
def test_a_password_of_the_place_or_its_owner_is_refused(
    client: Client, carrier: Carrier, clock: Clock, text: str
) -> None:
    by_phone(client, carrier, PHONE)
    told = client.post("/me/password", {"new_password": text})

    assert told.status_code == 422
    assert not Account.objects.get().has_usable_password()


def test_no_cache_keeps_a_page_of_somebody(
    client: Client, carrier: Carrier, clock: Clock, office: Office
) -> None:
    assert "no-store" not in client.get("/help").headers.get("Cache-Control", "")
    by_phone(client, carrier, PHONE)
    for path in ("/me", "/help", "/me/cases", "/api/v1/me"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    staff = Client()
    as_staff(staff, office.staff(clock.moment, Role.REVIEWER), clock)
    assert "no-store" in staff.get("/workbench").headers["Cache-Control"]


def test_signing_out_leaves_nothing_behind(client: Client, carrier: Carrier, clock: Clock) -> None:
    by_phone(client, carrier, PHONE)
    left = client.post("/sign-out")

    assert json.loads(f"[{left.headers['Clear-Site-Data']}]") == ["cache", "storage"]
    assert not signed_in(client)
