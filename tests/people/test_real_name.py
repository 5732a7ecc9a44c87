"""Becoming somebody: by the registry, by face, at the counter; and what must not open somebody else's account."""

import datetime as dt

import pytest

from leyiban.kernel.actors import Channel, Role
from leyiban.kernel.crypto import proves
from leyiban.kernel.errors import InvalidInput
from leyiban.people import operations
from leyiban.people.errors import (
    AlreadyProven,
    IdentityMismatch,
    IdentityServiceDown,
    IdentityTaken,
    LevelTooLow,
    OutOfJurisdiction,
    PersonNotFound,
)
from leyiban.people.models import Account, Binding, IdKind, Party
from leyiban.people.models.sign_in import Way
from leyiban.people.operations.parties import identity_value
from leyiban.people.queries import card_of, find_person_at_counter, visible_to
from tests.people.people import Authority, Office, acting, party_of, person, phone, proven, resident_id

pytestmark = pytest.mark.usefixtures("db")


def fresh(now: dt.datetime) -> Account:
    return operations.open_citizen_account(phone=phone(), way=Way.PHONE_CODE, channel=Channel.PORTAL, now=now)


def prove(account: Account, who, check, now: dt.datetime) -> Binding:
    return operations.prove_by_registry(
        account=account, person=who, check=check, actor=acting(account, now), now=now
    )


def test_name_and_number_that_belong_together_prove_level_two(now: dt.datetime) -> None:
    account, number = fresh(now), resident_id()
    prove(account, person("阿苏•尔布", number.lower()), Authority({number: "阿苏·尔布"}), now)

    actor = acting(account, now)
    assert (actor.level, actor.label) == (2, "阿苏·尔布")
    assert actor.parties == {party_of(account).pk}


