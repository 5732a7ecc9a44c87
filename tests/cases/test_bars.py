"""R14 [ALL art. 78]: false papers are refused with a warning, and where safety is at stake nobody applies again soon."""

import datetime as dt
from dataclasses import replace

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.bar.errors import ApplicationBarred, BarGone, ObjectedBefore, ObjectionNeedsWords
from leyiban.cases.errors import FalsehoodFound, FalsehoodNotFound, FalsehoodStands, NotWarned, OwnCase
from leyiban.cases.models import Bar, Case
from leyiban.cases.states import BarGround, BarState, CaseState, Decision, RefusalGround
from leyiban.kernel.actors import MandateHeld, Role, system_actor
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from leyiban.people.models import Party
from tests.cases.world import World
from tests.people.people import acting, enterprise_of, proven

pytestmark = pytest.mark.usefixtures("db")
WORDS = "租赁合同是假的,出租人没有签过。"
UNGUARDED = "company-setup"  # a licence that guards neither safety nor health


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def warned(world: World, case: Case | None = None) -> Case:
    return world.warned(case or world.submitted(), WORDS)


def a_year_on(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1)


def another(world: World) -> Party:
    return enterprise_of(world.citizen, world.now, name="嘉州大馆")


@pytest.mark.proves("F6.6")
def test_false_papers_lead_to_a_warning_a_refusal_and_a_bar(world: World) -> None:
    refusal = {"ground": RefusalGround.FALSE_MATERIALS, "reasons": WORDS, "right_agency": None}
    case = world.submitted()
    with pytest.raises(FalsehoodNotFound):
        world.do(cases.refuse_case, case, Role.REVIEWER, **refusal)
    with pytest.raises(MoveNotAllowed):
        world.do(cases.warn_applicant, case, Role.REVIEWER, reasons=WORDS)
    case = warned(world, case)
    for forbidden in (lambda: world.accept(case), lambda: warned(world, case)):
        with pytest.raises((FalsehoodStands, FalsehoodFound)):
            forbidden()
    case = world.do(cases.refuse_case, case, Role.REVIEWER, **refusal)

    assert case.state == CaseState.REFUSED
    bar = Bar.objects.get(case=case)
    assert (bar.party, bar.until) == (case.applicant, a_year_on(city_date(world.now)))
    assert [
        entry.facts.barred_until for entry in trail("case", case.number) if entry.kind == "case.warned/1"
    ] == [bar.until.isoformat()]
    (imposed,) = trail("application_bar", bar.number)
    assert (imposed.facts.rule, imposed.facts.case) == ("licence.false_material_ban", case.number)


@pytest.mark.proves("F6.6")
def test_what_was_taken_up_can_only_be_denied(world: World) -> None:
    case = world.accept(world.submitted())
    case = world.check_site(world.opinion(case, Role.REVIEWER))
    case = warned(world, case)
    with pytest.raises(FalsehoodStands):
        world.decide(case)
    assert world.decide(case, Decision.DENY).decision == Decision.DENY


@pytest.mark.proves("F6.6")
def test_the_gate_says_why_from_what_and_until_when_and_opens_by_itself(world: World) -> None:
    case = world.submitted()
    begun = world.draft()
    warned(world, case)
    bar = Bar.objects.get()
    with pytest.raises(ApplicationBarred) as refused:
        cases.submit_draft(key=begun.key, version=None, actor=world.person, now=world.now)
    said = str(refused.value)
    assert all(part in said for part in (f"{bar.until:%Y}年", case.number, "食品", "虚假材料"))
    assert world.submitted("public-place-hygiene"), "another licence is another matter"
    own, world.applicant = world.applicant, another(world)
    assert world.draft(), "and so is another applicant, whoever heads it"

    world.applicant, world.now = own, world.now + dt.timedelta(days=366)
    with pytest.raises(ApplicationBarred):  # the last day itself still counts
        world.now = dt.datetime.combine(bar.until, dt.time(15, 59), dt.UTC)
        world.draft()
    world.later(minutes=2)
    assert world.draft()
    run_due(now=world.now)
    bar.refresh_from_db()
    assert (bar.state, OpenMatter.objects.filter(kind=Bar.KIND).exists()) == (BarState.ENDED, False)


