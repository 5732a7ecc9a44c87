"""R12, R10: a hearing neither shuts anybody out nor stops the clock for ever, and its chair keeps apart."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from leyiban.cases import operations as cases
from leyiban.cases.errors import OwnCase
from leyiban.cases.hearing.errors import (
    AskedBefore,
    ChairMayNotReview,
    HearingNotScheduled,
    HearingOutOfHours,
    ViewsTooMany,
    WaivedBefore,
)
from leyiban.cases.hearing.pauses import pause_case, resume_case
from leyiban.cases.hearing.telling import tell_heard
from leyiban.cases.hearing.waiting import decision_waits
from leyiban.cases.models import Case, Hearing
from leyiban.cases.queries.hearings import hearing_for_office, public_hearings
from leyiban.cases.rules.hearings import MOST_VIEWS
from leyiban.cases.states import CaseState, HearingState
from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger.queries import trail
from leyiban.messages.models import Message
from leyiban.people.models import Binding
from leyiban.web.edge import new_once
from tests.api.caller import Caller
from tests.cases.test_hearings import again, day_after, office, schedule
from tests.cases.world import MARKET_OFFICE, World
from tests.web.journey.traveller import signed_in

pytestmark = pytest.mark.usefixtures("db")

NEIGHBOURS = [
    cases.Interested(name="赵敏", phone="13800138001"),
    cases.Interested(name="钱进", phone="13800138002"),
]


@pytest.fixture
def world(now: dt.datetime) -> World:
    return World(now)


@pytest.fixture
def case(world: World) -> Case:
    return world.accept(world.submitted())


def scheduled(world: World, case: Case) -> Hearing:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    return schedule(world, hearing)


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_who_asks_and_gives_up_takes_nobody_elses_time(world: World, case: Case) -> None:
    """The applicant asks at once, so that his neighbours rest assured, and takes it back behind their backs."""
    hearing = world.tell_right(case, interested=NEIGHBOURS)
    cases.waive_hearing(**world.voice(hearing, 3))
    cases.ask_for_hearing(**world.voice(hearing, 1))
    schedule(world, hearing)
    cases.withdraw_hearing_request(**world.voice(hearing, 1))

    told = again(hearing)
    assert (told.state, told.opens_at, told.chair_id) == (HearingState.TOLD, None, None)
    tell_heard(trail(Hearing.KIND, hearing.number)[-1], now=world.now)
    off, right = (
        Message.objects.filter(template=key) for key in ("hearing.dropped", "hearing.right_of_others")
    )
    assert off.exists(), "nobody comes in vain"
    assert right.count() == 1, "who may still ask learns it, and nobody else"
    assert decision_waits(case) is not None
    with pytest.raises(WaivedBefore):  # not once more, and so on until the others' time is over
        cases.ask_for_hearing(**world.voice(hearing, 1))
    cases.ask_for_hearing(**world.voice(hearing, 2))
    with pytest.raises(AskedBefore):
        cases.ask_for_hearing(**world.voice(hearing, 2))
    world.now = day_after(world, 22)
    run_due(now=world.now)
    late = again(hearing)
    assert (late.state, late.light) == (HearingState.ASKED, "red"), "counted from the first request"
    cases.withdraw_hearing_request(**world.voice(hearing, 2))
    assert again(hearing).state == HearingState.WAIVED


def test_when_nobody_asks_again_the_right_lapses(world: World, case: Case) -> None:
    hearing = world.tell_right(case, interested=NEIGHBOURS)
    cases.ask_for_hearing(**world.voice(hearing, 1))
    cases.withdraw_hearing_request(**world.voice(hearing, 1))
    world.now = day_after(world, 6)
    run_due(now=world.now)
    assert again(hearing).state == HearingState.LAPSED


def test_a_hearing_that_nobody_holds_stops_the_case_no_longer(world: World, case: Case) -> None:
    hearing = scheduled(world, case)
    pause_case(case.number, now=world.now)
    world.now = hearing.opening
    resume_case(case.number, now=world.now)
    assert state_of(case) == CaseState.SPECIAL_PROCEDURE, "it has not turned late"
    world.now = day_after(world, 30)
    run_due(now=world.now)
    resume_case(case.number, now=world.now)
    assert (again(hearing).state, state_of(case)) == (HearingState.SCHEDULED, CaseState.UNDER_REVIEW)
    pause_case(case.number, now=world.now)
    assert state_of(case) == CaseState.UNDER_REVIEW


def test_a_second_hearing_takes_the_offices_own_time(world: World, case: Case) -> None:
    hearing = scheduled(world, case)
    pause_case(case.number, now=world.now)
    cases.drop_hearing(**office(world, hearing, Role.DECIDER), reasons="不打算许可了。")
    resume_case(case.number, now=world.now)
    world.later(minutes=1)
    scheduled(world, Case.objects.get(pk=case.pk))
    pause_case(case.number, now=world.now)
    assert state_of(case) == CaseState.UNDER_REVIEW
    with pytest.raises(HearingNotScheduled):
        world.do(cases.start_special, case, Role.REVIEWER, procedure="hearing")


def test_a_hearing_that_nobody_wants_any_more_is_announced_to_nobody(world: World, case: Case) -> None:
    hearing = scheduled(world, case)
    assert public_hearings(region="", now=world.now) == [hearing]
    world.now = day_after(world, 6)  # the applicant's own time to ask is over
    cases.withdraw_hearing_request(**world.voice(hearing, 2))
    assert again(hearing).state == HearingState.WAIVED
    assert public_hearings(region="", now=world.now) == []
    tell_heard(trail(Hearing.KIND, hearing.number)[-1], now=world.now)
    assert Message.objects.filter(template="hearing.dropped").count() == 3, "nobody comes in vain"


def test_nobody_is_heard_at_night(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    day, chairing = day_after(world, 8), world.officer(Role.ISSUER).pseudonym
    for hours in (-7, 9):
        night = cases.Appointed(opens_at=day + dt.timedelta(hours=hours), place="听证室")
        with pytest.raises(HearingOutOfHours):
            cases.schedule_hearing(
                **office(world, hearing), appointed=night, chair=chairing, closed_because=None
            )


def test_an_applicant_reads_nothing_of_his_neighbours_at_the_desk(world: World, case: Case) -> None:
    """Their phones, views and letters, with the codes in them, as a colleague of the office."""
    hearing = world.tell_right(case)
    reviewer = world.officer(Role.REVIEWER)
    hearing_for_office(reviewer, hearing.number, now=world.now)
    Binding.objects.current().filter(account=world.citizen).update(account=reviewer.account)
    with pytest.raises(OwnCase):
        hearing_for_office(reviewer, hearing.number, now=world.now)


def test_who_chaired_does_not_review_afterwards(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    checker = world.officer(Role.CHECKER)
    at = cases.Appointed(opens_at=day_after(world, 8), place="听证室")
    cases.schedule_hearing(
        **office(world, hearing), appointed=at, chair=checker.pseudonym, closed_because=None
    )
    world.now = at.opens_at
    by_chair = {**office(world, hearing), "actor": checker}
    cases.record_hearing(**by_chair, record="双方各说各的。", present=[])
    cases.answer_views(**office(world, hearing, Role.DECIDER), answers={}, consideration="照笔录办。")
    case = world.opinion(case, Role.REVIEWER)
    with pytest.raises(ChairMayNotReview):
        world.opinion(case, Role.CHECKER)


def test_guessing_a_code_by_program_counts_though_each_guess_fails(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails is rolled back with everything in it: the count of tries stands outside."""
    monkeypatch.setattr(moments, "now", lambda: world.now)
    monkeypatch.setattr(settings, "THROTTLES", {**settings.THROTTLES, "hearings.by_number": (3, 900)})
    hearing = world.tell_right(case)
    guest = Caller()
    guess = {"number": hearing.number, "code": "00000000", "act": "waive"}
    codes = [guest.post("/heard/acts", guess).code for _ in range(4)]
    assert codes == ["hearing_code_wrong"] * 3 + ["tried_too_often"]


