"""A person signs in to a county's system with the account here; an independent library checks every answer."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from leyiban.kernel.ledger.models import Entry
from leyiban.people.models import Account, Consent
from tests.people.conftest import Carrier
from tests.web.provider.conftest import NUMBER, PHONE
from tests.web.provider.county import BACK, County
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import by_phone

ALL = ["profile", "identity", "offline_access"]


def inside(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def allow(person: Client, address: str, *scopes: str) -> HttpResponse:
    return person.post(inside(address), {"scopes": [*scopes]})


def signed_in_there(person: Client, county: County, *scopes: str) -> dict[str, object]:
    return county.tokens(allow(person, county.leave(), *(scopes or ALL))["Location"])


def test_a_whole_sign_in(person: Client, county: County, clock: Clock) -> None:
    begun = clock.moment
    clock.forward(minutes=3)
    page = person.get(inside(county.leave()))
    assert "犍为县行政审批局" in page.text
    assert "qianwei.example" in page.text
    assert "李国强" in page.text
    assert "5111**********1030" in page.text
    assert NUMBER not in page.text
    assert (
        "form-action 'self' http://127.0.0.1:9 https://qianwei.example"
        in page.headers["Content-Security-Policy"]
    )

    tokens = signed_in_there(person, county)
    claims = county.who(tokens, clock.moment.timestamp())
    assert claims["auth_time"] == int(begun.timestamp())
    assert claims["acr"] == "L2"
    assert claims.keys() == {"iss", "sub", "aud", "iat", "exp", "auth_time", "acr", "at_hash", "nonce"}
    told = county.reads(str(tokens["access_token"])).json()
    assert told == {"sub": claims["sub"], "name": "李国强", "id_kind": "resident_id", "id_number": NUMBER}


def test_what_is_sensitive_is_ticked_by_hand(person: Client, county: County) -> None:
    page = person.get(inside(county.leave())).text

    ticked = {
        value: bool(rest) for value, rest in re.findall(r'name="scopes" value="(\w+)"( checked)?', page)
    }
    assert ticked == {"profile": True, "identity": False, "offline_access": False}


def test_only_what_was_allowed_is_told(person: Client, county: County) -> None:
    tokens = signed_in_there(person, county, "profile")

    assert tokens["scope"] == "openid profile"
    assert "refresh_token" not in tokens
    told = county.reads(str(tokens["access_token"])).json()
    assert told.keys() == {"sub", "name"}


def test_what_was_allowed_once_is_not_asked_again(person: Client, county: County, clock: Clock) -> None:
    signed_in_there(person, county)
    page = person.get(inside(county.leave()))

    address = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.text)
    assert address is not None
    assert (
        county.who(county.tokens(address[1].replace("&amp;", "&")), clock.moment.timestamp())["acr"] == "L2"
    )
    assert Entry.objects.filter(kind="account.consent").count() == 1
    assert "去登录</button>" in person.get(inside(county.leave(prompt="consent"))).text


def test_a_guest_signs_in_first_and_comes_back(
    client: Client, carrier: Carrier, clock: Clock, county: County
) -> None:
    address = inside(county.leave())
    left = client.get(address)
    assert left["Location"].startswith("/sign-in?next=")
    client.get(left["Location"])

    assert by_phone(client, carrier, PHONE)["Location"] == address


def test_no_page_is_shown_where_none_may_be(person: Client, county: County) -> None:
    def error(who: Client) -> str:
        return parse_qs(urlsplit(who.get(inside(county.leave(prompt="none")))["Location"]).query)["error"][0]

    assert error(Client()) == "login_required"
    assert error(person) == "consent_required"
    signed_in_there(person, county)
    assert "code=" in person.get(inside(county.leave(prompt="none")))["Location"]


def test_a_consent_to_one_system_is_none_to_another(person: Client, county: County, secret: str) -> None:
    """allauth's own provider counted every system's tokens here."""
    from leyiban.kernel.actors import system_actor
    from leyiban.people.operations import register_system
    from tests.web.provider.conftest import description

    signed_in_there(person, county)
    at = Account.objects.get().opened_at
    register_system(told=description(client_id="jiajiang-hall"), actor=system_actor(), now=at)
    other = inside(county.leave(prompt="none")).replace("qianwei-hall", "jiajiang-hall")

    assert "error=consent_required" in person.get(other)["Location"]


def test_a_no_goes_back_as_a_no(person: Client, county: County) -> None:
    back = person.post(inside(county.leave()), {"refuse": "1"})["Location"]

    told = parse_qs(urlsplit(back).query)
    assert (told["error"], told["state"]) == (["access_denied"], [county.state])
    assert not Consent.objects.exists()


def test_a_system_may_ask_for_a_fresh_sign_in(
    person: Client, carrier: Carrier, county: County, clock: Clock
) -> None:
    signed_in_there(person, county)
    clock.forward(minutes=10)
    asked = inside(county.leave(max_age="300"))
    assert "要再确认是您本人" in person.get(asked).text
    left = person.post(asked, {"sign_in_again": "1"})["Location"]
    person.get(left)
    back = by_phone(person, carrier, PHONE)["Location"]
    assert "正在回到犍为县综合窗口" in person.get(back).text

    login = inside(county.leave(prompt="login"))
    assert "要再确认是您本人" in person.post(login, {"scopes": ALL}).text
    left = person.post(login, {"sign_in_again": "1"})["Location"]
    assert "prompt" not in parse_qs(parse_qs(urlsplit(left).query)["next"][0])


def test_a_sign_in_asked_for_at_once_ends(
    person: Client, carrier: Carrier, county: County, clock: Clock
) -> None:
    signed_in_there(person, county)
    clock.forward(minutes=2)
    asked = inside(county.leave(max_age="0"))
    assert "要再确认是您本人" in person.get(asked).text
    person.get(person.post(asked, {"sign_in_again": "1"})["Location"])
    back = by_phone(person, carrier, PHONE)["Location"]
    clock.forward(seconds=5)

    assert "正在回到犍为县综合窗口" in person.get(back).text


def test_an_old_session_goes_back_unasked_where_no_page_may_be_shown(
    person: Client, county: County, clock: Clock
) -> None:
    signed_in_there(person, county)
    clock.forward(minutes=10)

    back = person.get(inside(county.leave(prompt="none", max_age="300")))["Location"]

    told = parse_qs(urlsplit(back).query)
    assert (told["error"], told["state"]) == (["login_required"], [county.state])


def test_another_person_than_the_system_expects_is_not_sent_back_as_the_one(
    person: Client, county: County, carrier: Carrier, clock: Clock
) -> None:
    token = str(signed_in_there(person, county)["id_token"])
    assert "正在回到" in person.get(inside(county.leave(id_token_hint=token))).text
    other = Client()
    clock.forward(minutes=2)
    by_phone(other, carrier, "13900000042")

    assert "error=login_required" in other.get(inside(county.leave(id_token_hint=token)))["Location"]
    assert (
        "error=login_required" in person.get(inside(county.leave(id_token_hint="forged.to.ken")))["Location"]
    )


CHANGED = {
    "no-proof": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "plain-proof": ({"code_challenge_method": "plain"}, "invalid_request"),
    "short-proof": ({"code_challenge": "abc"}, "invalid_request"),
    "implicit": ({"response_type": "id_token token"}, "unsupported_response_type"),
    "hybrid": ({"response_type": "code id_token"}, "unauthorized_client"),
    "no-openid": ({"scope": "profile"}, "invalid_scope"),
    "foreign-scope": ({"scope": "openid everything"}, "invalid_scope"),
    "fragment": ({"response_mode": "fragment"}, "invalid_request"),
    "object": ({"request": "e30.e30."}, "request_not_supported"),
    "object-elsewhere": ({"request_uri": "https://elsewhere.example/"}, "request_uri_not_supported"),
    "age": ({"max_age": "yesterday"}, "invalid_request"),
}  # fmt: skip


def test_a_wrong_question_goes_back_as_an_error(person: Client, county: County) -> None:
    for way, (changes, error) in CHANGED.items():
        back = person.get(changed(county.leave(), changes))["Location"]

        told = parse_qs(urlsplit(back).query)
        assert back.startswith(f"{BACK}?"), way
        assert told["error"] == [error], way
        assert "state" in told, way


STRANGE: list[dict[str, str | None]] = [
    {"client_id": "nobody"},
    {"client_id": None},
    {"redirect_uri": None},
    {"redirect_uri": f"{BACK}/"},
    {"redirect_uri": f"{BACK}?x=1"},
    {"redirect_uri": BACK.replace("https", "http")},
    {"redirect_uri": "https://qianwei.example.evil.example/return"},
    {"redirect_uri": "https://QIANWEI.example/return"},
    {"redirect_uri": "not an address|"},
]


def test_nobody_is_sent_to_an_address_that_is_not_registered(person: Client, county: County) -> None:
    for changes in STRANGE:
        asked = changed(county.leave(), changes)
        for answer in (person.get(asked), person.post(asked, {"scopes": ALL}), Client().get(asked)):
            assert (answer.status_code, "Location" in answer.headers) == (422, False), changes
            assert "这个系统没有登记" in answer.text, changes


def test_one_parameter_twice_is_refused(person: Client, county: County) -> None:
    asked = inside(county.leave())

    for twice in ("redirect_uri=https%3A%2F%2Fevil.example", "client_id=other", "state=other"):
        assert person.get(f"{asked}&{twice}").status_code == 422


def changed(address: str, changes: dict[str, str | None]) -> str:
    parts = urlsplit(address)
    told = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return f"{parts.path}?{urlencode({name: value for name, value in told.items() if value is not None})}"
