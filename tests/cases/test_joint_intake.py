"""Taken in and pre-reviewed below, decided above (R8, M5.5, M5.6, F5.3)."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.joint.errors import (
    MaterialsAskedTwice,
    OfficesStillReviewing,
)
from leyiban.cases.queries import (
    case_file,
    task_file,
    visible_to,
)
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState, TaskState
from leyiban.cases.upkeep import what_was_acknowledged_arrived
from leyiban.kernel.actors import Role
from leyiban.kernel.documents.models import Document
from leyiban.kernel.flows.errors import MoveNotAllowed
from leyiban.people.models import Agency
from tests.cases.joint import (
    CITY_MARKET,
    COUNTY_MARKET,
    UP,
    taken_in_below,
    task_of,
)
from tests.cases.shelf import printed
from tests.cases.world import World
from tests.support.working import Worker


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


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


def arrived(now: dt.datetime) -> str:
    """What doctor finds of papers and messages."""
    return what_was_acknowledged_arrived(now=now).message


@pytest.mark.committed
@pytest.mark.proves("M5.6", "F5.3")
def test_the_hand_over_sheet_counts_and_is_sealed_by_the_county(db: None, now: dt.datetime) -> None:
    world, worker = World(now), Worker()
    case = taken_in_below(world)
    task = world.give(task_of(case, "county_review"), text="设备在,材料对得上。")
    late = world.now + dt.timedelta(minutes=11)
    assert "1 pre-reviews their hand-over sheet" in arrived(late)
    worker.settle(now=world.now)
    assert "each with its paper" in arrived(late)
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
