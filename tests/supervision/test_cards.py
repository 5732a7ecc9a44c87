"""监察卡 (F5.1): what is late or wrong comes before a named leader, by itself, and goes up when nothing moves."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.states import RefusalGround
from leyiban.kernel.actors import Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger.followers import follow
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date, end_of_day
from leyiban.messages.models import Message
from leyiban.people.models import Account, Post
from leyiban.supervision.models import Card, Prediction
from leyiban.supervision.operations import Foreseen, keep_predictions
from leyiban.supervision.states import CardKind
from tests.api.caller import caller_of
from tests.cases.world import FOOD_AGAIN
from tests.support.office import Office

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]
LATE = dt.datetime(2026, 6, 1, 1, 0, tzinfo=dt.UTC)


def give_phone(account: Account, number: str) -> None:
    account.phone, account.phone_digest = number, number.encode()  # nobody signs in by it here
    account.save()


@pytest.mark.proves("F5.1", "M5.2")
def test_a_late_case_comes_before_its_leader_and_goes_up_when_nothing_moves(office: Office) -> None:
    leader = office.account(Role.LEADER)
    give_phone(leader, "13800000001")
    office.settle_without_papers()
    case = office.world.accept(office.world.submitted())
    office.settle_without_papers()
    assert not Card.objects.exists()

    office.clock.now = LATE
    office.world.now = LATE
    for _ in range(3):  # each round tells the followers of what the clock did in the one before
        office.settle_without_papers()

    card = Card.objects.get(reason=CardKind.BLACK)
    assert {(each.reason, each.state, each.end) for each in Card.objects.all()} == {
        ("amber", "closed", "overtaken"),
        ("red", "closed", "overtaken"),
        ("black", "open", ""),
    }
    assert Post.objects.get(pk=card.owner_post_id).role == Role.LEADER
    page = office.desk(Role.LEADER).get("/workbench/supervision").content.decode()
    assert card.number in page and case.number in page and "超过法定时限" in page

    told = Message.objects.filter(template="supervision.card", matter_number__startswith=case.number)
    assert told.count() == 2 and "超过" in told.order_by("pk").last().text.reveal()  # red, then black

    office.clock.now += dt.timedelta(days=4)
    for _ in range(2):
        office.settle_without_papers()
    card.refresh_from_db()
    above = Post.objects.get(pk=card.owner_post_id)
    assert (card.level, above.role, above.agency_id) == (1, Role.LEADER, card.overseers[1])
    assert [entry.kind for entry in trail(Card.KIND, card.number)][:2] == [
        "supervision_card.opened/1",
        "supervision_card.escalated/1",
    ]
    assert leader.pk not in {account.pk for account in Account.objects.filter(holdings__post=above)}


@pytest.mark.proves("F5.1")
def test_a_card_waits_anew_when_the_office_moves_and_closes_when_the_case_is_decided(office: Office) -> None:
    office.settle_without_papers()
    case = office.world.accept(office.world.submitted())
    office.clock.now = office.world.now = LATE
    for _ in range(2):
        office.settle_without_papers()
    card = Card.objects.get(state="open")

    for _ in range(2):  # pressed every day, it would keep the card from ever going up
        case = office.world.do(cases.take_case, case, Role.REVIEWER)
    office.settle_without_papers()
    card.refresh_from_db()
    assert card.round == 2
    for task in case.tasks[:-1]:
        case = office.world.opinion(case, Role(task["by"]))
    office.settle_without_papers()
    card.refresh_from_db()
    noted = [entry for entry in trail(Card.KIND, card.number) if entry.kind == "supervision_card.moved/1"]
    assert (card.state, card.round) == ("open", 1 + len(noted)) and len(noted) >= len(case.tasks) - 1
    office.world.decide(case)
    office.settle_without_papers()
    card.refresh_from_db()
    assert (card.state, card.end) == ("closed", "passed")


@pytest.mark.proves("F5.1", "F5.4")
def test_what_silence_decides_closes_its_cards_and_shows_what_was_foreseen(office: Office) -> None:
    last_day = city_date(office.clock.now) + dt.timedelta(days=60)
    office.world.licence(until=last_day)
    supervise(office, office.clock.now)
    case = office.world.accept(office.world.submitted(FOOD_AGAIN))
    supervise(office, end_of_day(last_day) - dt.timedelta(days=1))
    card = Card.objects.get(about_number=case.number, state="open")
    numbers = {"used": 40, "needed": 2, "left": -20, "steps": 1, "learnt_from": 5}
    foreseen = Foreseen(
        about_number=case.number,
        agency=case.agency_id,
        region=case.region,
        item="",
        likely_late=True,
        **numbers,
    )
    keep_predictions(day=last_day, foreseen=[foreseen])

    supervise(office, end_of_day(last_day) + dt.timedelta(hours=9))
    card.refresh_from_db()
    assert (card.state, card.end) == ("closed", "passed")
    assert Prediction.objects.get().late is True


def supervise(office: Office, now: dt.datetime) -> None:
    """What is due happens, and of all followers the one of supervision learns of it."""
    run_due(now=now)
    office.worker.sequencer.round(now=now)
    follow("joins.supervision_follows_cases", now=now)


@pytest.mark.proves("F5.1")
def test_a_refusal_on_a_ground_that_the_law_does_not_list_is_looked_at_and_closed_with_words(
    office: Office,
) -> None:
    office.settle_without_papers()
    listed, unlisted = office.world.submitted(), office.world.submitted("public-place-hygiene")
    for case, ground in (
        (listed, RefusalGround.NOT_REQUIRED),
        (unlisted, RefusalGround.CONDITIONS_NOT_MET),
    ):
        refused = {"ground": ground, "reasons": "不用办。", "right_agency": None}
        office.world.do(cases.refuse_case, case, Role.DECIDER, **refused)
    office.settle_without_papers()

    card = Card.objects.get()
    assert (card.about_number, card.reason) == (unlisted.number, "refusal")
    account = office.world.hire(Role.SUPERVISOR, card.agency.uscc)
    supervisor = caller_of(account, office.clock.now)
    (found,) = supervisor.get("/supervision/cards?reason=refusal").json["items"]
    assert found["number"] == card.number
    closing = supervisor.post(f"/supervision/cards/{card.number}/closing", {"words": "已请他们重新受理。"})
    assert (closing.json["state"], closing.json["end"]) == ("closed", "seen")
    assert supervisor.get("/supervision/cards").json["items"] == []
    assert listed.agency_id != card.agency_id
    assert office.caller(Role.SUPERVISOR).get(f"/supervision/cards/{card.number}").status == 404


@pytest.mark.proves("F5.1")
def test_a_grant_that_is_not_published_in_time_becomes_a_card(office: Office) -> None:
    office.settle_without_papers()
    case = office.world.decided()
    office.settle_without_papers()
    office.clock.now = dt.datetime(2026, 3, 19, 1, 0, tzinfo=dt.UTC)
    for _ in range(2):
        office.settle_without_papers()

    held = Follower.objects.exclude(error="").values_list("name", "error")
    assert not held, list(held)
    card = Card.objects.get(reason="publication_late")
    assert (card.about_kind, card.about_number, card.state) == ("publication", case.number, "open")


@pytest.mark.proves("F5.1", "M5.6")
def test_a_pre_review_not_sent_up_in_time_comes_before_the_leader_of_the_office_that_owes_it(
    office: Office,
) -> None:
    office.settle_without_papers()
    case = office.world.accept(office.world.submitted("special-equipment-use"))
    task = case.review_tasks.get(key="county_review")
    red_at = OpenMatter.objects.get(number=task.number).red_at
    assert red_at is not None
    office.clock.now = office.world.now = red_at + dt.timedelta(minutes=1)
    run_due(now=office.clock.now)
    office.settle_without_papers()

    card = Card.objects.get(reason=CardKind.FORWARD_LATE)
    assert (card.about_number, card.agency, card.state) == (task.number, task.agency, "open")
    assert card.agency != case.agency, "the county owes it to the city"
    assert card.owner_post_id is not None
    leader = Post.objects.get(pk=card.owner_post_id)
    assert (leader.role, leader.agency) == (Role.LEADER, task.agency)
    desk = office.desk(Role.LEADER)
    assert card.number in desk.get("/workbench/supervision").content.decode()
    page = desk.get(f"/workbench/supervision/cards/{card.number}").content.decode()
    assert f"/workbench/tasks/{task.number}" in page
    watched = desk.get("/workbench/watch").content.decode()
    assert f"/workbench/tasks/{task.number}" in watched

    office.world.give(task)
    office.settle_without_papers()
    card.refresh_from_db()
    assert (card.state, card.end) == ("closed", "passed")
    assert "没有临期和超期的" in office.desk(Role.LEADER).get("/workbench/watch").content.decode()
