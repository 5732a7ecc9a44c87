"""Other offices in a case (R8, M5.3–M5.7, F5.2, F5.3): taken in below, reviewed side by side, handed over by name."""

import datetime as dt

import pytest
from click.testing import CliRunner

from leyiban.cases import operations as cases
from leyiban.cases.flow import TASK_FLOW
from leyiban.cases.hearing.pauses import pause_case
from leyiban.cases.joint.errors import (
    ConclusionNotOffered,
    DissentUnanswered,
    MaterialsAskedTwice,
    NoSuccessor,
    NotSignedFor,
    OfficesStillReviewing,
    SignedForAlready,
)
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries import (
    case_file,
    overdue_under_my_lead,
    plan_of,
    task_file,
    tasks_at_my_posts,
    visible_to,
)
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState, ClosingGround, Decision, TaskState
from leyiban.catalogue.models import ItemVersion
from leyiban.cli.exits import Exit
from leyiban.cli.tasks import move as move_command
from leyiban.kernel.actors import Role, clock_actor, system_actor
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.models import Document
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.people.models import Agency, Post
from tests.cases.shelf import printed
from tests.cases.world import World
from tests.support.specimen import specimen
from tests.support.working import Worker

UP, JOINT = "special-equipment-use", "kindergarten-setup"
COUNTY_MARKET, CITY_MARKET = "11511102008501010N", "11511100008501002Y"
COUNTY_HEALTH = "115111020085020137"


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def taken_in_below(world: World) -> Case:
    return world.accept(world.submitted(UP))


def under_joint_review(world: World) -> Case:
    """The kindergarten whose office has looked; health and market bureaus have their turn."""
    case = world.accept(world.submitted(JOINT), by=Role.REVIEWER)
    return world.opinion(case, Role.REVIEWER)


def task_of(case: Case, key: str) -> ReviewTask:
    return case.review_tasks.get(key=key)


def states(case: Case) -> dict[str, str]:
    return dict(case.review_tasks.order_by("pk").values_list("key", "state"))


def due_of(task: ReviewTask) -> dt.datetime:
    due = matter_clocks(TASK_FLOW, task)[f"opinion.{task.round}"].due_at
    assert due is not None
    return due


# ── taken in below, decided above ─────────────────────────────────────────────────────────────────────────


@pytest.mark.proves("M5.5", "M5.6", "F5.3")
def test_the_county_takes_in_pre_reviews_and_hands_up_to_the_city(world: World) -> None:
    """M5.5, M5.6: the department of preliminary review takes in for the others and forwards in time."""
    case = world.submitted(UP)
    assert (case.agency.uscc, case.taken_in_by and case.taken_in_by.uscc) == (CITY_MARKET, COUNTY_MARKET)
    clerk = world.officer(Role.WINDOW_CLERK, COUNTY_MARKET)
    assert case.owner_post_id in {post.post_id for post in clerk.posts}
    assert visible_to(clerk).filter(pk=case.pk).exists()
    with pytest.raises(MoveNotAllowed):
        world.do(cases.accept_case, case, Role.WINDOW_CLERK)  # the city's own window does not have it

    case = world.accept(case)
    task = task_of(case, "county_review")
    assert (task.office, task.state) == (COUNTY_MARKET, TaskState.OPEN)
    with pytest.raises(OfficesStillReviewing):
        world.do(
            cases.give_opinion,
            case,
            Role.REVIEWER,
            conclusion="agree",
            points=world.points(case),
            text="好。",
        )
    world.later(hours=3)
    task = world.sign_for(task)
    world.later(hours=5)
    world.give(task)

    file = task_file(world.officer(Role.REVIEWER, COUNTY_MARKET), task.number, now=world.now)
    told = [(hop.kind.value, file.names[hop.by], hop.dwelt) for hop in file.hops]
    assert told == [
        ("handed_over", "window_clerk 某", dt.timedelta(hours=3)),
        ("received", "王科员", dt.timedelta(hours=5)),
        ("given", "王科员", None),
    ]
    case.refresh_from_db()
    case = world.decide(world.opinion(world.opinion(case, Role.REVIEWER), Role.CHECKER))
    assert case.state == CaseState.DECIDED


@pytest.mark.proves("M5.6")
def test_the_city_never_asks_for_what_the_county_took_in(world: World) -> None:
    """R8 [ALL art. 35]: refused with the clause, before acceptance and after."""
    case = world.submitted(UP)
    defects = [Defect("form.model", "不清楚", "请重填")]
    for operation, other in (
        (cases.request_again, {"reason": "要再看"}),
        (cases.notify_correction, {}),
    ):
        with pytest.raises(MaterialsAskedTwice) as refused:
            world.do(operation, case, Role.DECIDER, defects=defects, **other)
        assert "第三十五条" in str(refused.value.message)
    case = world.accept(case)
    with pytest.raises(MaterialsAskedTwice):
        world.do(cases.notify_correction, case, Role.REVIEWER, defects=defects)


