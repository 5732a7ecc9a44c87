"""Other offices in a case (M5.3, M5.4, M5.7, F5.2): side by side, each with an opinion, a limit and a name."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.flow import TASK_FLOW
from leyiban.cases.joint.errors import (
    ConclusionNotOffered,
    DissentUnanswered,
    NotSignedFor,
    OfficesStillReviewing,
    SignedForAlready,
)
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries import (
    overdue_under_my_lead,
    plan_of,
    tasks_at_my_posts,
)
from leyiban.cases.states import CaseState, Decision, TaskState
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role, clock_actor
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import MoveNotAllowed
from leyiban.kernel.ledger.queries import trail
from tests.cases.joint import (
    JOINT,
    due_of,
    states,
    task_of,
    under_joint_review,
)
from tests.cases.world import World
from tests.support.specimen import specimen


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


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
    late = due_of(task) + dt.timedelta(minutes=1)
    run_due(now=late)
    task.refresh_from_db()
    case.refresh_from_db()
    assert (task.state, task.conclusion, task.given_by) == (TaskState.GIVEN, "agree", None)
    assert [each["given"] for each in case.joint] == ["", "agree"]
    given = trail(ReviewTask.KIND, task.number)[-1]
    assert (given.facts.mode, given.actor) == ("deemed", clock_actor().pseudonym)
