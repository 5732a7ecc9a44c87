"""What becomes of other offices' tasks when their case ends, stands still or plans, or their office is no more (F5.2)."""

import datetime as dt

import pytest
from click.testing import CliRunner

from leyiban.cases import operations as cases
from leyiban.cases.flow import TASK_FLOW
from leyiban.cases.hearing.pauses import pause_case
from leyiban.cases.joint.errors import (
    NoSuccessor,
)
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries import (
    case_file,
    plan_of,
    tasks_at_my_posts,
)
from leyiban.cases.states import ClosingGround, TaskState
from leyiban.cli.exits import Exit
from leyiban.cli.tasks import move as move_command
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import WrongState
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.people.models import Agency, Post
from tests.cases.joint import (
    COUNTY_HEALTH,
    COUNTY_MARKET,
    JOINT,
    due_of,
    states,
    task_of,
    under_joint_review,
)
from tests.cases.world import World


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


@pytest.mark.proves("F5.2")
@pytest.mark.parametrize("ends", ["withdrawn", "terminated"])
def test_a_case_that_ends_takes_its_open_tasks_back(world: World, ends: str) -> None:
    case = under_joint_review(world)
    world.give(task_of(case, "health"))
    case.refresh_from_db()
    if ends == "withdrawn":
        cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    else:
        world.do(
            cases.terminate_case, case, Role.DECIDER, ground=ClosingGround.MATTER_GONE, reasons="不办了。"
        )
    assert states(case) == {"health": TaskState.GIVEN, "canteen": TaskState.RECALLED}
    assert not OpenMatter.objects.filter(kind=ReviewTask.KIND).exists()
    task = task_of(case, "canteen")
    assert matter_clocks(TASK_FLOW, task)["opinion.1"].stopped_at == world.now
    with pytest.raises(WrongState):
        world.sign_for(task)


def paused_for_hearing(world: World, case: Case) -> Case:
    """The notice of a hearing stands for the special procedure (R10)."""
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing))
    day = calendar_of(case.region).add_working_days(city_date(world.now), 8)
    cases.schedule_hearing(
        number=hearing.number,
        version=None,
        actor=world.officer(Role.REVIEWER, case.agency.uscc),
        now=world.now,
        appointed=cases.Appointed(
            opens_at=dt.datetime.combine(day, dt.time(10), CITY_TIME).astimezone(dt.UTC), place="听证室"
        ),
        chair=world.officer(Role.ISSUER, case.agency.uscc).pseudonym,
        closed_because=None,
    )
    pause_case(case.number, now=world.now)
    return Case.objects.get(pk=case.pk)


@pytest.mark.proves("F5.2")
@pytest.mark.parametrize(("procedure", "stops"), [("expert_review", True), ("hearing", False)])
def test_a_pause_of_the_case_stops_its_tasks_by_its_ground(world: World, procedure: str, stops: bool) -> None:
    case = under_joint_review(world)
    task, before = task_of(case, "health"), due_of(task_of(case, "health"))
    if procedure == "hearing":
        case = paused_for_hearing(world, case)
    else:
        case = world.do(cases.start_special, case, Role.REVIEWER, procedure=procedure)
    row = OpenMatter.objects.get(kind=ReviewTask.KIND, key=task.pk)
    assert row.paused is stops
    world.later(days=7)
    world.do(cases.end_special, case, Role.REVIEWER)
    task.refresh_from_db()
    assert (due_of(task) > before) is stops


@pytest.mark.proves("F5.2")
def test_a_round_that_begins_while_the_case_stands_still_begins_paused(world: World) -> None:
    case = under_joint_review(world)
    task = world.give(task_of(case, "health"), "not_competent", "这归教育局。")
    case.refresh_from_db()
    world.do(cases.start_special, case, Role.REVIEWER, procedure="expert_review")
    lead = world.officer(Role.CHECKER, case.agency.uscc)
    task = cases.return_task(
        number=task.number, version=None, reason="是你们的。", actor=lead, now=world.now
    ).matter
    row = OpenMatter.objects.get(kind=ReviewTask.KIND, key=task.pk)
    assert (row.paused, task.light) == (True, "blue")
    world.later(days=30)
    assert run_due(now=world.now) == 0, "nothing of it is late"
    world.do(cases.end_special, Case.objects.get(pk=case.pk), Role.REVIEWER)
    assert due_of(task) > world.now


