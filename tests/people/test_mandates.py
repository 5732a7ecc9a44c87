"""Acting for others, tried by people who may not."""

import datetime as dt

import pytest

from leyiban.kernel.actors import Channel, Role
from leyiban.people import operations
from leyiban.people.errors import (
    ActingEnded,
    LevelTooLow,
    MandateNotThere,
    MandateScopeInvalid,
    MandateTermInvalid,
    MandateToOneself,
    NotRepresentative,
    NotYourMandate,
    OutOfJurisdiction,
)
from leyiban.people.models import Account, Basis, Mandate, MandateState, Party, Power
from leyiban.people.models.mandate import Capacity
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import Offline, PersonFacts
from leyiban.people.queries import acting_choices, mandates_given, mandates_held, may, names_on_paper
from tests.people.people import (
    MANDATES,
    Authority,
    Office,
    acting,
    enterprise_of,
    party_of,
    person,
    proven,
    resident_id,
    scope,
    uscc,
)

pytestmark = pytest.mark.usefixtures("db")
ITEM = "food-business-new"


@pytest.fixture
def head(db: None, now: dt.datetime) -> Account:
    return proven(now, name="李国强", level=3)


@pytest.fixture
def body(head: Account, now: dt.datetime) -> Party:
    return enterprise_of(head, now)


@pytest.fixture
def operator(db: None, now: dt.datetime) -> Account:
    return proven(now, name="张伟")


def facts_of(account: Account) -> PersonFacts:
    party = party_of(account)
    return person(party.name, party.id_number.reveal())


def propose(body: Party, operator: Account, by: Account, now: dt.datetime, **scoped) -> Mandate:
    return operations.propose_operator(
        body=body,
        operator=facts_of(operator),
        scope=scope(now, **scoped),
        policy=MANDATES,
        actor=acting(by, now),
        now=now,
    )


def confirm(mandate: Mandate, by: Account, now: dt.datetime) -> Mandate:
    return operations.confirm_mandate(key=mandate.key, actor=acting(by, now), now=now)


def allowed(account: Account, body: Party, now: dt.datetime, power=Power.SUBMIT, item: str = ITEM) -> bool:
    return may(actor=acting(account, now), party_id=body.pk, power=power, item_code=item, now=now)


def test_the_head_acts_for_his_enterprise_at_once(head: Account, body: Party, now: dt.datetime) -> None:
    assert allowed(head, body, now, Power.COMMIT)
    assert acting(head, now, on_behalf_of=body.pk).on_behalf_of == body.pk