@pytest.mark.parametrize("registered", [None, "别人"])
def test_a_mismatch_and_an_unknown_number_get_the_same_answer(
    now: dt.datetime, registered: str | None
) -> None:
    account, number = fresh(now), resident_id()
    check = Authority({number: registered} if registered else {})

    with pytest.raises(IdentityMismatch):
        prove(account, person("张伟", number), check, now)
    assert Party.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "number", "fields"),
    [
        ("", "51110219000101001", {"name", "id_number"}),
        ("张伟😀", None, {"name"}),
        ("张" * 200, None, {"name"}),
        ("张伟", "511102190013010016", {"id_number"}),
        ("张伟", "511102190001010017", {"id_number"}),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(
    now: dt.datetime, name: str, number: str | None, fields: set[str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        prove(fresh(now), person(name, number), Authority(), now)
    assert {problem.field for problem in caught.value.problems} == fields


def test_rare_characters_and_foreign_names_are_kept_as_they_are(now: dt.datetime) -> None:
    for name in ("陈𬭚", "买买提·吐尔逊", "Anna-Sofía O’Brien", "吉克阿依"):
        account, number = fresh(now), resident_id()
        prove(account, person(name, number), Authority({number: name}), now)
        assert party_of(account).name == name


def test_a_service_that_is_down_loses_and_keeps_nothing(now: dt.datetime) -> None:
    class Down(Authority):
        def match_person(self, **asked):
            raise IdentityServiceDown

    account = fresh(now)
    with pytest.raises(IdentityServiceDown):
        prove(account, person(), Down(), now)
    assert acting(account, now).level == 1
    assert Party.objects.count() == 0


def test_knowing_name_and_number_does_not_take_over_an_account(now: dt.datetime) -> None:
    number = resident_id()
    victim = proven(now, name="李国强", number=number)
    thief = fresh(now)

    with pytest.raises(IdentityTaken):
        prove(thief, person("李国强", number), Authority({number: "李国强"}), now)
    assert acting(victim, now).level == 2
    assert acting(thief, now).parties == frozenset()


def test_one_account_is_one_person(now: dt.datetime) -> None:
    account, other = proven(now), resident_id()

    with pytest.raises(AlreadyProven):
        prove(account, person("王丽", other), Authority({other: "王丽"}), now)


def test_the_database_itself_refuses_a_second_account_of_a_person(now: dt.datetime) -> None:
    party = party_of(proven(now))

    with pytest.raises(Exception, match="binding_one_account_per_person"):
        Binding.objects.create(account=fresh(now), party=party, level=2, proof="registry", bound_at=now)


def test_one_clerk_alone_moves_nobody_to_another_account(office: Office, now: dt.datetime) -> None:
    number = resident_id()
    owner = proven(now, name="李国强", number=number)
    accomplice = fresh(now)
    clerk = acting(office.staff(now, Role.WINDOW_CLERK), now)

    with pytest.raises(IdentityTaken):
        operations.prove_at_counter(account=accomplice, person=person("李国强", number), actor=clerk, now=now)
    assert acting(owner, now).label == "李国强"
    assert acting(accomplice, now).parties == frozenset()


def test_only_a_window_clerk_proves_at_the_counter(office: Office, now: dt.datetime) -> None:
    for role in set(Role) - {Role.WINDOW_CLERK}:
        actor = acting(office.staff(now, role), now)
        with pytest.raises(OutOfJurisdiction):
            operations.prove_at_counter(account=fresh(now), person=person(), actor=actor, now=now)


def test_a_face_check_raises_to_level_three_only_when_passed(now: dt.datetime) -> None:
    account = proven(now)
    check = Authority(faces={"waiting": None, "failed": False, "passed": True})

    for reference in ("waiting", "failed", "never ordered"):
        with pytest.raises(IdentityMismatch):
            raise_by_face(account, reference, check, now)
    raise_by_face(account, "passed", check, now)
    assert acting(account, now).level == 3


def test_a_face_that_was_ordered_for_another_raises_nobody(now: dt.datetime) -> None:
    """The account became another's between the order and the way back."""
    account, other = proven(now), proven(now)
    with pytest.raises(IdentityMismatch):
        operations.prove_by_face(
            account=account,
            reference="passed",
            ordered_for=party_of(other).pk,
            check=Authority(faces={"passed": True}),
            actor=acting(account, now),
            now=now,
        )
    assert acting(account, now).level == 2


def raise_by_face(account: Account, reference: str, check: Authority, now: dt.datetime) -> None:
    bound = Binding.objects.of_account(account.pk)
    operations.prove_by_face(
        account=account,
        reference=reference,
        ordered_for=bound.party_id if bound else 0,
        check=check,
        actor=acting(account, now),
        now=now,
    )


def test_a_face_without_a_name_raises_nothing(now: dt.datetime) -> None:
    account = fresh(now)
    with pytest.raises(LevelTooLow):
        operations.order_face_check(account=account, check=Authority(), return_url="https://x", now=now)
    with pytest.raises(LevelTooLow):
        raise_by_face(account, "passed", Authority(faces={"passed": True}), now)


@pytest.mark.proves("FX.2")
def test_the_counter_registers_somebody_without_account_and_phone(office: Office, now: dt.datetime) -> None:
    clerk = acting(office.staff(now, Role.WINDOW_CLERK), now)
    who = person("陈桂生")

    party = operations.register_person_at_counter(person=who, region=None, actor=clerk, now=now)
    again = operations.register_person_at_counter(person=who, region=None, actor=clerk, now=now)
    found = find_person_at_counter(id_kind=IdKind.RESIDENT_ID, number=who.number, actor=clerk, now=now)
    assert party == again == found
    assert Account.objects.filter(kind="citizen").count() == 0


def test_a_name_that_differs_is_compared_before_it_is_changed(office: Office, now: dt.datetime) -> None:
    clerk = acting(office.staff(now, Role.WINDOW_CLERK), now)
    number = resident_id()
    operations.register_person_at_counter(person=person("王丽", number), region=None, actor=clerk, now=now)

    with pytest.raises(InvalidInput):
        operations.register_person_at_counter(
            person=person("王莉", number), region=None, actor=clerk, now=now
        )
    party = operations.register_person_at_counter(
        person=person("王莉", number), region=None, correct_name=True, actor=clerk, now=now
    )
    assert party.name == "王莉"


def test_staff_do_not_browse_people(office: Office, now: dt.datetime) -> None:
    mine = proven(now)
    proven(now)

    assert set(visible_to(acting(mine, now))) == {party_of(mine)}
    assert not visible_to(acting(office.staff(now, Role.WINDOW_CLERK), now)).exists()
    assert visible_to(acting(office.staff(now, Role.AUDITOR), now)).count() == 2
    with pytest.raises(OutOfJurisdiction):
        find_person_at_counter(
            id_kind=IdKind.RESIDENT_ID, number=resident_id(), actor=acting(mine, now), now=now
        )
    clerk = acting(office.staff(now, Role.WINDOW_CLERK), now)
    with pytest.raises(PersonNotFound):
        find_person_at_counter(id_kind=IdKind.RESIDENT_ID, number=resident_id(), actor=clerk, now=now)


def test_a_card_masks_the_number(now: dt.datetime) -> None:
    number = resident_id()
    card = card_of(party_of(proven(now, number=number)))

    assert card.number == f"{number[:4]}**********{number[-4:]}"


def test_the_ledger_commits_to_the_identity_until_its_salt_is_gone(now: dt.datetime) -> None:
    number = resident_id()
    party = party_of(proven(now, name="张伟", number=number))
    stated = committed_identity(party)
    value = identity_value(name="张伟", id_kind="resident_id", number=number)

    assert proves(value, salt=bytes(party.identity_salt), digest=stated)
    assert not proves(value, salt=b"", digest=stated)


def committed_identity(party: Party) -> bytes:
    import json

    from leyiban.kernel.ledger.models import Entry

    entry = Entry.objects.get(kind="party.registered", subject_key=party.pseudonym)
    return bytes.fromhex(json.loads(bytes(entry.body))["facts"]["identity"].removeprefix("sha256:"))
