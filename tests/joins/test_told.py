"""Who is told of what happened to his licence, his authority and his result, and in which words."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import change_licence
from leyiban.credentials.states import Change
from leyiban.kernel.actors import Role
from leyiban.messages import standard
from leyiban.messages.models import Message
from leyiban.messages.queries import MessageCard, inbox_of
from leyiban.messages.templates import Template
from leyiban.people import operations as people
from leyiban.people.models import Account, Mandate
from tests.cases.world import World
from tests.people.people import MANDATES, acting, party_of, person, proven, scope
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker()


def told(account: Account, template: Template, now: dt.datetime) -> list[MessageCard]:
    return [each for each in inbox_of(actor=acting(account, now)) if each.template == template.key]


def licensed(world: World, worker: Worker) -> Case:
    case = world.decided()
    worker.settle(now=world.now)
    case.refresh_from_db()
    return case


def test_whose_licence_is_suspended_is_told_so_with_the_case_it_came_from(
    world: World, worker: Worker
) -> None:
    case = licensed(world, worker)
    licence = Licence.objects.get(case_number=case.number)
    change_licence(
        identifier=licence.identifier,
        change=Change.SUSPEND,
        reasons="现场检查发现后厨停用。",
        actor=world.officer(Role.DECIDER),
        now=world.now,
    )
    worker.settle(now=world.now)

    (card,) = told(world.citizen, standard.LICENCE_STATUS_CHANGED, world.now)

    assert f"{licence.name}电子证照现在是暂扣" in card.text
    assert (card.matter_kind, card.matter_number) == (Case.KIND, case.number)


@pytest.mark.parametrize("way", [DeliveryWay.WINDOW, DeliveryWay.ELECTRONIC])
def test_who_did_not_fetch_his_result_himself_learns_that_somebody_did(
    world: World, worker: Worker, way: DeliveryWay
) -> None:
    draft = world.draft()
    cases.choose_delivery(key=draft.key, way=way, version=None, actor=world.person, now=world.now)
    case = cases.submit_draft(key=draft.key, version=None, actor=world.person, now=world.now).matter
    case = world.accept(case)
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    world.decide(case)
    worker.settle(now=world.now)
    if way == DeliveryWay.WINDOW:
        assert told(world.citizen, standard.CASE_HANDED_OUT, world.now) == []
        world.do(cases.deliver_case, case, Role.ISSUER, way=way, evidence="身份证核对,本人签收")
        worker.settle(now=world.now)

    cards = told(world.citizen, standard.CASE_HANDED_OUT, world.now)

    assert bool(cards) is (way == DeliveryWay.WINDOW)
    assert all("不是您收的" in card.text for card in cards)


def offered(world: World, operator: Account, *, known: bool = True) -> Mandate:
    party = party_of(operator)
    assert party.id_number is not None
    return people.propose_operator(
        body=world.applicant,
        operator=person(party.name, party.id_number.reveal() if known else None),
        scope=scope(world.now),
        policy=MANDATES,
        actor=world.person,
        now=world.now,
    )


def test_both_sides_of_a_mandate_hear_of_it(world: World, worker: Worker) -> None:
    operator = proven(world.now, name="李国强")
    mandate = offered(world, operator)
    worker.settle(now=world.now)

    (offer,) = told(operator, standard.MANDATE_OFFERED, world.now)
    assert f"{world.applicant.name}请您代办" in offer.text
    assert told(world.citizen, standard.MANDATE_ACCEPTED, world.now) == []

    people.confirm_mandate(key=mandate.key, actor=acting(operator, world.now), now=world.now)
    worker.settle(now=world.now)

    (accepted,) = told(world.citizen, standard.MANDATE_ACCEPTED, world.now)
    assert accepted.text.startswith("【乐山政务】李国强接受了您的授权")


def test_whom_the_city_does_not_know_it_does_not_tell(world: World, worker: Worker) -> None:
    offered(world, proven(world.now, name="李国强"), known=False)
    worker.settle(now=world.now)

    assert not Message.objects.filter(template=standard.MANDATE_OFFERED.key).exists()