@pytest.mark.committed
@pytest.mark.proves("M5.6", "F5.3")
def test_the_hand_over_sheet_counts_and_is_sealed_by_the_county(db: None, now: dt.datetime) -> None:
    world, worker = World(now), Worker()
    case = taken_in_below(world)
    task = world.give(task_of(case, "county_review"), text="设备在,材料对得上。")
    worker.settle(now=world.now)
    sheet = Document.objects.get(template="handover_sheet")
    assert (sheet.matter_kind, sheet.matter_key, sheet.state) == ("review_task", task.number, "made")
    facts = {fact["label"]: fact["value"] for fact in sheet.data["facts"]}
    count = len(sheet.data["materials"])
    assert facts["材料"] == f"{count}种，{case.papers.handed_in().count()}件，{count}页"
    assert facts["初审单位"] == Agency.objects.get(uscc=COUNTY_MARKET).name
    assert sheet.data["opinion"] == ["设备在,材料对得上。"]
    assert case.papers.filter(document=sheet).exists()
    paper = printed(sheet)
    assert paper.seal_good
    assert "移交人王科员" in paper.text
    assert "不得要求申请人重复提供申请材料" in paper.text
    reader = world.officer(Role.DECIDER, CITY_MARKET)
    assert "handover_sheet" in {link.slot for link in case_file(reader, case.number, now=world.now).issued}
    applicant = case_file(world.person, case.number, now=world.now)
    assert "handover_sheet" not in {link.slot for link in applicant.issued}


# ── side by side ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.proves("M5.3", "M5.4", "F5.2")
def test_tasks_of_one_stage_start_together_and_the_case_waits_for_all(world: World) -> None:
    """M5.3, M5.4, F5.2: started in time, side by side; the lead keeps the case."""
    case = world.accept(world.submitted(JOINT), by=Role.REVIEWER)
    assert states(case) == {"health": TaskState.WAITING, "canteen": TaskState.WAITING}
    assert not any(matter_clocks(TASK_FLOW, task) for task in case.review_tasks.all())
    world.later(hours=2)
    case = world.opinion(case, Role.REVIEWER)
    assert states(case) == {"health": TaskState.OPEN, "canteen": TaskState.OPEN}
    health, canteen = task_of(case, "health"), task_of(case, "canteen")
    assert health.handed_over_at == canteen.handed_over_at == world.now
    assert due_of(health) > due_of(canteen)  # each has a limit of its own
    health_desk = tasks_at_my_posts(world.at_office(health))
    assert [(line.number, line.red_at) for line in health_desk] == [(health.number, due_of(health))]

    case = world.check_site(case)
    assert case.task == "check"
    with pytest.raises(OfficesStillReviewing) as waits:
        world.do(cases.give_opinion, case, Role.CHECKER, conclusion="agree", points={}, text="好。")
    assert waits.value.facts == {"offices": "卫生保健会审、食堂会审"}
    with pytest.raises(NotSignedFor):
        cases.give_task_opinion(
            number=health.number,
            version=None,
            conclusion="agree",
            points={},
            text="好。",
            actor=world.at_office(health),
            now=world.now,
        )
    world.give(health)
    world.give(canteen)
    case.refresh_from_db()
    assert [each["given"] for each in case.joint] == ["agree", "agree"]
    assert world.decide(world.heard(world.opinion(case, Role.CHECKER))).state == CaseState.DECIDED


def test_a_case_that_does_not_call_for_an_office_has_no_task_for_it(world: World) -> None:
    version = ItemVersion.objects.in_use(world.now.date()).get(item__code=JOINT)
    answers = specimen(version.rulefile, today=world.now.date()) | {"has_canteen": "no_canteen"}
    case = world.submitted(JOINT, answers)
    assert [each["key"] for each in case.joint] == ["health"]
    case = world.submitted()
    assert (case.joint, "after" in case.tasks[0], "joint" in case.limits) == ([], False, False)


@pytest.mark.proves("F5.2")
def test_a_dissent_is_kept_and_must_be_answered_in_the_decision(world: World) -> None:
    case = under_joint_review(world)
    world.give(task_of(case, "health"), "dissent", "晨检室太小。")
    world.give(task_of(case, "canteen"), "agree_with_conditions", "生熟分开后开餐。")
    case.refresh_from_db()
    case = world.heard(world.opinion(world.check_site(case), Role.CHECKER))
    with pytest.raises(DissentUnanswered):
        world.decide(case)
    decided = world.do(
        cases.decide_case,
        case,
        Role.DECIDER,
        decision=Decision.GRANT,
        points={},
        reasons="符合条件。",
        dissent="晨检室已扩到12平方米。",
    )
    assert decided.reasons.reveal() == "符合条件。\n对不同意见的回应：晨检室已扩到12平方米。"
    said = {(each.task, each.conclusion) for each in decided.opinions.all()}
    assert {("health", "dissent"), ("canteen", "agree_with_conditions")} <= said