@pytest.mark.proves("F6.6")
def test_one_objection_is_answered_by_the_office_and_may_lift_it(world: World) -> None:
    warned(world)
    bar = Bar.objects.get()
    stranger = acting(proven(world.now, name="李丽", level=3), world.now)
    with pytest.raises(BarGone):
        cases.object_to_bar(number=bar.number, words="不对", actor=stranger, now=world.now)
    for_one_item = MandateHeld(party_id=bar.party_id, items=frozenset({UNGUARDED}), powers=frozenset())
    helper = replace(stranger, parties=stranger.parties | {bar.party_id}, mandates=(for_one_item,))
    with pytest.raises(BarGone):
        cases.object_to_bar(number=bar.number, words="不对", actor=helper, now=world.now)
    with pytest.raises(ObjectionNeedsWords):
        cases.object_to_bar(number=bar.number, words=" ", actor=world.person, now=world.now)
    cases.object_to_bar(number=bar.number, words="合同是真的,附公证书。", actor=world.person, now=world.now)
    row = OpenMatter.objects.get(kind=Bar.KIND)
    assert row.red_at is not None and row.red_at > world.now, "the office has a limit to answer in"
    with pytest.raises(ApplicationBarred):
        world.draft()
    with pytest.raises(WrongState):
        cases.object_to_bar(number=bar.number, words="再说一次", actor=world.person, now=world.now)
    elsewhere = world.officer(Role.DECIDER, "11511111008501029L")
    answer = {"number": bar.number, "version": None, "words": "公证书属实。", "now": world.now}
    with pytest.raises(BarGone):
        cases.answer_bar(**answer, lifts=True, actor=elsewhere)

    cases.answer_bar(**answer, lifts=True, actor=world.officer(Role.DECIDER))

    bar.refresh_from_db()
    assert (bar.state, bar.answer.reveal()) == (BarState.LIFTED, "公证书属实。")
    assert [entry.kind for entry in trail("application_bar", bar.number)][1:] == [
        "application_bar.objected/1",
        "application_bar.answered/1",
    ]
    assert world.draft()


def test_a_bar_that_was_kept_is_objected_to_no_more(world: World) -> None:
    warned(world)
    bar = Bar.objects.get()
    cases.object_to_bar(number=bar.number, words="不对", actor=world.person, now=world.now)
    world.later(days=30)
    run_due(now=world.now)
    bar.refresh_from_db()
    assert bar.light == "red", "a late answer shows"
    officer = world.officer(Role.DECIDER)
    cases.answer_bar(
        number=bar.number, version=None, lifts=False, words="出租人否认。", actor=officer, now=world.now
    )
    with pytest.raises(ObjectedBefore):
        cases.object_to_bar(number=bar.number, words="还是不对", actor=world.person, now=world.now)
    with pytest.raises(ApplicationBarred):
        world.draft()


@pytest.mark.parametrize("lifts", [True, False])
def test_nobody_answers_an_objection_in_his_own_case(world: World, *, lifts: bool) -> None:
    """回避: a decider who is himself the operator that handed the case in."""
    warned(world)
    bar = Bar.objects.get()
    cases.object_to_bar(number=bar.number, words="不对", actor=world.person, now=world.now)
    himself = replace(world.officer(Role.DECIDER), account_id=world.citizen.pk)
    with pytest.raises(OwnCase):
        cases.answer_bar(
            number=bar.number, version=None, lifts=lifts, words="好。", actor=himself, now=world.now
        )
    bar.refresh_from_db()
    assert bar.state == BarState.OBJECTED


@pytest.mark.proves("F6.6")
def test_a_finding_that_was_wrong_is_taken_back_and_the_case_goes_on(world: World) -> None:
    """By the office itself, or because an objection was right; and what is found anew is barred anew."""
    case = warned(world)
    case = world.do(cases.withdraw_warning, case, Role.DECIDER, reasons="出租人当面认了。")
    assert (case.false_materials, Bar.objects.get().state) == (False, BarState.LIFTED)
    with pytest.raises(NotWarned):
        world.do(cases.withdraw_warning, case, Role.DECIDER, reasons="再收一次。")
    case = warned(world, case)
    bar = Bar.objects.get(state=BarState.IN_FORCE)
    cases.object_to_bar(number=bar.number, words="合同是真的。", actor=world.person, now=world.now)
    cases.answer_bar(
        number=bar.number,
        version=None,
        lifts=True,
        words="公证书属实。",
        actor=world.officer(Role.DECIDER),
        now=world.now,
    )
    case.refresh_from_db()
    assert not case.false_materials
    assert world.accept(case).state == CaseState.UNDER_REVIEW


@pytest.mark.parametrize("ground", list(BarGround))
def test_a_case_filed_before_its_item_was_known_to_guard_safety_is_barred_too(
    world: World, ground: BarGround
) -> None:
    case = world.submitted()
    del case.limits["bans"]
    case.save(update_fields=["limits"])
    if ground is BarGround.FRAUD:
        cases.bar_for_fraud(
            case_number=case.number, licence="L1", reasons=WORDS, actor=system_actor(), now=world.now
        )
    else:
        warned(world, case)
    today = city_date(world.now)
    years = 3 if ground is BarGround.FRAUD else 1
    assert Bar.objects.get().until == today.replace(year=today.year + years)


def test_where_nothing_but_money_is_at_stake_a_warning_is_all(world: World) -> None:
    case = world.submitted(UNGUARDED)
    case = warned(world, case)
    assert case.false_materials
    assert not Bar.objects.exists()
    assert world.draft(UNGUARDED)
