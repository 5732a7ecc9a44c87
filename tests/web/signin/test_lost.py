"""Back into one's own account without the support desk; and what a thief, a relay and a late answer do not get."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from leyiban.kernel.actors import Role, system_actor
from leyiban.messages import standard
from leyiban.messages.models import Message
from leyiban.people import operations
from leyiban.people.models import Account, PhoneChange, PhoneCode
from leyiban.web.signin import sessions
from tests.people.conftest import Carrier
from tests.people.people import Authority, Office, acting, party_of, person, proven
from tests.support.street import Street
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import at_face, by_phone, signed_in, way_to_face

NAME, NUMBER = "李国强", "511102190508201030"
OTHER_NAME, OTHER_NUMBER = "刘洋", "511181190809302017"
OLD, NEW = "13900000002", "13911110002"


def begin(client: Client, carrier: Carrier, *, name: str = NAME, phone: str = NEW) -> str:
    """Up to the way to the face check, or where the page of the check says no."""
    client.post("/sign-in/lost", {"name": name, "id_number": NUMBER, "phone": phone})
    assert client.post("/sign-in/lost/code", {"code": carrier.code})["Location"] == "/sign-in/lost/check"
    page = client.post("/sign-in/lost/check")
    return way_to_face(page) if page.status_code == 200 else page.text


@pytest.fixture
def owner(province: Street, clock: Clock) -> Account:
    return proven(clock.moment, name=NAME, number=NUMBER, phone_number=OLD)


@pytest.mark.proves("FX.7")
def test_who_lost_his_phone_is_back_in_minutes_and_the_old_phone_is_out(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    party = party_of(owner)
    party.phone, party.phone_digest = OLD, b"x" * 32  # left at a counter: messages ring there
    party.save()
    thief = Client()
    by_phone(thief, carrier, OLD)
    clock.forward(seconds=61)

    back = at_face(begin(client, carrier))
    assert client.get(back)["Location"] == "/me/recovered"

    page = client.get("/me/recovered").text
    assert "139****0002" in page
    assert "原来的手机号" in page
    assert Account.objects.filter(kind="citizen").count() == 1, (
        "it is the same account, with all that hangs on it"
    )
    assert acting(Account.objects.get(pk=owner.pk), clock.moment).level == 3
    assert not signed_in(thief)
    assert not Account.objects.get(pk=owner.pk).has_usable_password()
    party.refresh_from_db()
    assert party.phone is not None
    assert party.phone.reveal() == NEW
    told = Message.objects.get(template=standard.ACCOUNT_RECOVERED.key)
    assert told.phone is not None
    assert told.phone.reveal() == OLD
    assert "人脸核验找回" in client.get("/me").text
    assert "经人脸核验找回了账号" in client.get("/me/looks").text
    again = Client()
    clock.forward(seconds=61)
    by_phone(again, carrier, OLD)
    assert NAME not in again.get("/me").text, "the old phone opens another, empty account"


def test_a_factor_that_a_thief_bound_opens_nothing_afterwards(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    thief = Client()
    by_phone(thief, carrier, OLD)
    page = thief.get("/me/factors/codes/new").text
    secret = page.split("<code")[1].split(">")[1].split("<")[0].replace(" ", "")
    thief.post("/me/factors/codes/new", {"code": operations.code_at(secret, clock.moment)})
    thief.post("/me/factors/second-step", {"on": "1"})
    assert operations.has_a_factor(owner)
    clock.forward(seconds=61)

    client.get(at_face(begin(client, carrier)))

    assert not operations.has_a_factor(owner)
    assert "验证器" in client.get("/me/recovered").text
    clock.forward(seconds=61)
    assert by_phone(Client(), carrier, NEW)["Location"] == "/me", (
        "nobody is asked for the thief's second step"
    )


def test_who_never_had_an_account_gets_one_by_the_same_way(
    client: Client, carrier: Carrier, province: Street, clock: Clock
) -> None:
    assert client.get(at_face(begin(client, carrier)))["Location"] == "/me/recovered"

    assert "现在开好了" in client.get("/me/recovered").text
    assert Account.objects.get().bindings.current().get().party.name == NAME
    assert not Message.objects.filter(template=standard.ACCOUNT_RECOVERED.key).exists()


def test_known_and_unknown_people_look_the_same_until_the_authority_has_seen_them(
    client: Client, carrier: Carrier, owner: Account
) -> None:
    pages = []
    for name, number, phone in ((NAME, NUMBER, NEW), ("刘洋", "511181190809302017", "13911110002")):
        browser = Client()
        browser.post("/sign-in/lost", {"name": name, "id_number": number, "phone": phone})
        browser.post("/sign-in/lost/code", {"code": carrier.code})
        pages.append(re.sub(r'value="[^"]{20,}"', "", browser.get("/sign-in/lost/check").text))
        PhoneCode.objects.all().delete()

    assert "最后一步" in pages[0]
    assert pages[0] == pages[1]


def test_a_face_that_is_not_passed_opens_nothing(client: Client, carrier: Carrier, owner: Account) -> None:
    page = client.get(at_face(begin(client, carrier), "failed"))

    assert page.status_code == 422
    assert "人脸核验没有通过" in page.text
    assert not signed_in(client)
    assert_untouched(owner)


def test_a_face_check_that_somebody_else_was_talked_into_opens_nothing(
    client: Client, carrier: Carrier, owner: Account
) -> None:
    """The thief orders the check, the owner passes it in his own browser."""
    back = at_face(begin(client, carrier))

    assert Client().get(back)["Location"] == "/sign-in/lost", "the owner's browser ordered nothing"
    assert client.get("/sign-in/lost/return").status_code == 422, "the thief's never learns the word"
    assert not signed_in(client)
    assert_untouched(owner)


def test_ones_own_face_opens_no_account_of_another(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    """The thief orders a check of himself and passes it, then says he is the owner, and comes back."""
    me = {"name": OTHER_NAME, "id_number": OTHER_NUMBER, "phone": NEW}
    client.post("/sign-in/lost", me)
    client.post("/sign-in/lost/code", {"code": carrier.code})
    back = at_face(way_to_face(client.post("/sign-in/lost/check")))
    clock.forward(seconds=61)
    client.post("/sign-in/lost", {"name": NAME, "id_number": NUMBER, "phone": NEW})
    client.post("/sign-in/lost/code", {"code": carrier.code})

    assert client.get(back).status_code == 422
    assert not signed_in(client)
    assert_untouched(owner)


def test_whoever_is_typed_in_another_window_the_face_is_whose_it_was_ordered(
    client: Client, carrier: Carrier, owner: Account
) -> None:
    client.post("/sign-in/lost", {"name": OTHER_NAME, "id_number": OTHER_NUMBER, "phone": NEW})
    client.post("/sign-in/lost/code", {"code": carrier.code})
    back = at_face(way_to_face(client.post("/sign-in/lost/check")))
    request = HttpRequest()
    request.session = client.session
    sessions.keep_person(
        request, name=NAME, number=NUMBER
    )  # as a request that ran beside the order leaves it
    request.session.save()

    assert client.get(back)["Location"] == "/me/recovered"
    assert OTHER_NAME in client.get("/me").text
    assert_untouched(owner)


def test_a_check_is_ordered_only_for_a_phone_that_is_proven_now(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    client.post("/sign-in/lost", {"name": NAME, "id_number": NUMBER, "phone": NEW})
    client.post("/sign-in/lost/code", {"code": carrier.code})
    clock.forward(minutes=16)

    page = client.post("/sign-in/lost/check")

    assert (page.status_code, "/identity/faces/" in page.text) == (403, False)
    assert "找回账号" in page.text


@pytest.mark.parametrize("most", [1, 2])
def test_orders_of_a_check_and_their_answers_are_counted(
    client: Client, carrier: Carrier, owner: Account, settings: Any, most: int
) -> None:
    settings.THROTTLES = {**settings.THROTTLES, "recovery.by_origin": (most, 3600)}
    client.post("/sign-in/lost", {"name": NAME, "id_number": NUMBER, "phone": NEW})
    client.post("/sign-in/lost/code", {"code": carrier.code})
    answer = client.post("/sign-in/lost/check")
    if most > 1:
        answer = client.get(at_face(way_to_face(answer)))

    assert answer.status_code == 429
    assert_untouched(owner)


def test_a_check_of_long_ago_counts_no_more(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    back = at_face(begin(client, carrier))
    clock.forward(minutes=11)

    assert client.get(back).status_code == 422
    assert_untouched(owner)


@pytest.mark.parametrize(("kind", "way"), [("down", "refuse"), ("wrong", "garbage")])
def test_an_authority_that_is_down_or_talks_nonsense_changes_nothing_and_the_step_can_be_tried_again(
    client: Client, carrier: Carrier, owner: Account, province: Street, kind: str, way: str
) -> None:
    back = at_face(begin(client, carrier))
    province.fault("identity", kind, way=way)

    page = client.get(back)
    assert page.status_code == 503
    assert "再试一次" in page.text
    assert_untouched(owner)

    province.heal()
    assert client.get(back)["Location"] == "/me/recovered"


def test_a_face_and_a_phone_open_no_account_of_staff(
    client: Client, carrier: Carrier, province: Street, office: Office, clock: Clock
) -> None:
    """They would go round the second factor that staff always have: an administrator resets it."""
    account = office.staff(clock.moment, Role.DECIDER)
    password = account.password
    operations.prove_by_registry(
        account=account,
        person=person(NAME, NUMBER),
        check=Authority(people={NUMBER: NAME}),
        actor=system_actor(),
        now=clock.moment,
    )

    page = client.get(at_face(begin(client, carrier)))

    assert (page.status_code, "请找本单位管理员重置" in page.text) == (403, True)
    assert not signed_in(client)
    kept = Account.objects.get(pk=account.pk)
    assert (kept.phone, kept.password, kept.session_generation) == (None, password, 0)


def test_a_name_that_does_not_fit_is_the_authoritys_answer(
    client: Client, carrier: Carrier, owner: Account
) -> None:
    assert "姓名和证件号对不上" in begin(client, carrier, name="王国强")
    assert_untouched(owner)


def assert_untouched(owner: Account) -> None:
    now = Account.objects.get(pk=owner.pk)
    assert now.phone is not None
    assert (now.phone.reveal(), now.session_generation) == (OLD, 0)


# ── A stolen phone is not enough to keep an account ──────────────────────────────────────────────────────


def ask_for(client: Client, carrier: Carrier, phone: str, clock: Clock) -> None:
    clock.forward(seconds=61)
    client.post("/me/phone", {"phone": phone})
    assert client.post("/me/phone", {"code": carrier.code})["Location"] == "/me"


@pytest.mark.proves("FX.7")
def test_a_thief_with_the_phone_cannot_make_the_account_his_own(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    thief = Client()
    by_phone(thief, carrier, OLD)
    ask_for(thief, carrier, "13922220000", clock)
    assert_phone(owner, OLD)
    told = Message.objects.get(template=standard.PHONE_CHANGE_ASKED.key)
    assert told.phone is not None
    assert told.phone.reveal() == OLD

    clock.forward(seconds=61)
    client.get(at_face(begin(client, carrier)))
    clock.forward(hours=48)
    operations.settle_phone_changes(now=clock.moment)

    assert_phone(owner, NEW)
    assert not signed_in(thief)
    assert PhoneChange.objects.get().outcome == "overtaken"


def test_the_owner_stops_a_change_that_he_did_not_ask_for(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    by_phone(client, carrier, OLD)
    ask_for(client, carrier, "13922220000", clock)
    assert "手机号要换了" in client.get("/me").text

    for _twice in range(2):
        assert client.post("/me/phone/stop")["Location"] == "/me"
    clock.forward(hours=48)
    operations.settle_phone_changes(now=clock.moment)
    assert_phone(owner, OLD)
    by_phone(client, carrier, OLD)
    assert "停掉了换手机号" in client.get("/me/looks").text


def test_an_unhurried_change_counts_after_the_citys_wait(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    by_phone(client, carrier, OLD)
    ask_for(client, carrier, NEW, clock)
    clock.forward(hours=23, minutes=58)
    operations.settle_phone_changes(now=clock.moment)
    assert_phone(owner, OLD)
    clock.forward(minutes=2)

    by_phone(client, carrier, NEW)
    assert NAME in client.get("/me").text
    assert_phone(owner, NEW)


def test_who_was_seen_a_moment_ago_does_not_wait(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    by_phone(client, carrier, OLD)
    client.get(at_face(way_to_face(client.post("/me/face"))))
    ask_for(client, carrier, NEW, clock)

    assert_phone(owner, NEW)


def assert_phone(owner: Account, phone: str) -> None:
    found = Account.objects.get(pk=owner.pk).phone
    assert found is not None
    assert found.reveal() == phone


def test_a_second_way_back_takes_the_account_from_the_first(
    client: Client, carrier: Carrier, owner: Account, clock: Clock
) -> None:
    """Who was seen last has it: nobody can shut out the person whose face it is."""
    client.get(at_face(begin(client, carrier)))
    clock.forward(seconds=61)
    other = Client()
    other.get(at_face(begin(other, carrier, phone="13911110003")))

    assert signed_in(other)
    assert not signed_in(client)
