"""One matter from the first page to its end, through the operations every face calls."""

import datetime as dt
from functools import partial

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.answers import read_answers
from leyiban.cases.errors import RightOfficeNeeded, SecondCorrection
from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import case_file, draft_for, my_cases, progress_of, work_list
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState, Decision, RefusalGround
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.errors import InvalidInput, NotFound, Stale
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from tests.cases.world import MARKET_OFFICE, World
from tests.support.specimen import specimen

HYGIENE = "public-place-hygiene"
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


@pytest.mark.proves("M1.4", "M3.9")
def test_a_draft_becomes_a_case_with_a_number_and_a_first_entry(world: World) -> None:
    case = world.submitted()
    assert case.state == CaseState.SUBMITTED
    assert case.number.startswith("LS511102")
    assert not Draft.objects.exists()
    (entry,) = trail("case", case.number)
    assert entry.facts.item == "food-business-new"
    assert entry.seq == 1
    body = entry.body.decode()
    assert "张伟" not in body
    assert "嘉定中路" not in body
    assert [item.number for item in work_list(world.officer(Role.WINDOW_CLERK))] == [case.number]
    assert my_cases(world.person) == [case]


@pytest.mark.proves("M5.2", "F5.1")
def test_the_whole_chain_to_a_grant(world: World) -> None:
    case = world.decided()
    assert case.state == CaseState.DECIDED
    kinds = [entry.kind for entry in trail("case", case.number)]
    assert kinds[:2] == ["case.submitted/1", "case.accepted/1"]
    assert kinds[-1] == "case.decided/1"
    file = case_file(world.officer(Role.DECIDER), case.number, now=world.now)
    assert file.clocks["statutory"].in_time is True
    assert file.clocks["promised"].in_time is True
    assert [opinion.conclusion for opinion in file.opinions][-1] == "grant"


@pytest.mark.proves("F1.5")
def test_one_correction_then_only_what_the_supplement_brought(world: World) -> None:
    case = world.ask_correction(world.submitted(), "form.business_address", "form.floor_area")
    assert case.state == CaseState.CORRECTION_NOTIFIED
    assert work_list(world.officer(Role.WINDOW_CLERK)) == []
    case = world.supplement(case, business_address="嘉定中路90号1楼")
    assert (case.state, case.round) == (CaseState.SUBMITTED, 2)
    with pytest.raises(SecondCorrection):
        world.ask_correction(case, "form.staff_count")
    case = world.do(
        cases.notify_correction,
        case,
        Role.WINDOW_CLERK,
        defects=[Defect("form.business_address", "门牌不存在", "请核对", caused_by_supplement=True)],
    )
    assert case.state == CaseState.CORRECTION_NOTIFIED


@pytest.mark.proves("F1.5")
def test_what_a_correction_leaves_as_it_was_is_judged_as_of_its_own_day(world: World) -> None:
    """The opening that was planned lay ahead when it was written; that it is over by now is nobody's mistake."""
    version = ItemVersion.objects.in_use(world.now.date()).get(item__code=HYGIENE)
    soon = (city_date(world.now) + dt.timedelta(days=2)).isoformat()
    answers = specimen(version.rulefile, today=world.now.date()) | {"opening_date": soon}
    case = world.ask_correction(world.submitted(HYGIENE, answers), "form.floor_area")
    world.later(days=4)
    draft = cases.open_correction(case_id=case.pk, actor=world.person, now=world.now)
    assert draft_for(world.person, draft.key, now=world.now).problems == ()
    case = world.supplement(case, floor_area=61)
    assert read_answers(case.answers)["opening_date"] == soon
    world.later(days=1)
    case = world.do(cases.correct_on_spot, case, Role.WINDOW_CLERK, answers={"floor_area": 62})
    yesterday = (city_date(world.now) - dt.timedelta(days=1)).isoformat()
    with pytest.raises(InvalidInput):  # a new answer must be right today
        world.do(cases.correct_on_spot, case, Role.WINDOW_CLERK, answers={"opening_date": yesterday})


@pytest.mark.proves("F1.5")
def test_asking_again_needs_the_decider_is_public_and_stops_no_clock(world: World) -> None:
    case = world.supplement(world.ask_correction(world.submitted(), "form.floor_area"), floor_area=61)
    arguments = {"defects": [Defect("form.staff_count", "漏看了", "请补")], "reason": "首次漏看"}
    with pytest.raises(MoveNotAllowed):
        world.do(cases.request_again, case, Role.WINDOW_CLERK, **arguments)
    before = OpenMatter.objects.get(number=case.number).red_at
    case = world.do(cases.request_again, case, Role.DECIDER, **arguments)
    assert case.state == CaseState.SUBMITTED
    assert OpenMatter.objects.get(number=case.number).red_at == before
    assert trail("case", case.number)[-1].visibility == "public"