@pytest.mark.proves("F5.2")
def test_the_plan_says_who_is_blocking_and_how_much_the_others_may_lose(world: World) -> None:
    case = under_joint_review(world)
    file = case_file(world.person, case.number, now=world.now)
    plan = plan_of(file.case, file.trail, now=world.now)
    assert plan is not None
    assert {line.key for line in plan.blocking} == {"site", "health"}
    slack = {line.key: line.placed.slack for line in plan.lines}
    assert (slack["site"], slack["health"], slack["canteen"]) == (0, 0, 2)
    assert plan.ends == 8 + 6 + 5  # the review was done on the day of acceptance

    world.give(task_of(case, "health"))
    case = world.check_site(Case.objects.get(pk=case.pk))
    plan = plan_of(case, trail(Case.KIND, case.number), now=world.now)
    assert plan is not None
    assert [line.key for line in plan.blocking] == ["canteen"]
    assert [line.office.zh for line in plan.blocking] == [task_of(case, "canteen").office_name]


def test_an_ordinary_case_has_no_plan_to_show(world: World) -> None:
    case = world.accept(world.submitted())
    assert plan_of(case, trail(Case.KIND, case.number), now=world.now) is None


def test_the_successor_of_an_office_gets_its_tasks_with_their_clocks(world: World) -> None:
    case = under_joint_review(world)
    task = world.sign_for(task_of(case, "health"))
    due, old = due_of(task), Agency.objects.get(uscc=COUNTY_HEALTH)
    assert (
        CliRunner().invoke(move_command, [COUNTY_HEALTH, COUNTY_HEALTH], standalone_mode=False).return_value
        == Exit.USAGE
    )
    made = CliRunner().invoke(move_command, [COUNTY_HEALTH, COUNTY_MARKET], standalone_mode=False)
    assert (made.return_value, made.output.split()[0]) == (Exit.DONE, "1")
    task.refresh_from_db()
    assert (task.office, task.received_by, due_of(task)) == (COUNTY_MARKET, None, due)
    assert [line.number for line in tasks_at_my_posts(world.at_office(task)) if line.number == task.number]
    again = CliRunner().invoke(move_command, [COUNTY_HEALTH, COUNTY_MARKET], standalone_mode=False)
    assert (again.return_value, again.output.split()[0]) == (Exit.DONE, "0")
    world.give(task)
    assert ReviewTask.objects.get(pk=task.pk).state == TaskState.GIVEN
    assert not old.review_tasks.exists()


def test_a_successor_does_not_get_what_silence_has_already_ended(world: World) -> None:
    """The due loop has not come by yet; what the rule has done by law stands before the move."""
    case = world.submitted(JOINT)
    case.limits["joint"]["silent"] = ["health"]
    case.save(update_fields=["limits"])
    case = world.opinion(world.accept(case, by=Role.REVIEWER), Role.REVIEWER)
    task = task_of(case, "health")
    moved = cases.hand_over_to_successor(
        agency=Agency.objects.get(uscc=COUNTY_HEALTH),
        successor=Agency.objects.get(uscc=COUNTY_MARKET),
        actor=system_actor(),
        now=due_of(task) + dt.timedelta(minutes=1),
    )
    task.refresh_from_db()
    assert (moved, task.state, task.office) == ([], TaskState.GIVEN, COUNTY_HEALTH)


def test_a_successor_without_the_post_takes_nothing(world: World) -> None:
    case = under_joint_review(world)
    task, bare = task_of(case, "health"), Agency.objects.get(uscc=COUNTY_MARKET)
    Post.objects.filter(agency=bare, role=Role.REVIEWER).update(valid_to=world.now.date())
    with pytest.raises(NoSuccessor):
        cases.hand_over_to_successor(
            agency=Agency.objects.get(uscc=COUNTY_HEALTH), successor=bare, actor=system_actor(), now=world.now
        )
    task.refresh_from_db()
    assert task.office == COUNTY_HEALTH
