"""预警 (F5.4): what is likely to be late, with the reason, and how good such warnings were."""

import datetime as dt

import pytest

from leyiban.joins.late_cases_are_foreseen import foresee, show_late_steps
from leyiban.kernel.actors import Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.supervision.foresight import Course, Hits, outlook
from leyiban.supervision.models import Card, Prediction
from leyiban.supervision.queries import hits
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

DAY = dt.date(2026, 3, 9)


def test_what_is_needed_is_what_the_steps_ahead_usually_took() -> None:
    course = Course(used=6, in_step=1, left=3, steps=("check", "decide"))
    usual = {"check": (2, 3, 3), "decide": (2, 2, 9)}
    found = outlook(course, usual, fewest=3)
    assert found is not None
    assert (found.needed, found.learnt_from, found.likely_late) == (4, 3, True)
    assert outlook(course, usual, fewest=4) is None
    assert outlook(course, {"check": (2, 3, 3)}, fewest=3) is None
    in_time = outlook(Course(used=1, in_step=9, left=2, steps=("check", "decide")), usual, fewest=3)
    assert in_time is not None and (in_time.needed, in_time.likely_late) == (2, False)


@pytest.mark.proves("F5.4")
def test_each_decided_matter_counts_once(office: Office) -> None:
    supervisor = office.world.officer(Role.SUPERVISOR)
    (post,) = supervisor.posts
    nothing = dict.fromkeys(("used", "needed", "left", "steps", "learnt_from"), 0)
    rows = [
        ("A", 0, False, True),
        ("A", 1, True, True),
        ("B", 0, True, False),
        ("C", 0, False, True),
        ("D", 0, False, False),
        ("E", 0, True, None),
    ]
    for agency in (post.agency_id, post.agency_id + 1):  # the other office is not his to see
        for number, day, likely, late in rows if agency == post.agency_id else [("F", 0, True, True)]:
            Prediction.objects.create(
                about_number=number,
                agency=agency,
                region=post.region,
                day=DAY + dt.timedelta(days=day),
                likely_late=likely,
                late=late,
                **nothing,
            )
    found = hits(supervisor)
    assert found == Hits(hit=1, false_alarm=1, missed=1, quiet=1, pending=1)
    assert (found.precision, found.recall) == (50, 50)
    Prediction.objects.all().delete()
    assert hits(supervisor) == Hits(hit=0, false_alarm=0, missed=0, quiet=0, pending=0)
    assert hits(supervisor).precision is None


@pytest.mark.committed
@pytest.mark.proves("F5.4", "F5.1")
def test_a_slow_case_is_foreseen_with_its_reason_and_a_late_step_shown(office: Office) -> None:
    item = "public-place-hygiene"
    for _ in range(5):  # in earlier cases the second step took a week
        case = office.world.accept(office.world.submitted(item))
        for number, task in enumerate(case.tasks[:-1]):
            office.world.now += dt.timedelta(days=7 * (number == 1))
            case = office.world.opinion(case, Role(task["by"]))
        office.world.decide(case)
    slow = office.world.accept(office.world.submitted(item))
    due = OpenMatter.objects.get(number=slow.number).red_at
    assert due is not None
    office.clock.now = office.world.now = due - dt.timedelta(days=2)

    assert foresee(now=office.clock.now) == "1 outlooks kept, 1 of them late"
    assert foresee(now=office.clock.now).startswith("0 ")
    kept = Prediction.objects.get(about_number=slow.number)
    assert (kept.learnt_from, kept.needed, kept.likely_late) == (5, 5, True)
    assert show_late_steps(now=office.clock.now) == "1 of 1 late steps shown anew"
    assert show_late_steps(now=office.clock.now) == "0 of 1 late steps shown anew"
    assert Card.objects.get().reason == "step_late"
    supervisor = signed_in(office.world.hire(Role.SUPERVISOR, slow.agency.uscc))
    page = supervisor.get("/workbench/supervision/foresight").content.decode()
    assert slow.number in page and "照以前的快慢还要5个工作日" in page
    assert slow.number in supervisor.get("/workbench/watch").content.decode()