@pytest.mark.parametrize(
    "named", [None, MARKET_OFFICE, "11511102MB1234567X"], ids=["nobody", "itself", "none"]
)
def test_who_is_not_competent_names_who_is(world: World, named: str | None) -> None:
    """ALL art. 32(2): through whatever door the refusal comes."""
    case = world.submitted()
    refusal = {"ground": RefusalGround.NOT_COMPETENT, "reasons": "归别的部门管。", "right_agency": named}
    with pytest.raises(RightOfficeNeeded):
        world.do(cases.refuse_case, case, Role.DECIDER, **refusal)


def test_a_stale_page_changes_nothing(world: World) -> None:
    case = world.submitted()
    world.accept(case)
    with pytest.raises(Stale):
        cases.withdraw_case(case_id=case.pk, version=1, actor=world.person, now=world.now)
    with pytest.raises(WrongState):
        world.accept(case)


def test_a_light_that_changed_meanwhile_makes_no_page_stale(world: World) -> None:
    """What the platform did by itself while somebody was reading sends nobody back to the beginning."""
    case = world.accept(world.submitted())
    seen = case.version
    world.later(days=9)
    opinion = {"conclusion": "agree", "points": world.points(case), "text": "材料真实。"}
    sent = partial(cases.give_opinion, case_id=case.pk, version=seen, now=world.now, **opinion)
    case = sent(actor=world.officer(Role.REVIEWER)).matter
    *meanwhile, opinion_given = [entry.kind for entry in trail("case", case.number)[seen:]]
    assert set(meanwhile) == {"case.light_changed/1"}
    assert opinion_given == "case.opinion_given/1"
    with pytest.raises(Stale):
        sent(actor=world.officer(Role.CHECKER))


def test_a_version_that_never_was_is_stale(world: World) -> None:
    case = world.submitted()
    with pytest.raises(Stale):
        cases.withdraw_case(case_id=case.pk, version=case.version + 1, actor=world.person, now=world.now)


@pytest.mark.proves("FX.3")
def test_a_stranger_is_not_told_that_the_case_exists(world: World) -> None:
    case = world.submitted()
    stranger = World(world.now)
    with pytest.raises(NotFound):
        case_file(stranger.person, case.number, now=world.now)
    with pytest.raises(MoveNotAllowed):
        cases.withdraw_case(case_id=case.pk, version=None, actor=stranger.person, now=world.now)


def test_what_is_wrong_is_told_field_by_field_and_nothing_is_lost(world: World) -> None:
    draft = world.draft()
    cases.save_answers(
        key=draft.key, answers={"floor_area": None}, version=None, actor=world.person, now=world.now
    )
    draft.papers.all()[0].delete()
    with pytest.raises(InvalidInput) as refusal:
        cases.submit_draft(key=draft.key, version=None, actor=world.person, now=world.now)
    fields = [problem.field for problem in refusal.value.problems]
    assert "form.floor_area" in fields
    assert any(field.startswith("materials.") for field in fields)
    assert Draft.objects.filter(key=draft.key).exists()
    assert not Case.objects.exists()


@pytest.mark.proves("F1.3")
def test_a_second_start_finds_the_first_draft(world: World) -> None:
    first = world.draft()
    again, is_new = cases.start_draft(
        version=first.item_version,
        applicant=world.applicant,
        region="511102",
        actor=world.person,
        now=world.now,
    )
    assert (again.pk, is_new) == (first.pk, False)


def test_withdrawing_ends_it_and_a_new_case_is_linked(world: World) -> None:
    case = world.submitted()
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert not OpenMatter.objects.exists()
    assert world.submitted().linked_to == case


@pytest.mark.proves("F3.12")
def test_a_denial_states_its_reasons(world: World) -> None:
    case = world.decided(Decision.DENY)
    assert case.decision == Decision.DENY
    assert "食品安全法" in case.reasons.reveal()
    assert "食品安全法" not in trail("case", case.number)[-1].body.decode()


@pytest.mark.proves("F5.5")
def test_progress_names_who_has_it(world: World) -> None:
    case = world.accept(world.submitted())
    assert progress_of(case).holder == "审查岗"
    world.do(cases.take_case, case, Role.REVIEWER)
    case.refresh_from_db()
    assert progress_of(case).holder == "王科员"