def test_an_operator_acts_only_after_he_confirmed(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    mandate = propose(body, operator, head, now)
    assert not allowed(operator, body, now)
    with pytest.raises(ActingEnded):
        acting(operator, now, on_behalf_of=body.pk)

    confirm(mandate, operator, now)
    assert allowed(operator, body, now)
    names = names_on_paper(applicant=body, operator=party_of(operator))
    assert (names.head_title, names.head, names.operator) == ("法定代表人", "李国强", "张伟")


def test_powers_and_items_are_not_stretched(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    confirm(propose(body, operator, head, now, items=(ITEM,), powers=(Power.FILL,)), operator, now)

    assert allowed(operator, body, now, Power.FILL)
    assert not allowed(operator, body, now, Power.SUBMIT)
    assert not allowed(operator, body, now, Power.FILL, "another-item")


def test_the_right_ends_with_its_term_without_any_clock(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    confirm(propose(body, operator, head, now, days=30), operator, now)
    end = now + dt.timedelta(days=30)

    assert allowed(operator, body, end - dt.timedelta(microseconds=1))
    assert not allowed(operator, body, end)
    assert operations.expire_mandates(now=end) == 1
    assert Mandate.objects.get().state == MandateState.EXPIRED


def test_somebody_elses_mandate_cannot_be_confirmed_ended_or_seen(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    mandate = propose(body, operator, head, now)
    stranger = proven(now, name="张伟", level=4)

    for act in (operations.confirm_mandate, operations.decline_mandate, operations.end_mandate):
        with pytest.raises(NotYourMandate):
            act(key=mandate.key, actor=acting(stranger, now), now=now)
    assert not mandates_held(actor=acting(stranger, now), now=now).exists()
    assert not mandates_given(actor=acting(stranger, now)).exists()
    assert mandates_held(actor=acting(operator, now), now=now).get() == mandate
    assert mandates_given(actor=acting(head, now)).get() == mandate


def test_an_unknown_key_is_answered_like_a_foreign_one(operator: Account, now: dt.datetime) -> None:
    with pytest.raises(NotYourMandate):
        operations.confirm_mandate(key="0" * 32, actor=acting(operator, now), now=now)


def test_only_the_head_grants_and_only_at_level_three(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    with pytest.raises(NotRepresentative):
        propose(body, operator, operator, now)
    head.bindings.update(level=2)
    with pytest.raises(LevelTooLow):
        propose(body, operator, head, now)


def test_an_operator_cannot_hand_his_power_on(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    operator.bindings.update(level=3)
    confirm(propose(body, operator, head, now, powers=tuple(Power)), operator, now)

    with pytest.raises(NotRepresentative):
        propose(body, proven(now), operator, now)


def test_the_head_needs_no_mandate_to_himself(head: Account, body: Party, now: dt.datetime) -> None:
    with pytest.raises(MandateToOneself):
        propose(body, head, head, now)


@pytest.mark.parametrize("days", [0, -1, 1200])
def test_a_term_runs_forward_and_not_for_ever(
    head: Account, body: Party, operator: Account, now: dt.datetime, days: int
) -> None:
    with pytest.raises(MandateTermInvalid):
        propose(body, operator, head, now, days=days)


@pytest.mark.parametrize("scoped", [{"powers": ()}, {"items": ()}])
def test_a_mandate_for_nothing_is_refused(
    head: Account, body: Party, operator: Account, now: dt.datetime, scoped: dict[str, tuple[str, ...]]
) -> None:
    with pytest.raises(MandateScopeInvalid):
        propose(body, operator, head, now, **scoped)


def new_head(body: Party, now: dt.datetime, name: str = "赵丽") -> Account:
    """Somebody whom the register now names as head, and who has opened the body's account."""
    account = proven(now, name=name, level=3)
    party = party_of(account)
    check = Authority(
        heads={body.uscc: party.id_number.reveal()},
        bodies={body.uscc: enterprise_facts(body, name)},
    )
    operations.open_body(uscc=body.uscc, check=check, actor=acting(account, now), now=now)
    return account


def enterprise_facts(body: Party, head: str):
    from leyiban.people.ports import EnterpriseFacts

    return EnterpriseFacts(
        name=body.name, uscc=body.uscc, in_operation=True, representative_name=head, address=body.address
    )


def test_a_change_of_head_suspends_until_the_new_head_confirms(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    mandate = confirm(propose(body, operator, head, now), operator, now)
    waiting = propose(body, proven(now), head, now)
    successor = new_head(body, now)

    assert not allowed(operator, body, now)
    assert not allowed(head, body, now)
    with pytest.raises(NotRepresentative):
        operations.resume_mandate(key=mandate.key, actor=acting(head, now), now=now)
    with pytest.raises(NotRepresentative):
        operations.resume_mandate(key=mandate.key, actor=acting(operator, now), now=now)

    assert operations.resume_mandate(key=mandate.key, actor=acting(successor, now), now=now).state == "active"
    assert allowed(operator, body, now)
    resumed = operations.resume_mandate(key=waiting.key, actor=acting(successor, now), now=now)
    assert resumed.state == MandateState.PROPOSED  # its agent has never confirmed


def test_the_old_head_can_no_longer_end_what_he_gave(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    mandate = confirm(propose(body, operator, head, now), operator, now)
    new_head(body, now)

    with pytest.raises(NotYourMandate):
        operations.end_mandate(key=mandate.key, actor=acting(head, now), now=now)


def test_a_namesake_who_takes_over_is_another_head(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    confirm(propose(body, operator, head, now), operator, now)
    new_head(body, now, name="李国强")

    assert not allowed(operator, body, now)


def test_naming_the_same_head_again_suspends_nothing(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    confirm(propose(body, operator, head, now), operator, now)
    operations.change_representative(
        body=body, name="李国强", person=party_of(head), actor=acting(head, now), now=now
    )

    assert allowed(operator, body, now)


def test_the_register_decides_who_opens_a_body(now: dt.datetime) -> None:
    liar, low = proven(now, level=3), proven(now, level=2)
    code = uscc()

    with pytest.raises(NotRepresentative):
        operations.open_body(uscc=code, check=Authority(), actor=acting(liar, now), now=now)
    with pytest.raises(LevelTooLow):
        operations.open_body(uscc=code, check=Authority(), actor=acting(low, now), now=now)
    assert not Party.objects.legal().exists()


@pytest.mark.parametrize("by", ["head", "operator"])
def test_both_sides_may_end_it_any_day(
    head: Account, body: Party, operator: Account, now: dt.datetime, by: str
) -> None:
    mandate = confirm(propose(body, operator, head, now), operator, now)
    ender = {"head": head, "operator": operator}[by]
    operations.end_mandate(key=mandate.key, actor=acting(ender, now), now=now)

    assert not allowed(operator, body, now)
    with pytest.raises(MandateNotThere):
        operations.end_mandate(key=mandate.key, actor=acting(ender, now), now=now)
    with pytest.raises(MandateNotThere):
        confirm(mandate, operator, now)


def test_a_choice_list_has_oneself_first_and_each_principal_once(
    head: Account, body: Party, operator: Account, now: dt.datetime
) -> None:
    for _ in range(2):
        confirm(propose(body, operator, head, now), operator, now)

    choices = acting_choices(actor=acting(operator, now), now=now)
    assert [(choice.name, choice.is_self) for choice in choices] == [
        ("张伟", True),
        ("嘉州餐饮有限公司", False),
    ]


@pytest.mark.proves("F3.11")
def test_a_mother_lets_her_son_act_and_takes_it_back(now: dt.datetime) -> None:
    mother, son = proven(now, name="王秀英"), proven(now, name="王德厚")
    mandate = operations.authorise_agent(
        agent=facts_of(son),
        capacity=Capacity.RELATIVE,
        scope=scope(now, powers=tuple(Power)),
        policy=MANDATES,
        actor=acting(mother, now),
        now=now,
    )
    confirm(mandate, son, now)
    assert allowed(son, party_of(mother), now, Power.COMMIT)

    operations.end_mandate(key=mandate.key, actor=acting(mother, now), now=now)
    assert not allowed(son, party_of(mother), now)


def test_a_helper_never_signs_commitments(now: dt.datetime) -> None:
    with pytest.raises(MandateScopeInvalid):
        operations.authorise_agent(
            agent=person(),
            capacity=Capacity.HELPER,
            scope=scope(now, powers=(Power.COMMIT,)),
            policy=MANDATES,
            actor=acting(proven(now), now),
            now=now,
        )


@pytest.mark.proves("F3.11", "FX.2")
def test_somebody_without_phone_and_account_grants_before_a_clerk(office: Office, now: dt.datetime) -> None:
    clerk = acting(office.staff(now, Role.WINDOW_CLERK), now)
    mother = operations.register_person_at_counter(person=person("陈桂生"), region=None, actor=clerk, now=now)
    daughter, at_home = person("陈丽"), proven(now, name="陈强")
    present = grant(mother, daughter, clerk, now, Basis.IN_PERSON, agent_present=True)
    by_voice = grant(mother, facts_of(at_home), clerk, now, Basis.BY_VOICE)

    assert (present.state, present.agent.name) == ("active", "陈丽")
    assert by_voice.state == "proposed"
    confirm(by_voice, at_home, now)
    assert allowed(at_home, mother, now)

    operations.revoke_at_counter(key=by_voice.key, actor=clerk, now=now)
    assert not allowed(at_home, mother, now)


def grant(principal: Party, agent: PersonFacts, clerk, now: dt.datetime, basis: Basis, **more) -> Mandate:
    return operations.record_grant(
        principal=principal,
        agent=agent,
        capacity=Capacity.RELATIVE,
        scope=scope(now),
        offline=Offline(basis=basis, evidence="sha256:" + "0" * 64, **more),
        policy=MANDATES,
        actor=clerk,
        now=now,
    )


def test_an_offline_grant_needs_evidence_a_clerk_and_a_natural_person(
    office: Office, body: Party, now: dt.datetime
) -> None:
    clerk = acting(office.staff(now, Role.WINDOW_CLERK), now)
    reviewer = acting(office.staff(now, Role.REVIEWER), now)
    mother = party_of(proven(now))

    with pytest.raises(MandateScopeInvalid):
        grant(body, person(), clerk, now, Basis.IN_PERSON)
    with pytest.raises(MandateScopeInvalid):
        grant(mother, person(), clerk, now, Basis.SELF)
    with pytest.raises(OutOfJurisdiction):
        grant(mother, person(), reviewer, now, Basis.IN_PERSON)


def test_an_unproven_account_authorises_nobody(now: dt.datetime) -> None:
    guest = operations.open_citizen_account(
        phone="13900000009", way=Way.PHONE_CODE, channel=Channel.PORTAL, now=now
    )

    with pytest.raises(LevelTooLow):
        operations.authorise_agent(
            agent=person(number=resident_id()),
            capacity=Capacity.RELATIVE,
            scope=scope(now),
            policy=MANDATES,
            actor=acting(guest, now),
            now=now,
        )
