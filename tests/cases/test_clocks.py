"""Silence, lights and pauses: what the clock does by itself (R1, R4, R5, R10, R17)."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.errors import SpecialNotAllowed
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import WrongState
from leyiban.kernel.flows.timing import Timing
from leyiban.kernel.flows.writing import docket_row
from leyiban.kernel.ledger.queries import trail
from tests.cases.world import World

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def kinds_of(case: Case) -> list[str]:
    return [entry.kind for entry in trail("case", case.number)]


@pytest.mark.proves("F1.7")
def test_silence_for_five_working_days_is_acceptance_from_the_day_of_receipt(world: World) -> None:
    case = world.submitted()
    due = matter_clocks(CASE_FLOW, case)["acceptance.1"].due_at
    assert due is not None
    run_due(now=due)
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED, "the due moment itself is still in time"
    run_due(now=due + dt.timedelta(seconds=1))
    case.refresh_from_db()
    assert (case.state, case.acceptance_mode) == (CaseState.UNDER_REVIEW, "deemed")
    assert case.accepted_at == case.received_at
    accepted = next(entry for entry in trail("case", case.number) if entry.kind == "case.accepted/1")
    assert accepted.happened_at - due == dt.timedelta(microseconds=1)
    assert accepted.entered_at == due + dt.timedelta(seconds=1)


@pytest.mark.proves("F1.7")
def test_what_the_law_has_done_does_not_wait_for_the_loop(world: World) -> None:
    """A clerk acts after the limit, before any due loop ran: the case was accepted already."""
    case = world.submitted()
    world.later(days=20)
    with pytest.raises(WrongState):
        world.ask_correction(case, "form.floor_area")


def test_no_supplement_in_time_is_withdrawal(world: World) -> None:
    case = world.ask_correction(world.submitted(), "form.floor_area")
    run_due(now=world.now + dt.timedelta(days=45))
    case.refresh_from_db()
    assert case.state == CaseState.DEEMED_WITHDRAWN
    assert not OpenMatter.objects.exists()


def test_a_missed_first_answer_is_on_record_once(world: World) -> None:
    case = world.submitted()
    for days in (3, 3.5):
        run_due(now=world.now + dt.timedelta(days=days))
    entries = [entry for entry in trail("case", case.number) if entry.kind == "case.light_changed/1"]
    assert [entry.facts.clock for entry in entries if entry.facts.light == "red"] == ["first_answer.1"]


@pytest.mark.proves("F5.1", "M5.2")
def test_lights_change_once_each_and_in_order(world: World) -> None:
    case = world.accept(world.submitted())
    for _ in range(3):
        run_due(now=world.now + dt.timedelta(days=90))
    lights = [e.facts.light for e in trail("case", case.number) if e.kind == "case.light_changed/1"]
    assert lights == ["amber", "red", "black"]


@pytest.mark.proves("F5.1")
def test_a_pause_needs_a_listed_ground_and_moves_the_date(world: World) -> None:
    case = world.accept(world.submitted("public-place-hygiene"))
    before = matter_clocks(CASE_FLOW, case)["promised"].due_at
    with pytest.raises(SpecialNotAllowed):
        world.do(cases.start_special, case, Role.REVIEWER, procedure="auction")
    listed = case.limits["pause_grounds"][0]
    case = world.do(cases.start_special, case, Role.REVIEWER, procedure=listed)
    assert OpenMatter.objects.get(number=case.number).paused
    world.later(days=7)
    case = world.do(cases.end_special, case, Role.REVIEWER)
    after = matter_clocks(CASE_FLOW, case)["promised"].due_at
    assert before is not None
    assert after is not None
    assert after > before


def test_a_withdrawn_notice_costs_the_applicant_no_day(world: World) -> None:
    case = world.submitted()
    due = matter_clocks(CASE_FLOW, case)["acceptance.1"].due_at
    case = world.ask_correction(case, "form.floor_area")
    world.later(days=1)
    case = world.do(cases.withdraw_correction, case, Role.WINDOW_CLERK)
    assert matter_clocks(CASE_FLOW, case)["acceptance.2"].due_at == due


def test_the_docket_can_be_rebuilt_without_a_difference(world: World) -> None:
    world.submitted()
    other = World(world.now)
    other.staff = world.staff
    other.accept(other.submitted())
    rows = list(OpenMatter.objects.all())
    assert len(rows) == 2
    for row in rows:
        matter = Case.objects.get(pk=row.key)
        rebuilt = docket_row(CASE_FLOW, matter, Timing.of(matter, CASE_FLOW.lights(matter)))
        assert rebuilt is not None
        names = [each.name for each in OpenMatter._meta.fields if each.name != "id"]
        assert {n: getattr(row, n) for n in names} == {n: getattr(rebuilt, n) for n in names}
