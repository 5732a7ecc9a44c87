"""What somebody tried who knows the code: each test is an attack that once worked."""

import datetime as dt

import pytest
from django.test import Client

from leyiban.cases import operations as cases
from leyiban.cases.errors import DraftGone, NoAuthority
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import draft_for, my_drafts, reusable_papers, visible_to
from leyiban.cases.telling import listeners
from leyiban.credentials import queries as licences
from leyiban.kernel import moments
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import MoveNotAllowed
from leyiban.messages.queries import inbox_of
from leyiban.people import operations as people
from leyiban.people.models import Account, Mandate, Party, PostHolding, Power
from leyiban.people.models.mandate import Capacity
from tests.cases.world import FOOD, World
from tests.people.people import MANDATES, acting, party_of, person, proven, scope

pytestmark = pytest.mark.usefixtures("db")

OTHER = "public-place-hygiene"


@pytest.fixture
def world(now: dt.datetime) -> World:
    return World(now)


@pytest.fixture
def agent(db: None, now: dt.datetime) -> Account:
    return proven(now, name="赵经办", level=3)


def authorised(world: World, agent: Account, body: Party, **given: object) -> Mandate:
    """The head lets the agent act for his body; the agent accepts."""
    named = party_of(agent)
    assert named.id_number is not None
    proposed = people.propose_operator(
        body=body,
        operator=person(named.name, named.id_number.reveal()),
        scope=scope(world.now, **given),  # type: ignore[arg-type]
        policy=MANDATES,
        actor=world.person,
        now=world.now,
    )
    return people.confirm_mandate(key=proposed.key, actor=acting(agent, world.now), now=world.now)


def may_fill(actor: Actor, draft: Draft, now: dt.datetime) -> bool:
    try:
        draft_for(actor, draft.key, now=now)
    except DraftGone:
        return False
    return True


# ── acting for a principal without the power ─────────────────────────────────────────────────────────────


@pytest.mark.proves("F7.2")
def test_a_power_to_collect_takes_no_application_back(world: World, agent: Account) -> None:
    case = world.submitted()
    authorised(world, agent, world.applicant, powers=(Power.COLLECT,))
    collector = acting(agent, world.now)

    assert visible_to(collector).filter(pk=case.pk).exists()
    assert not CASE_FLOW.next_moves(case, matter_clocks(CASE_FLOW, case), collector)
    with pytest.raises(MoveNotAllowed):
        cases.withdraw_case(case_id=case.pk, version=None, actor=collector, now=world.now)


@pytest.mark.proves("F7.2")
def test_a_power_to_collect_opens_changes_and_discards_no_draft(world: World, agent: Account) -> None:
    draft = world.draft()
    authorised(world, agent, world.applicant, powers=(Power.COLLECT,))
    collector = acting(agent, world.now)

    assert not may_fill(collector, draft, world.now)
    with pytest.raises(DraftGone):
        cases.discard_draft(key=draft.key, actor=collector)
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.proves("F7.2", "FX.3")
def test_a_mandate_for_one_item_opens_nothing_of_another(world: World, agent: Account) -> None:
    case, draft = world.submitted(), world.draft()
    authorised(world, agent, world.applicant, items=(OTHER,))
    stranger = acting(agent, world.now)

    assert not visible_to(stranger).filter(pk=case.pk).exists()
    assert not may_fill(stranger, draft, world.now)
    assert inbox_of(actor=stranger) == []
    assert not licences.visible_to(stranger).exists()
    rules = draft.item_version.rulefile
    assert reusable_papers(stranger, draft, rules.materials, now=world.now) == {}
    with pytest.raises(MoveNotAllowed):
        cases.withdraw_case(case_id=case.pk, version=None, actor=stranger, now=world.now)


def test_a_mandate_for_the_item_still_opens_what_it_names(world: World, agent: Account) -> None:
    case, draft = world.submitted(), world.draft()
    authorised(world, agent, world.applicant, items=(FOOD,))
    operator = acting(agent, world.now)

    assert visible_to(operator).get() == case
    assert may_fill(operator, draft, world.now)
    cases.withdraw_case(case_id=case.pk, version=None, actor=operator, now=world.now)


@pytest.mark.proves("F7.2")
def test_a_draft_is_closed_to_an_operator_whose_mandate_ended(world: World, agent: Account) -> None:
    mandate = authorised(world, agent, world.applicant)
    operator = acting(agent, world.now)
    version = world.draft().item_version
    begun, is_new = cases.start_draft(
        version=version, applicant=world.applicant, region="511102", actor=operator, now=world.now
    )
    assert is_new
    assert begun in my_drafts(operator)
    people.end_mandate(key=mandate.key, actor=world.person, now=world.now)

    former = acting(agent, world.now)
    assert my_drafts(former) == []
    assert not may_fill(former, begun, world.now)
    with pytest.raises((DraftGone, NoAuthority)):
        cases.submit_draft(key=begun.key, version=None, actor=former, now=world.now)