def test_an_opinion_keeps_to_its_form_and_a_receipt_is_signed_once(world: World) -> None:
    case = under_joint_review(world)
    task = world.sign_for(task_of(case, "health"))
    with pytest.raises(SignedForAlready):
        world.sign_for(task)
    with pytest.raises(ConclusionNotOffered):
        world.give(task, "perhaps")
    with pytest.raises(MoveNotAllowed):
        cases.give_task_opinion(
            number=task.number,
            version=None,
            conclusion="agree",
            points={"health_standard": "yes"},
            text="好。",
            actor=world.officer(Role.REVIEWER, case.agency.uscc),  # the lead gives no opinion for another
            now=world.now,
        )


@pytest.mark.proves("M5.7", "F5.2")
def test_the_lead_reminds_and_sends_back_for_a_new_round(world: World) -> None:
    """M5.7: it coordinates. A return is a new round with a clock of its own, and the case waits again."""
    case = under_joint_review(world)
    lead = world.officer(Role.CHECKER, case.agency.uscc)
    task = task_of(case, "health")
    task = cases.remind_task(number=task.number, version=None, actor=lead, now=world.now).matter
    task = world.give(task, "not_competent", "这归教育局。")
    world.later(days=1)
    task = cases.return_task(
        number=task.number, version=None, reason="管理办法第八条写的是你们。", actor=lead, now=world.now
    ).matter
    assert (task.state, task.round, task.reminders, task.received_at) == (TaskState.RETURNED, 2, 1, None)
    case.refresh_from_db()
    assert case.joint[0]["given"] == ""
    world.give(task)
    case.refresh_from_db()
    assert case.joint[0]["given"] == "agree"
    kinds = [entry.kind for entry in trail(ReviewTask.KIND, task.number)]
    assert kinds == [
        "review_task.planned/1",
        "review_task.handed_over/1",
        "review_task.reminded/1",
        "review_task.received/1",
        "review_task.given/1",
        "review_task.returned/1",
        "review_task.received/1",
        "review_task.given/1",
    ]


@pytest.mark.proves("F5.2", "M5.7")
def test_a_missing_opinion_is_red_at_its_limit_and_goes_up_to_the_lead(world: World) -> None:
    case = under_joint_review(world)
    task = task_of(case, "canteen")
    reviewer = world.officer(Role.REVIEWER, case.agency.uscc)
    assert overdue_under_my_lead(reviewer, now=due_of(task)) == []
    world.now = due_of(task) + dt.timedelta(minutes=1)
    run_due(now=world.now)
    task.refresh_from_db()
    assert (task.state, task.light) == (TaskState.OPEN, "red")  # silence is no agreement
    assert [line.number for line in overdue_under_my_lead(reviewer, now=world.now)] == [task.number]
    noted = [entry.facts for entry in trail(Case.KIND, case.number) if entry.kind == "case.joint_noted/1"]
    assert [(each.task, each.event) for each in noted] == [("canteen", "overdue")]
    plan = plan_of(case, trail(Case.KIND, case.number), now=world.now)
    assert plan is not None
    assert next(line for line in plan.lines if line.key == "canteen").is_overdue


def test_silence_is_agreement_only_where_a_rule_of_the_day_says_so(world: World) -> None:
    case = world.submitted(JOINT)
    assert case.limits["joint"]["silent"] == []
    case.limits["joint"]["silent"] = ["canteen"]  # as a rule in force at filing would have it
    case.save(update_fields=["limits"])
    case = world.opinion(world.accept(case, by=Role.REVIEWER), Role.REVIEWER)
    task = task_of(case, "canteen")
    run_due(now=due_of(task) + dt.timedelta(minutes=1))
    task.refresh_from_db()
    case.refresh_from_db()
    assert (task.state, task.conclusion, task.given_by) == (TaskState.GIVEN, "agree", None)
    assert [each["given"] for each in case.joint] == ["", "agree"]
    given = trail(ReviewTask.KIND, task.number)[-1]
    assert (given.facts.mode, given.actor) == ("deemed", clock_actor().pseudonym)


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


# ── along the critical path ───────────────────────────────────────────────────────────────────────────────


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


# ── an office that is no more ─────────────────────────────────────────────────────────────────────────────


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
