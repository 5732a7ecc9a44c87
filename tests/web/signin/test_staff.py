"""Passwords, lockout, and the second step of staff that citizens never meet."""

import pytest
from django.test import Client

from leyiban.kernel.actors import Role, system_actor
from leyiban.people.models import PostHolding
from leyiban.people.operations import code_at, prove_by_registry, set_password
from tests.people.conftest import Carrier
from tests.people.people import Authority, Office, person, proven
from tests.support.street import Street
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import as_staff, at_province, signed_in

LI = "511102190508201030"  # 李国强 in the sandbox's register
PASSWORD = "correct horse battery"


def enter(client: Client, name: str, password: str = PASSWORD):
    return client.post("/sign-in/password", {"username": name, "password": password})


def test_a_password_alone_signs_no_staff_in(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)

    assert enter(client, account.username)["Location"] == "/sign-in/set-up"
    assert not signed_in(client)


def test_the_first_sign_in_binds_an_authenticator(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    enter(client, account.username)
    page = client.get("/sign-in/set-up")
    secret = page.text.split("<code")[1].split(">")[1].split("<")[0].replace(" ", "")

    assert "data:image/svg+xml" in page.text
    assert client.post("/sign-in/set-up", {"code": "000000"}).status_code == 403
    assert client.post("/sign-in/set-up", {"code": code_at(secret, clock.moment)})["Location"] == "/workbench"
    assert "我的岗位" in client.get("/me").text
    assert "去做事：待办" in client.get("/me").text


def test_later_sign_ins_ask_for_a_fresh_code(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    secret = as_staff(client, account, clock)
    assert signed_in(client)
    client.post("/sign-out")

    assert enter(client, account.username)["Location"] == "/sign-in/second"
    replayed = client.post("/sign-in/second", {"code": code_at(secret, clock.moment)})
    assert (replayed.status_code, signed_in(client)) == (403, False)
    clock.forward(seconds=30)
    client.post("/sign-in/second", {"code": code_at(secret, clock.moment)})
    assert signed_in(client)


def test_guessing_codes_leads_back_to_the_password(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    as_staff(client, account, clock)
    client.post("/sign-out")
    enter(client, account.username)

    for _ in range(4):
        assert client.post("/sign-in/second", {"code": "000000"}).status_code == 403
    assert client.post("/sign-in/second", {"code": "000000"})["Location"] == "/sign-in/password"
    assert client.get("/sign-in/second")["Location"] == "/sign-in/password"
    assert "试错太多次" in enter(client, account.username).text


def test_a_half_finished_sign_in_grows_old(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    secret = as_staff(client, account, clock)
    client.post("/sign-out")
    enter(client, account.username)
    clock.forward(minutes=11)

    client.post("/sign-in/second", {"code": code_at(secret, clock.moment)})
    assert not signed_in(client)


def test_the_second_step_cannot_be_entered_from_the_side(client: Client) -> None:
    for address in ("/sign-in/second", "/sign-in/set-up"):
        assert client.get(address)["Location"] == "/sign-in/password"
        assert client.post(address, {"code": "000000"})["Location"] == "/sign-in/password"


def test_five_wrong_passwords_lock_even_the_right_one(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    answers = [enter(client, account.username, "wrong") for _ in range(5)]

    assert "用户名或密码不对" in answers[0].text
    locked = enter(client, account.username)
    assert locked.status_code == 429
    assert "先停15分钟" in locked.text


def test_unknown_and_known_names_get_the_same_answer(client: Client, office: Office, clock: Clock) -> None:
    account = office.staff(clock.moment, Role.DECIDER)

    texts = [enter(Client(), name, "wrong") for name in (account.username, "nobody")]
    assert texts[0].status_code == texts[1].status_code == 403
    assert "用户名或密码不对" in texts[1].text


def test_lockout_keeps_no_name_and_no_phone(client: Client, clock: Clock) -> None:
    from axes.models import AccessAttempt

    enter(client, "13900000001", "wrong")
    row = AccessAttempt.objects.get()
    assert "13900000001" not in f"{row.username} {row.get_data} {row.post_data} {row.path_info}"


def test_a_citizen_with_a_password_is_never_asked_for_a_second_step(client: Client, clock: Clock) -> None:
    account = proven(clock.moment, phone_number="13900000001")
    set_password(account=account, password=PASSWORD, actor=system_actor(), now=clock.moment)

    assert enter(client, "13900000001")["Location"] == "/me"
    assert signed_in(client)


@pytest.mark.proves("FX.3")
def test_staff_read_which_rights_they_hold_and_using_them_keeps_them(
    client: Client, office: Office, clock: Clock, carrier: Carrier
) -> None:
    account = office.staff(clock.moment, Role.DECIDER)
    as_staff(client, account, clock)

    page = client.get("/me").text
    assert "甲县及以下" in page
    assert PostHolding.objects.get(account=account).used_on == clock.moment.date()


def test_many_names_from_one_place_are_stopped(client: Client, clock: Clock) -> None:
    answers = [enter(client, f"name{n}", "wrong").status_code for n in range(61)]

    assert answers == [403] * 60 + [429]


def test_the_provinces_word_alone_signs_no_staff_in(
    client: Client, office: Office, province: Street, clock: Clock
) -> None:
    """Whichever door staff come by, the second factor is asked for."""
    account = office.staff(clock.moment, Role.DECIDER)
    prove_by_registry(
        account=account,
        person=person("李国强", LI),
        check=Authority(people={LI: "李国强"}),
        actor=system_actor(),
        now=clock.moment,
    )

    assert at_province(client, LI)["Location"] == "/sign-in/set-up"
    assert not signed_in(client)

    secret = as_staff(Client(), account, clock)
    clock.forward(minutes=1)
    other = Client()
    assert at_province(other, LI)["Location"] == "/sign-in/second"
    assert not signed_in(other)
    assert other.post("/sign-in/second", {"code": code_at(secret, clock.moment)})["Location"] == "/workbench"
