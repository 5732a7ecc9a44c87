"""A city lets its first members of staff in by command, and they bind their own authenticator."""

import datetime as dt
import json
import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from leyiban.cli import people, staff
from leyiban.kernel import moments
from leyiban.kernel.errors import InvalidInput
from leyiban.kernel.ledger.models import Entry
from leyiban.people.errors import PostUnknown, StaffUnknown, UsernameTaken
from leyiban.people.models import Account, PostHolding
from leyiban.people.operations import code_at

pytestmark = pytest.mark.usefixtures("db")
POST = "leshan.shizhong-market.decider"


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments], standalone_mode=False)


def opened(*more: str) -> str:
    """Open an account; its start password."""
    said = run(staff.open_account, "wang.li", "--name", "王丽", "--post", POST, "--json", *more)
    return str(json.loads(said.stdout)["start_password"])


@pytest.mark.proves("FX.3")
def test_who_is_let_in_by_command_binds_his_own_authenticator_and_works(client: Client) -> None:
    password = opened()
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)

    entered = client.post("/sign-in/password", {"username": "wang.li", "password": password})
    assert entered["Location"] == "/sign-in/set-up"
    page = client.get("/sign-in/set-up").text
    secret = page.split("<code")[1].split(">")[1].split("<")[0].replace(" ", "")
    inside = client.post("/sign-in/set-up", {"code": code_at(secret, moments.now())})
    assert inside["Location"] == "/me/password", "what somebody else knows is replaced first"
    assert client.get("/workbench").status_code == 403
    own = {"password": password, "new_password": "岷江边上的第三棵黄桷树"}
    assert "这还是初始密码" in client.post("/me/password", {**own, "new_password": password}).text
    assert client.post("/me/password", own).status_code == 303
    assert "决定岗" in client.get("/me").text
    assert client.get("/workbench").status_code == 200

    (line,) = json.loads(run(staff.list_staff, "--post", POST, "--json").stdout)["staff"]
    assert (line["username"], line["posts"], line["has_factor"]) == ("wang.li", [POST], True)
    assert line["last_sign_in"] is not None


def test_a_start_password_is_good_for_three_days(
    client: Client, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    typed = {"username": "wang.li", "password": opened()}
    monkeypatch.setattr(moments, "now", lambda: now + dt.timedelta(hours=72))
    late = client.post("/sign-in/password", typed)
    assert (late.status_code, "这个初始密码过期了" in late.text) == (403, True)

    typed["password"] = run(staff.password, "wang.li").output.split(": ")[1].splitlines()[0]
    assert client.post("/sign-in/password", typed)["Location"] == "/sign-in/set-up"


def test_sent_twice_it_is_done_once() -> None:
    opened()
    again = run(staff.open_account, "wang.li", "--name", "王丽", "--post", POST)
    assert again.output.splitlines() == ["wang.li has an account already", "no post was given"]
    assert run(staff.post, "wang.li", POST).output == "no post was given\n"

    assert run(staff.post, "wang.li", POST, "--end").output == f"ended: {POST}\n"
    assert run(staff.post, "wang.li", POST, "--end").output == "no post was ended\n"


def test_who_left_has_no_way_in_and_his_name_goes_to_nobody_else(client: Client) -> None:
    password = opened()
    assert run(staff.close, "wang.li").output == "wang.li is closed\n"
    assert run(staff.close, "wang.li").output == "wang.li was closed already\n"

    refused = client.post("/sign-in/password", {"username": "wang.li", "password": password})
    assert refused.status_code == 403
    assert not PostHolding.objects.in_force(moments.now()).filter(account__username="wang.li").exists()
    assert isinstance(run(staff.open_account, "wang.li", "--name", "王丽").exception, UsernameTaken)
    assert run(staff.list_staff, "--post", POST).return_value == 1


def test_a_forgotten_password_is_renewed_and_the_old_one_is_worth_nothing(client: Client) -> None:
    old = opened()
    fresh = run(staff.password, "wang.li").output.split()[-1]

    assert client.post("/sign-in/password", {"username": "wang.li", "password": old}).status_code == 403
    assert client.post("/sign-in/password", {"username": "wang.li", "password": fresh}).status_code == 303


@pytest.mark.parametrize(
    ("command", "arguments", "refusal"),
    [
        (staff.open_account, ("wang.li", "--name", "王丽", "--post", "no.such"), PostUnknown),
        (staff.open_account, ("Wang Li", "--name", "王丽"), InvalidInput),
        (staff.close, ("nobody",), StaffUnknown),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_opened(
    command: object, arguments: tuple[str, ...], refusal: type[Exception]
) -> None:
    assert isinstance(run(command, *arguments).exception, refusal)
    assert not Account.objects.filter(kind="staff").exists()


def test_a_reset_by_command_names_the_operator() -> None:
    opened()
    run(people.reset_factor, "wang.li")

    told = [bytes(entry.body) for entry in Entry.objects.filter(kind="account.second_factor")]
    assert [b'"kind":"system","name":"operator"' in body for body in told if b'"reset"' in body] == [True]
