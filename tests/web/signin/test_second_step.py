"""A second step for citizens who want one, recovery codes for whoever lost it, and passkeys that are none of ours."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from fido2.utils import websafe_encode

from leyiban.kernel.actors import Role, system_actor
from leyiban.messages import standard
from leyiban.messages.models import Message
from leyiban.people.errors import PasskeyWrong
from leyiban.people.models import Account, SignIn
from leyiban.people.operations import (
    add_passkey,
    code_at,
    new_recovery_codes,
    remove_passkey,
    reset_second_factor,
    use_passkey,
)
from leyiban.web.signin import factors
from tests.people.conftest import Carrier
from tests.people.people import Office, proven
from tests.support.street import Street
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import as_staff, at_province, by_phone, signed_in

PHONE = "13900000061"
LI = "511102190508201030"


def bound(client: Client, carrier: Carrier, clock: Clock) -> str:
    """A citizen signed in by text message who binds an authenticator; returns its secret."""
    by_phone(client, carrier, PHONE)
    page = client.get("/me/factors/codes/new")
    secret = page.text.split("<code")[1].split(">")[1].split("<")[0].replace(" ", "")
    assert client.post("/me/factors/codes/new", {"code": "000000"}).status_code == 403
    answer = client.post("/me/factors/codes/new", {"code": code_at(secret, clock.moment)})
    assert answer["Location"] == "/me/factors"
    clock.forward(minutes=2)
    return secret


def recovery(client: Client) -> list[str]:
    return re.findall(r'<li class="number">([^<]+)</li>', client.post("/me/factors/recovery").text)


def test_a_citizen_who_wishes_it_is_asked_for_a_second_step(
    client: Client, carrier: Carrier, clock: Clock
) -> None:
    secret = bound(client, carrier, clock)
    again = Client()
    assert by_phone(again, carrier, PHONE)["Location"] == "/sign-in/second"
    assert not signed_in(again)

    assert again.post("/sign-in/second", {"code": "000000"}).status_code == 403
    assert again.post("/sign-in/second", {"code": code_at(secret, clock.moment)})["Location"] == "/me"
    assert SignIn.objects.latest("pk").way == "phone_code"


def test_turning_it_off_ends_it(client: Client, carrier: Carrier, clock: Clock) -> None:
    bound(client, carrier, clock)
    client.post("/me/factors/second-step", {"on": "0"})

    again = Client()
    assert by_phone(again, carrier, PHONE)["Location"] == "/me"
    client.post("/me/factors/second-step", {"on": "1"})
    clock.forward(minutes=2)
    assert by_phone(Client(), carrier, PHONE)["Location"] == "/sign-in/second"
    assert client.post("/me/factors/codes/end")["Location"] == "/me/factors"
    clock.forward(minutes=2)
    assert by_phone(Client(), carrier, PHONE)["Location"] == "/me"


def test_it_cannot_be_turned_on_without_anything_to_ask_for(client: Client, carrier: Carrier) -> None:
    by_phone(client, carrier, PHONE)

    assert client.post("/me/factors/second-step", {"on": "1"}).status_code == 403
    assert client.post("/me/factors/recovery").status_code == 403
    assert not Account.objects.get().second_step


def test_a_found_screen_changes_no_way_in(client: Client, carrier: Carrier, clock: Clock) -> None:
    bound(client, carrier, clock)
    clock.forward(minutes=16)

    for address in ("passkeys/new", "codes/end", "second-step", "recovery"):
        answer = client.post(f"/me/factors/{address}", {"on": "0", "remove": "1"})
        assert (answer.status_code, "请先再登录一次" in answer.text) == (403, True), address
    assert Account.objects.get().second_step


def test_the_province_needs_no_second_step(
    client: Client, carrier: Carrier, clock: Clock, province: Street
) -> None:
    """The way back for whoever lost everything; the authority there has proven him."""
    at_province(client, LI)
    page = client.get("/me/factors/codes/new")
    secret = page.text.split("<code")[1].split(">")[1].split("<")[0].replace(" ", "")
    client.post("/me/factors/codes/new", {"code": code_at(secret, clock.moment)})

    again = Client()
    assert at_province(again, LI)["Location"] == "/me"


def test_a_recovery_code_stands_in_once(client: Client, carrier: Carrier, clock: Clock) -> None:
    bound(client, carrier, clock)
    codes = recovery(client)
    assert len(set(codes)) == 10
    stored = json.dumps(Authenticator.objects.get(type="recovery_codes").data)
    assert not any(code.replace("-", "") in stored for code in codes)

    def with_code(code: str) -> HttpResponse:
        clock.forward(minutes=2)
        browser = Client()
        by_phone(browser, carrier, PHONE)
        return browser.post("/sign-in/second", {"code": code})

    assert with_code(codes[0].lower().replace("-", " ")).headers.get("Location") == "/me"
    assert with_code(codes[0]).status_code == 403
    assert with_code("ABCDE-FGH23").status_code == 403
    assert "还剩9个没用" in client.get("/me/factors").text
    fresh = recovery(client)
    assert with_code(codes[1]).status_code == 403
    assert with_code(fresh[0])["Location"] == "/me"


def test_staff_use_recovery_codes_and_an_administrator_ends_everything(
    client: Client, office: Office, clock: Clock
) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    as_staff(client, account, clock)
    codes = recovery(client)
    other = Client()
    other.post("/sign-in/password", {"username": account.username, "password": "correct horse battery"})
    assert other.post("/sign-in/second", {"code": codes[0]})["Location"] == "/workbench"
    assert other.post("/me/factors/codes/end").status_code == 403  # an administrator's right

    reset_second_factor(account=account, actor=system_actor(), now=clock.moment)
    assert not Authenticator.objects.exists()
    assert not signed_in(other)


def test_a_program_gets_no_token_by_the_phone_alone(client: Client, carrier: Carrier, clock: Clock) -> None:
    bound(client, carrier, clock)
    api = Client()

    def call(path: str, body: dict[str, object], **headers: str) -> HttpResponse:
        return api.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    call("/sign-in/codes", {"phone": PHONE}, **{"Idempotency-Key": "a-key-of-this-test"})
    ticket = call("/sign-in/tickets", {"phone": PHONE, "code": carrier.code}).json()
    chosen = ticket["choices"][0]["key"]
    refused = call("/tokens", {"ticket": ticket["ticket"], "chosen": chosen, "scopes": ["read"]})

    assert refused.json()["code"] == "second_step_wanted"


def test_the_holder_is_told_of_every_new_way_in(
    client: Client, carrier: Carrier, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who found the phone cannot bind a factor of his own in silence."""

    def told() -> int:
        messages = Message.objects.filter(template=standard.ACCOUNT_OPENS_OTHERWISE.key)
        assert {message.phone.reveal() for message in messages if message.phone} == {PHONE}
        return messages.count()

    bound(client, carrier, clock)
    assert told() == 1, "the authenticator and the second step it turns on are one thing to the holder"
    client.post("/me/factors/second-step", {"on": "1"})
    assert told() == 1, "it was on already"
    client.post("/me/factors/second-step", {"on": "0"})
    client.post("/me/factors/second-step", {"on": "1"})
    assert told() == 2
    monkeypatch.setattr(factors, "registered", lambda _visit: ({"id": "an-id", "response": {}}, 0))
    for _twice in range(2):
        assert client.post("/me/factors/passkeys/new", {"name": "手机"})["Location"] == "/me/factors"
    assert told() == 3
    assert client.post("/me/password", {"new_password": "correct horse battery"})["Location"] == "/me"
    assert told() == 4


