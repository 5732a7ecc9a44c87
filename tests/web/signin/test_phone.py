"""Signing in by text message, through the pages."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from leyiban.people.models import Account, SignIn
from tests.people.conftest import Carrier
from tests.people.people import proven
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import by_phone, signed_in

PHONE = "13900000001"


def test_a_phone_and_a_code_lead_to_ones_own_page(client: Client, carrier: Carrier) -> None:
    answer = by_phone(client, carrier, "139 0000 0001")

    assert (answer.status_code, answer["Location"]) == (303, "/me")
    assert "139****0001" in client.get("/me").text
    assert SignIn.objects.get().way == "phone_code"


def test_it_comes_back_to_where_one_was_going(client: Client, carrier: Carrier) -> None:
    asked = client.get("/me/mandates")
    assert asked["Location"].startswith("/sign-in?next=")
    client.get("/sign-in?next=/help%3Fa%3D1")

    assert by_phone(client, carrier, PHONE)["Location"] == "/help?a=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_never_leads_to_another_site(client: Client, carrier: Carrier, elsewhere: str) -> None:
    client.get("/sign-in", {"next": elsewhere})

    assert by_phone(client, carrier, PHONE)["Location"] == "/me"
    assert client.get("/sign-in", {"next": elsewhere})["Location"] == "/me"


def test_a_wrong_code_is_said_on_the_same_page_and_what_was_typed_stays_useful(
    client: Client, carrier: Carrier
) -> None:
    client.post("/sign-in/phone", {"phone": PHONE})
    answer = client.post("/sign-in/code", {"code": "x"})

    assert answer.status_code == 403
    assert "验证码不对" in answer.text
    assert client.post("/sign-in/code", {"code": carrier.code}).status_code == 303


def test_a_known_and_an_unknown_phone_look_the_same(client: Client, carrier: Carrier, clock: Clock) -> None:
    proven(clock.moment, phone_number=PHONE)
    known, unknown = Client(), Client()

    answers = [
        browser.post("/sign-in/phone", {"phone": phone})
        for browser, phone in ((known, PHONE), (unknown, "13911112222"))
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, "/sign-in/code")] * 2
    pages = [browser.get("/sign-in/code").text for browser in (known, unknown)]
    assert strip(pages[0]).replace("139****0001", "") == strip(pages[1]).replace("139****2222", "")


def strip(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_carrier_down_is_told_with_another_way(client: Client, carrier: Carrier) -> None:
    carrier.down = True
    answer = client.post("/sign-in/phone", {"phone": PHONE})

    assert answer.status_code == 503
    assert "短信没发出去" in answer.text
    assert f'value="{PHONE}"' in answer.text


def test_several_people_choose_who_they_are(client: Client, carrier: Carrier, clock: Clock) -> None:
    proven(clock.moment, name="王秀英", phone_number=PHONE)
    son = proven(clock.moment, name="王德厚", phone_number=PHONE)
    assert by_phone(client, carrier, PHONE)["Location"] == "/sign-in/who"

    page = client.get("/sign-in/who")
    assert "*秀英" in page.text
    assert "王秀英" not in page.text
    assert client.post("/sign-in/who", {}).status_code == 422
    client.post("/sign-in/who", {"person": son.pseudonym})
    assert "王德厚" in client.get("/me").text


def test_somebody_elses_account_cannot_be_posted_there(
    client: Client, carrier: Carrier, clock: Clock
) -> None:
    for name in ("王秀英", "王德厚"):
        proven(clock.moment, name=name, phone_number=PHONE)
    victim = proven(clock.moment, phone_number="13977777777")
    by_phone(client, carrier, PHONE)

    assert client.post("/sign-in/who", {"person": victim.pseudonym}).status_code == 422
    assert not signed_in(client)


def test_the_choice_page_without_a_proven_phone_leads_back(client: Client) -> None:
    assert client.get("/sign-in/who")["Location"] == "/sign-in/phone"
    assert client.get("/sign-in/code")["Location"] == "/sign-in/phone"


def test_a_planted_session_is_worth_nothing_after_signing_in(client: Client, carrier: Carrier) -> None:
    client.post("/sign-in/phone", {"phone": PHONE})
    planted = client.session.session_key
    client.post("/sign-in/code", {"code": carrier.code})

    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not signed_in(thief)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_session_holds_no_number_and_no_name(client: Client, carrier: Carrier, clock: Clock) -> None:
    for name in ("王秀英", "王德厚"):
        proven(clock.moment, name=name, phone_number=PHONE)
    client.post("/sign-in/phone", {"phone": PHONE})
    before = str(dict(client.session.items()))
    client.post("/sign-in/code", {"code": carrier.code})
    client.post("/sign-in/who", {"person": Account.objects.order_by("pk").first().pseudonym})

    for content in (before, str(dict(client.session.items()))):
        assert PHONE not in content
        assert "王秀英" not in content


def test_every_door_works_in_english(client: Client) -> None:
    client.cookies["language"] = "en"

    for address in ("/sign-in", "/sign-in/phone", "/sign-in/password"):
        assert "Sign in" in client.get(address).text


def test_a_form_from_another_site_is_refused() -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post("/sign-in/phone", {"phone": PHONE}).status_code == 403
    assert browser.post("/sign-out", {}).status_code == 403