def test_a_clerk_reads_what_a_neighbour_was_told_without_his_code(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With it he would waive for the neighbour, and nobody had to wait."""
    monkeypatch.setattr(moments, "now", lambda: world.now)
    hearing = world.tell_right(case)
    tell_heard(trail(Hearing.KIND, hearing.number)[0], now=world.now)
    code = hearing.participants.get(number=2).code
    assert code is not None
    world.officer(Role.REVIEWER)
    desk = signed_in(world.staff[Role.REVIEWER, MARKET_OFFICE])
    page = desk.get(f"/workbench/cases/{case.number}").content.decode()
    assert f"编号{hearing.number}查询码" in page
    assert code.reveal() not in page
    assert case.query_code.reveal() not in page


def test_a_day_that_no_clock_shows_is_no_outage(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "now", lambda: world.now)
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    world.officer(Role.REVIEWER)
    desk = signed_in(world.staff[Role.REVIEWER, MARKET_OFFICE])
    here = f"/workbench/hearings/{hearing.number}"
    for day in ("0001-01-01", "9999-12-31"):
        typed = {"move": "schedule", "schedule.day": day, "schedule.time": "00:00", "schedule.place": "x"}
        rest = {"schedule.doors": "open", "schedule.chair": world.officer(Role.ISSUER).pseudonym}
        version = str(again(hearing).version)
        sent = desk.post(here, {"once": new_once(), "version": version, **typed, **rest})
        assert sent.status_code == 422


def test_a_flood_of_views_keeps_nobody_from_a_decision(world: World, case: Case) -> None:
    """Each wants an answer, and a form of a thousand answers cannot even be sent."""
    hearing = world.tell_right(case)
    for _ in range(MOST_VIEWS):
        cases.state_view(**world.voice(hearing, 2), words="太吵。")
    with pytest.raises(ViewsTooMany):
        cases.state_view(**world.voice(hearing, 2), words="太吵。")
    cases.state_view(**world.voice(hearing, 1), words="不吵。")


def test_a_computer_that_is_lent_forgets_who_came_by_code(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "now", lambda: world.now)
    hearing, browser = world.tell_right(case), Client()
    code = hearing.participants.get(number=2).code
    assert code is not None
    planted = browser.session
    planted["x"] = 1
    planted.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    come = {"hearing_no": hearing.number, "hearing_code": code.reveal()}
    assert browser.post("/hearings", come).status_code == 303
    assert browser.session.session_key != planted.session_key
    here = f"/hearings/{hearing.number}"
    for minutes, status in ((20, 200), (20, 200), (31, 303), (0, 303)):
        world.later(minutes=minutes)
        assert browser.get(here).status_code == status