@pytest.mark.proves("F7.2", "FX.3")
def test_a_former_operator_sees_and_hears_no_more_of_the_cases_he_filed(world: World, agent: Account) -> None:
    mandate = authorised(world, agent, world.applicant)
    draft = world.draft()
    Draft.objects.filter(pk=draft.pk).update(account=agent, operator=party_of(agent))
    operator = acting(agent, world.now)
    case = cases.submit_draft(key=draft.key, version=None, actor=operator, now=world.now).matter
    assert visible_to(operator).get() == case
    assert party_of(agent) in listeners(Case.objects.get(pk=case.pk), now=world.now)
    people.end_mandate(key=mandate.key, actor=world.person, now=world.now)

    assert not visible_to(acting(agent, world.now)).exists()
    assert listeners(Case.objects.get(pk=case.pk), now=world.now) == [case.applicant]
    with pytest.raises(MoveNotAllowed):
        cases.withdraw_case(case_id=case.pk, version=None, actor=acting(agent, world.now), now=world.now)


@pytest.mark.proves("F7.2", "FX.3")
def test_who_acts_for_an_operator_learns_nothing_of_his_firm(world: World, agent: Account) -> None:
    """The operator's grandson does errands for him; the firm never heard of the grandson."""
    authorised(world, agent, world.applicant)
    draft = world.draft()
    Draft.objects.filter(pk=draft.pk).update(account=agent, operator=party_of(agent))
    case = cases.submit_draft(
        key=draft.key, version=None, actor=acting(agent, world.now), now=world.now
    ).matter
    assert Case.objects.get(pk=case.pk).operator == party_of(agent)
    grandson = proven(world.now, name="赵小宝", level=2)
    named = party_of(grandson)
    assert named.id_number is not None
    offered = people.authorise_agent(
        agent=person(named.name, named.id_number.reveal()),
        capacity=Capacity.RELATIVE,
        scope=scope(world.now),
        policy=MANDATES,
        actor=acting(agent, world.now),
        now=world.now,
    )
    people.confirm_mandate(key=offered.key, actor=acting(grandson, world.now), now=world.now)

    assert not visible_to(acting(grandson, world.now)).exists()


@pytest.mark.proves("FX.3")
def test_a_clerk_who_left_the_window_opens_no_draft_he_was_handed(world: World) -> None:
    draft = world.draft()
    clerk = world.officer(Role.WINDOW_CLERK)
    cases.take_over_draft(code=draft.handover_code, actor=clerk)
    assert may_fill(clerk, draft, world.now)
    PostHolding.objects.filter(account_id=clerk.account).delete()

    assert not may_fill(world.officer(Role.WINDOW_CLERK), draft, world.now)


# ── through the pages ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.proves("M3.12")
def test_another_spelling_of_a_mobile_wins_no_further_tries_of_a_query_code(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    browser, mobile = Client(), "13900000021"
    spellings = [f"{mobile[:cut]}-{mobile[cut:]}" for cut in range(1, 8)]
    spellings += [mobile, f"+86{mobile}", f"{mobile[:3]} {mobile[3:]}"]
    for spelling in spellings:
        answer = browser.post("/progress", {"case_no": spelling, "query_code": "000000"})
        assert answer.status_code == 404
    assert browser.post("/progress", {"case_no": "1--3900000021", "query_code": "0"}).status_code == 429


def test_a_digit_that_is_no_number_is_nobodys_paper(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "now", lambda: world.now)
    draft, browser = world.draft(), Client(raise_request_exception=False)
    browser.force_login(world.citizen, backend="leyiban.people.backends.PeopleBackend")
    for typed in ("²", "٣", "9" * 30):
        answer = browser.post(f"/drafts/{draft.key}/papers", {"remove": typed})
        assert answer.status_code < 500


@pytest.mark.parametrize("far", ["0001-01-01T00:00:00%2B23:59", "2026-03-09T00:00:00%2B23:59", "%00"])
def test_a_list_that_begins_nowhere_is_no_outage(
    world: World, monkeypatch: pytest.MonkeyPatch, far: str
) -> None:
    """What the database cannot read once looked like a site under repair, with an alarm for each request."""
    monkeypatch.setattr(moments, "now", lambda: world.now)
    clerk = world.officer(Role.WINDOW_CLERK).account
    for account, path in (
        (world.citizen, f"/me/messages?before={far}~x"),
        (Account.objects.get(pk=clerk), f"/workbench?after={far}~1"),
    ):
        browser = Client(raise_request_exception=False)
        browser.force_login(account, backend="leyiban.people.backends.PeopleBackend")
        assert browser.get(path).status_code == (400 if far == "%00" else 200)


def test_a_name_that_nobody_can_type_is_no_outage(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    browser = Client(raise_request_exception=False)
    for path, typed in (
        ("/sign-in/password", {"username": "a\0b", "password": "x"}),
        ("/progress", {"case_no": "LS\0", "query_code": "1"}),
        ("/licences/x%00", {}),
    ):
        assert browser.post(path, typed).status_code == 400
    assert browser.get("/search?q=%00").status_code == 400