def with_bytes(kind: str, told: bytes) -> str:
    """An answer whose JSON is sound and whose inner bytes are ``told``."""
    client_data = b'{"type": "webauthn.get", "challenge": "AA", "origin": "x"}'
    response = {"clientDataJSON": websafe_encode(client_data), kind: websafe_encode(told)}
    rest = {"signature": "AA", "userHandle": "AA"} if kind == "authenticatorData" else {}
    return json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": {**response, **rest}})


_HEAD = bytes(32) + b"\x80" + bytes(4)  # says that extensions follow
NOBODY_SAID = (
    with_bytes("authenticatorData", _HEAD + b"\xa1"),
    with_bytes("authenticatorData", _HEAD + b"\x19\x01"),
    with_bytes("authenticatorData", _HEAD + b"\x81" * 5000),
    "[" * 19_000,
    "",
    "no json",
    "[]",
    "{}",
    '{"id": 1}',
    "x" * 30_000,
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "AAAA",
                "signature": "AA",
                "userHandle": "AA",
            },
        }
    ),
)


def test_what_no_device_said_is_refused(client: Client, clock: Clock) -> None:
    for told in NOBODY_SAID:
        client.get("/sign-in/passkey")
        answer = client.post("/sign-in/passkey", {"passkey": told})

        assert (answer.status_code, "没通过" in answer.text) == (403, True), told[:40]
    assert not signed_in(client)


def test_a_counter_that_goes_back_is_a_copy(clock: Clock) -> None:
    account = proven(clock.moment)
    told = {"id": "an-id", "response": {}}
    for name in ("手机", "我的手机"):  # the same device twice is one passkey
        add_passkey(
            account=account, name=name, credential=told, signs=3, actor=system_actor(), now=clock.moment
        )
    row = Authenticator.objects.get(type="webauthn")
    assert row.data["name"] == "我的手机"
    use_passkey(account=account, key=row.pk, signs=4, now=clock.moment)

    with pytest.raises(PasskeyWrong):
        use_passkey(account=account, key=row.pk, signs=4, now=clock.moment)
    new_recovery_codes(account=account, actor=system_actor(), now=clock.moment)
    remove_passkey(account=account, key=row.pk, actor=system_actor(), now=clock.moment)
    assert not Authenticator.objects.exists()  # codes that stand in for nothing go too


def test_anothers_passkey_does_not_exist(client: Client, carrier: Carrier, clock: Clock) -> None:
    other = proven(clock.moment)
    told = {"id": "an-id", "response": {}}
    add_passkey(account=other, name="手机", credential=told, signs=0, actor=system_actor(), now=clock.moment)
    by_phone(client, carrier, PHONE)
    address = f"/me/factors/passkeys/{Authenticator.objects.get().pk}"

    assert client.get(address).status_code == 404
    assert client.post(address, {"remove": "1"}).status_code == 404
    assert Authenticator.objects.exists()
