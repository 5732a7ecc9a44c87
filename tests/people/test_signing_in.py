"""One account or another: shared phones, the province's word, passwords."""

import datetime as dt

import pytest

from leyiban.kernel.actors import Channel, system_actor
from leyiban.people.errors import CodeWrong
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Purpose
from leyiban.people.operations import (
    ProvinceIdentity,
    account_by_password,
    choices_behind,
    prove_phone,
    send_code,
    set_password,
    sign_in_by_phone,
    sign_in_by_province,
)
from tests.people.conftest import Carrier
from tests.people.people import POLICY, acting, party_of, person, proven, resident_id

pytestmark = pytest.mark.usefixtures("db")
PHONE = "13900000001"


def ticket_for(carrier: Carrier, now: dt.datetime, phone: str = PHONE) -> str:
    send_code(phone=phone, purpose=Purpose.SIGN_IN, origin=None, policy=POLICY, now=now)
    return prove_phone(phone=phone, code=carrier.code, purpose=Purpose.SIGN_IN, policy=POLICY, now=now)


def enter(ticket: str, chosen: str | None, now: dt.datetime) -> Account:
    return sign_in_by_phone(ticket=ticket, chosen=chosen, channel=Channel.PORTAL, now=now)


def test_a_new_phone_opens_an_account_at_level_one(carrier: Carrier, now: dt.datetime) -> None:
    account = enter(ticket_for(carrier, now), None, now)

    actor = acting(account, now)
    assert (actor.level, actor.parties, account.kind) == (1, frozenset(), "citizen")
    assert PHONE not in account.username


def test_the_second_time_is_the_same_account(carrier: Carrier, now: dt.datetime) -> None:
    account = enter(ticket_for(carrier, now), None, now)
    later = now + dt.timedelta(minutes=2)
    ticket = ticket_for(carrier, later)

    (choice,) = choices_behind(ticket=ticket, now=later)
    assert enter(ticket, choice.key, later) == account


def test_relatives_who_share_a_phone_are_told_apart_without_showing_names(
    carrier: Carrier, now: dt.datetime
) -> None:
    proven(now, name="王秀英", phone_number=PHONE)
    son = proven(now, name="王德厚", phone_number=PHONE)
    ticket = ticket_for(carrier, now)

    choices = choices_behind(ticket=ticket, now=now)
    assert [choice.name for choice in choices] == ["*秀英", "*德厚"]
    assert enter(ticket, choices[1].key, now) == son


def test_somebody_new_may_come_with_the_same_phone(carrier: Carrier, now: dt.datetime) -> None:
    old = proven(now, phone_number=PHONE)

    assert enter(ticket_for(carrier, now), None, now) != old


def test_an_account_of_another_phone_cannot_be_chosen(carrier: Carrier, now: dt.datetime) -> None:
    victim = proven(now, phone_number="13912345678")
    ticket = ticket_for(carrier, now)

    with pytest.raises(CodeWrong):
        enter(ticket, victim.pseudonym, now)


def test_a_ticket_lets_one_person_in_once(carrier: Carrier, now: dt.datetime) -> None:
    ticket = ticket_for(carrier, now)
    enter(ticket, None, now)

    with pytest.raises(CodeWrong):
        enter(ticket, None, now)


def identity(number: str, *, subject: str = "s1", level: int = 3, name: str = "李国强", phone: str = ""):
    return ProvinceIdentity(
        issuer="https://id.example", subject=subject, level=level, name=name, resident_id=number, phone=phone
    )


def by_province(told: ProvinceIdentity, now: dt.datetime) -> Account:
    return sign_in_by_province(identity=told, channel=Channel.PORTAL, now=now)


def test_the_provinces_word_proves_a_person_at_once(now: dt.datetime) -> None:
    number = resident_id()
    account = by_province(identity(number), now)

    actor = acting(account, now)
    assert actor.level == 3
    assert actor.label == "李国强"
    assert party_of(account).id_number.reveal() == number
    assert by_province(identity(number), now) == account


def test_it_finds_the_account_that_a_person_opened_by_phone(now: dt.datetime) -> None:
    number = resident_id()
    by_phone = proven(now, name="李国强", number=number)

    assert by_province(identity(number), now) == by_phone


def test_it_joins_the_one_unproven_account_of_its_phone(carrier: Carrier, now: dt.datetime) -> None:
    account = enter(ticket_for(carrier, now), None, now)

    assert by_province(identity(resident_id(), phone=PHONE), now) == account
    assert acting(account, now).level == 3


def test_it_does_not_join_somebody_elses_proven_account_of_the_same_phone(now: dt.datetime) -> None:
    mother = proven(now, name="王秀英", phone_number=PHONE)

    daughter = by_province(identity(resident_id(), name="王丽", phone=PHONE), now)
    assert daughter != mother
    assert party_of(mother).name == "王秀英"


def test_below_level_two_the_province_proves_nobody(now: dt.datetime) -> None:
    account = by_province(identity("", level=1, phone=PHONE), now)

    assert acting(account, now).level == 1


def test_a_password_opens_its_account_by_phone(now: dt.datetime) -> None:
    account = proven(now, phone_number=PHONE)
    set_password(account=account, password="a long enough sentence", actor=system_actor(), now=now)

    assert account_by_password(name="+86 13900000001", password="a long enough sentence") == account
    assert account_by_password(name=PHONE, password="another sentence") is None
    assert account_by_password(name="nobody", password="a long enough sentence") is None


def test_an_account_without_a_password_cannot_be_opened_by_an_empty_one(now: dt.datetime) -> None:
    proven(now, phone_number=PHONE)

    assert account_by_password(name=PHONE, password="") is None
    assert account_by_password(name=PHONE, password="!") is None


def test_what_was_told_of_a_person_does_not_print() -> None:
    number = resident_id()

    assert number not in repr(identity(number))
    assert number not in repr(person(number=number))
