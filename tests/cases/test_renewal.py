"""延续 [ALL art. 50]: asked for before the end, decided before the end, else granted by silence on the very last day."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.errors import (
    NoLicenceToRenew,
    RenewalNotYet,
    RenewalTooLate,
    RenewalUnderWay,
    WhichLicence,
)
from leyiban.cases.models import Case, Draft
from leyiban.cases.states import CaseState, Decision
from leyiban.catalogue.models import ItemVersion
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date, end_of_day
from tests.cases.world import COUNTY, FOOD_AGAIN, FREIGHT_AGAIN, World

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(now: dt.datetime) -> World:
    return World(now)


def days_from(world: World, days: int) -> dt.date:
    return city_date(world.now) + dt.timedelta(days=days)


def begun(world: World, item: str = FOOD_AGAIN, licence: str = "") -> Draft:
    version = ItemVersion.objects.in_use(city_date(world.now)).get(item__code=item)
    draft, _ = cases.start_draft(
        version=version,
        applicant=world.applicant,
        region=COUNTY,
        licence=licence,
        actor=world.person,
        now=world.now,
    )
    return draft


def silence(world: World, case: Case) -> Case:
    """The licence ends and the due loop comes by a little later."""
    assert case.earlier_until is not None
    run_due(now=end_of_day(case.earlier_until) + dt.timedelta(minutes=3))
    case.refresh_from_db()
    return case


@pytest.mark.proves("F6.6")
def test_nobody_decides_and_the_licence_is_renewed_on_its_very_last_day(world: World) -> None:
    licence = world.licence(until=days_from(world, 60))
    case = world.submitted(FOOD_AGAIN)
    assert (case.earlier_licence, case.deemed_at) == (licence.identifier, end_of_day(days_from(world, 60)))
    run_due(now=end_of_day(days_from(world, 60)) - dt.timedelta(seconds=1))
    case.refresh_from_db()
    assert case.decision == "", "not before the end"
    case = silence(world, case)
    assert (case.state, case.decision) == (CaseState.DECIDED, Decision.GRANT)
    assert case.decided_at is not None
    assert city_date(case.decided_at) == licence.valid_until
    entry = next(each for each in trail("case", case.number) if each.kind == "case.deemed_renewed/1")
    assert entry.facts.licence_until == licence.valid_until.isoformat()
    assert entry.facts.asked_on <= entry.facts.asked_by


def test_neither_a_pause_nor_an_extension_moves_the_end(world: World) -> None:
    world.licence("road-freight", until=days_from(world, 60))
    case = world.accept(world.submitted(FREIGHT_AGAIN))
    case = world.do(cases.extend_case, case, Role.DECIDER, reason="要等车辆检测结果。")
    case = world.do(cases.start_special, case, Role.REVIEWER, procedure="testing")
    assert case.state == CaseState.SPECIAL_PROCEDURE
    assert silence(world, case).decision == Decision.GRANT


def test_a_decision_before_the_end_is_the_decision(world: World) -> None:
    world.licence(until=days_from(world, 60))
    case = world.accept(world.submitted(FOOD_AGAIN))
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    case = world.decide(case, Decision.DENY)
    assert silence(world, case).decision == Decision.DENY


@pytest.mark.parametrize("what", ["owed", "false"])
def test_silence_grants_nothing_to_who_owes_papers_or_gave_false_ones(world: World, what: str) -> None:
    world.licence(until=days_from(world, 25))
    case = world.submitted(FOOD_AGAIN)
    case = world.ask_correction(case, "form.business_address") if what == "owed" else world.warned(case)
    case = silence(world, case)
    assert (case.decision, case.deemed_at) == ("", None)
    assert [each.kind for each in trail("case", case.number)].count("case.renewal_lapsed/1") == 1


def test_a_late_renewal_is_taken_without_protection_or_not_at_all(world: World) -> None:
    """The item says which: food is taken until the end, freight must apply anew."""
    world.licence(until=days_from(world, 10))
    world.licence("road-freight", until=days_from(world, 20))
    assert world.submitted(FOOD_AGAIN).deemed_at is None
    with pytest.raises(RenewalTooLate):
        begun(world, FREIGHT_AGAIN)


def test_it_is_asked_for_in_its_window_and_once(world: World) -> None:
    last_day = days_from(world, 200)
    licence = world.licence(until=last_day)
    with pytest.raises(RenewalNotYet):
        begun(world)
    calendar, day = calendar_of(COUNTY), last_day
    for _ in range(90):
        day -= dt.timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= dt.timedelta(days=1)
    world.now = end_of_day(day) - dt.timedelta(hours=8)
    assert begun(world).earlier_licence == licence.identifier
    case = world.submitted(FOOD_AGAIN)
    with pytest.raises(RenewalUnderWay) as refused:
        begun(world)
    assert case.number in str(refused.value)

    case = world.accept(case)
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    world.decide(case)
    with pytest.raises(RenewalUnderWay) as refused:  # granted, and the new licence is still being made
        begun(world)
    assert case.number in str(refused.value)


def test_only_ones_own_valid_licence_is_renewed(world: World, now: dt.datetime) -> None:
    with pytest.raises(NoLicenceToRenew):
        begun(world)
    own = world.licence(until=days_from(world, 60))
    stranger = World(now)
    with pytest.raises(NoLicenceToRenew):
        begun(stranger, licence=own.identifier)
    world.later(days=61)
    with pytest.raises(NoLicenceToRenew):
        begun(world)


def test_of_several_licences_one_is_chosen(world: World) -> None:
    first = world.licence(until=days_from(world, 60))
    second = world.licence(until=days_from(world, 70))
    with pytest.raises(WhichLicence):
        begun(world)
    for licence in (first, second):
        assert begun(world, licence=licence.identifier).earlier_licence == licence.identifier
    assert begun(world, licence=first.identifier) == begun(world, licence=first.identifier)


@pytest.mark.proves("F3.3")
def test_a_changed_company_has_one_licence(world: World) -> None:
    old = world.issued(world.decided(item="company-setup"))
    case = world.decided(item="company-change")
    assert case.earlier_licence == old.identifier
    new = world.issued(case)
    old.refresh_from_db()
    assert (old.status, new.replaces, new.number) == (LicenceStatus.REPLACED, old, old.number)
    (said,) = [each for each in trail("licence", old.identifier) if each.kind == "licence.replaced/1"]
    assert said.facts.by == new.identifier


def test_what_an_office_took_away_is_not_renewed_by_silence(world: World) -> None:
    licence = world.licence(until=days_from(world, 60))
    case = world.submitted(FOOD_AGAIN)
    told = {"licence": licence.identifier, "actor": system_actor(), "now": world.now}
    cases.lapse_renewals(**told)
    cases.lapse_renewals(**told)
    assert silence(world, case).decision == ""
    assert [each.kind for each in trail("case", case.number)].count("case.renewal_lapsed/1") == 1
