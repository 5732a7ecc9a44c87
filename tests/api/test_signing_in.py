"""A token by telephone, and what it is good for."""

import datetime as dt

import pytest
from django.test import Client

from leyiban.people.models import ApiToken
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import end_all_sessions
from tests.api.caller import Caller, Clock, caller_of
from tests.people.conftest import Carrier, carrier
from tests.people.people import acting, phone, proven

__all__ = ["carrier"]  # a fixture


def _token(guest: Caller, carrier: Carrier, number: str, **body: object) -> Caller:
    assert guest.post("/sign-in/codes", {"phone": number}).status == 200
    ticket = guest.post("/sign-in/tickets", {"phone": number, "code": carrier.code}, key="").json
    asked = {"ticket": ticket["ticket"], "scopes": ["read", "apply"], **body}
    return Caller(token=guest.post("/tokens", asked, key="").json["token"])


def test_a_code_by_text_message_becomes_a_token(guest: Caller, carrier: Carrier) -> None:
    me = _token(guest, carrier, phone()).get("/me").json
    assert (me["kind"], me["level"], me["parties"]) == ("person", 1, [])


def test_relatives_share_a_telephone_and_choose_who_they_are(
    guest: Caller, carrier: Carrier, now: dt.datetime
) -> None:
    number = phone()
    grandmother = proven(now, name="王秀英", phone_number=number)
    proven(now, name="张伟", phone_number=number)
    guest.post("/sign-in/codes", {"phone": number})
    ticket = guest.post("/sign-in/tickets", {"phone": number, "code": carrier.code}, key="").json
    assert {choice["name"] for choice in ticket["choices"]} == {"王*英", "张*"} or len(ticket["choices"]) == 2
    asked = {"ticket": ticket["ticket"], "chosen": grandmother.pseudonym, "scopes": ["read"]}
    issued = guest.post("/tokens", asked, key="").json
    assert Caller(token=issued["token"]).get("/me").json["name"] == "王秀英"
    assert guest.post("/tokens", asked, key="").code == "code_wrong"


def test_wrong_codes_count_though_the_call_fails(guest: Caller, carrier: Carrier) -> None:
    number = phone()
    guest.post("/sign-in/codes", {"phone": number})
    wrong = "000000" if carrier.code != "000000" else "111111"
    for _ in range(5):
        assert guest.post("/sign-in/tickets", {"phone": number, "code": wrong}, key="").code == "code_wrong"
    answer = guest.post("/sign-in/tickets", {"phone": number, "code": carrier.code}, key="")
    assert (answer.status, answer.code) == (401, "code_wrong")


def test_a_second_code_at_once_is_too_soon(guest: Caller, carrier: Carrier) -> None:
    number = phone()
    guest.post("/sign-in/codes", {"phone": number})
    answer = guest.post("/sign-in/codes", {"phone": number})
    assert (answer.status, answer.code) == (429, "code_too_soon")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_the_same_call_twice_sends_one_message(guest: Caller, carrier: Carrier) -> None:
    number = phone()
    first = guest.post("/sign-in/codes", {"phone": number}, key="one-and-the-same")
    again = guest.post("/sign-in/codes", {"phone": number}, key="one-and-the-same")
    assert (again.status, again.content) == (first.status, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(carrier.sent) == 1


def test_a_silent_carrier_is_told_and_counts_no_try(guest: Caller, carrier: Carrier) -> None:
    number = phone()
    carrier.down = True
    assert guest.post("/sign-in/codes", {"phone": number}, key="try-again-with-it").code == "code_not_sent"
    carrier.down = False
    assert guest.post("/sign-in/codes", {"phone": number}, key="try-again-with-it").status == 200


@pytest.mark.parametrize("token", ["", "nonsense", "é"])
def test_a_wrong_token_is_told_so(guest: Caller, token: str) -> None:
    answer = Caller(token=token or " ").get("/codes")
    assert (answer.status, answer.code) == (401, "token_invalid")


def test_a_token_is_good_for_its_scopes_only(db: None, clock: Clock) -> None:
    reader = caller_of(proven(clock.now), clock.now, Scope.READ)
    assert reader.get("/cases").status == 200
    answer = reader.post("/drafts", {"item": "food-business-new", "region": "511102"})
    assert (answer.status, answer.code) == (403, "scope_missing")


def test_a_token_ends(db: None, clock: Clock) -> None:
    account = proven(clock.now)
    caller = caller_of(account, clock.now)
    other = caller_of(account, clock.now)
    (listed, _) = caller.get("/me/tokens").json["items"]
    assert caller.delete(f"/me/tokens/{listed['id']}").status == 204
    assert other.get("/me").code == "token_invalid"
    end_all_sessions(account=account, actor=acting(account, clock.now), now=clock.now)
    assert caller.get("/me").code == "token_invalid"


def test_nobody_ends_a_strangers_token(citizen: Caller, clock: Clock) -> None:
    stranger = proven(clock.now)
    caller_of(stranger, clock.now)
    token = ApiToken.objects.get(account=stranger)
    assert citizen.delete(f"/me/tokens/{token.pk}").code == "token_invalid"


def test_a_session_makes_tokens_and_a_token_does_not(db: None, clock: Clock) -> None:
    account = proven(clock.now)
    asked = {"scopes": ["read"], "label": "my program"}
    assert caller_of(account, clock.now).post("/me/tokens", asked, key="").code == "scope_missing"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(account)
    assert Caller(browser=browser).post("/me/tokens", asked, key="").code == "csrf_failed"
    browser.get("/")  # any page of ours hands out the mark
    mark = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    if mark:
        made = Caller(browser=browser).post("/me/tokens", asked, key="", X_CSRFToken=mark).json
        assert Caller(token=made["token"]).get("/me").status == 200


def test_one_machine_may_not_try_for_ever(guest: Caller, settings: object) -> None:
    settings.THROTTLES = {**settings.THROTTLES, "tokens.by_origin": (2, 900)}  # type: ignore[attr-defined]
    asked = {"ticket": "none", "scopes": ["read"]}
    assert [guest.post("/tokens", asked, key="").status for _ in range(3)] == [401, 401, 429]
    answer = guest.post("/tokens", asked, key="")
    assert answer.code == "tried_too_often"
    assert 1 <= int(answer.headers["Retry-After"]) <= 900
