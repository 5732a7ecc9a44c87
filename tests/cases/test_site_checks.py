"""R6 [ALL art. 34]: what can be decided at once is, and what must be looked at is looked at by several officers."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.errors import (
    CheckTimeWrong,
    NotAtOnce,
    OfficerUnknown,
    RecorderAbsent,
    SiteCheckAhead,
    TaskIsSiteCheck,
    TooFewOfficers,
)
from leyiban.cases.models import Case, Opinion, SiteCheck
from leyiban.cases.queries import work_list
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role
from leyiban.kernel.flows.errors import MoveNotAllowed
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from tests.cases.world import World
from tests.support.specimen import specimen

pytestmark = pytest.mark.usefixtures("db")
SALES = {"business_kind": "food_sales"}  # nobody goes to look at a shop that only sells


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


@pytest.fixture
def on_site(world: World) -> Case:
    """A restaurant whose papers are looked over: now somebody has to go there."""
    return world.opinion(world.accept(world.submitted()), Role.REVIEWER)


def shop(world: World) -> Case:
    rules = ItemVersion.objects.in_use(city_date(world.now)).get(item__code="food-business-new").rulefile
    answers = {**specimen(rules, today=city_date(world.now)), **SALES}
    answers.pop("central_kitchen", None)
    return world.submitted(answers=answers)


@pytest.mark.proves("M5.2")
def test_it_counts_when_everybody_who_was_there_has_signed(world: World, on_site: Case) -> None:
    decider = world.officer(Role.DECIDER)
    three = [world.officer(role).pseudonym for role in (Role.REVIEWER, Role.CHECKER, Role.DECIDER)]
    case = world.record_site(on_site, officers=three)
    assert case.task == "site"
    assert case.number in [item.number for item in work_list(decider)], "his signature is waited for"
    with pytest.raises(MoveNotAllowed):
        world.do(cases.sign_site_check, case, Role.REVIEWER)  # wrote it, and signed thereby

    case = world.do(cases.sign_site_check, case, Role.CHECKER)
    assert (case.task, case.signers) == ("site", [decider.account_id])
    case = world.do(cases.sign_site_check, case, Role.DECIDER)

    assert (case.task, case.signers) == ("check", [])
    record = SiteCheck.objects.get(case=case)
    assert record.signed_at == world.now
    assert record.officers.filter(signed_at=world.now).count() == 3
    opinion = Opinion.objects.get(case=case, task="site")
    assert opinion.text.reveal() == "嘉定中路88号1楼\n现场和布局图一致,生熟分开。"
    facts = {entry.kind: entry.facts for entry in trail("case", case.number)}
    assert facts["case.site_check_recorded/1"].officers == tuple(sorted(three))
    assert facts["case.site_check_signed/1"].missing == 1
    assert facts["case.site_check_completed/1"].officers == 3


@pytest.mark.proves("M5.2")
def test_nobody_checks_alone_nor_for_others(world: World, on_site: Case) -> None:
    reviewer, checker = (world.officer(role).pseudonym for role in (Role.REVIEWER, Role.CHECKER))
    elsewhere = world.officer(Role.REVIEWER, "11511111008501029L").pseudonym
    for officers, refusal in (
        ([reviewer], TooFewOfficers),
        ([reviewer, reviewer], OfficerUnknown),
        ([reviewer, world.officer(Role.WINDOW_CLERK).pseudonym], OfficerUnknown),
        ([reviewer, elsewhere], OfficerUnknown),
        ([checker, world.officer(Role.DECIDER).pseudonym], RecorderAbsent),
    ):
        with pytest.raises(refusal):
            world.record_site(on_site, officers=officers)
    for wrong in (on_site.accepted_at - dt.timedelta(minutes=2), world.now + dt.timedelta(minutes=1)):
        with pytest.raises(CheckTimeWrong):
            world.record_site(on_site, checked_at=wrong)
    assert not SiteCheck.objects.exists()


@pytest.mark.proves("M5.2")
def test_no_way_leads_round_it(world: World, on_site: Case) -> None:
    """Neither an opinion of one nor the chief representative's right to shorten the chain."""
    with pytest.raises(TaskIsSiteCheck):
        world.do(
            cases.give_opinion,
            on_site,
            Role.REVIEWER,
            conclusion="agree",
            points=world.points(on_site),
            text="好",
        )
    case = world.record_site(on_site)
    with pytest.raises(SiteCheckAhead):
        world.decide(case)
    case = world.do(cases.send_back, case, Role.REVIEWER, to_task="review", text="补看冷藏设备")
    with pytest.raises(SiteCheckAhead):
        world.decide(case)
    assert SiteCheck.objects.get(case=case).voided_at == world.now, "what was not signed is void"
    assert world.decide(world.check_site(world.opinion(case, Role.REVIEWER))).state == CaseState.DECIDED


def test_a_record_written_anew_voids_the_one_that_waits(world: World, on_site: Case) -> None:
    world.record_site(on_site)
    case = world.record_site(on_site, findings="冷藏柜是坏的。", conclusion="disagree")
    old, new = SiteCheck.objects.filter(case=case).order_by("number")
    assert (old.voided_at, new.voided_at) == (world.now, None)
    case = world.do(cases.sign_site_check, case, Role.CHECKER)
    assert Opinion.objects.get(case=case, task="site").conclusion == "disagree"


@pytest.mark.proves("M5.2", "M4.2")
def test_what_can_be_decided_at_once_is_in_one_sitting(world: World) -> None:
    """No item of its own kind is needed: complete, in legal form, nothing to go and see."""
    case = world.decide(shop(world))
    assert [entry.kind for entry in trail("case", case.number)] == ["case.submitted/1", "case.decided/1"]
    assert case.accepted_at == case.decided_at == world.now
    assert set(Opinion.objects.get(case=case).points) == {
        "same_name", "items_fit", "manager_named", "opinion_founded"
    }, "every point of the chain was looked at"  # fmt: skip


@pytest.mark.proves("M5.2")
def test_what_needs_a_look_or_a_chain_is_not_decided_on_the_spot(world: World) -> None:
    with pytest.raises(NotAtOnce):
        world.decide(world.submitted())  # a restaurant is looked at
    with pytest.raises(NotAtOnce):
        world.decide(world.submitted("public-place-hygiene"))  # its chain may not be shortened
