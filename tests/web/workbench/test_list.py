"""The work list and the supervisor's page: what is waiting, for whom, how long still."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.kernel.actors import Role
from leyiban.kernel.docket.models import Recount, RecountAtPost
from leyiban.web.workbench import queue
from tests.web.journey.traveller import signed_in
from tests.web.workbench.hall import Hall


def numbers(html: str) -> list[str]:
    """Case numbers in the order of the page."""
    return [part.split('"')[0] for part in html.split('href="/workbench/cases/')[1:]]


@pytest.mark.proves("F5.1", "M5.2")
def test_the_list_says_what_for_whom_since_when_how_long_and_what_next(hall: Hall) -> None:
    case = hall.world.submitted()

    page = hall.desk(Role.WINDOW_CLERK).get("/workbench").must(200)

    assert numbers(page.html) == [case.number]
    for said in ("食品经营许可", "嘉州小馆", "今天09:30", "●正常还剩5个工作日", "受理或补正"):
        assert said in page.text
    assert "待受理1" in page.text


@pytest.mark.proves("F5.1")
def test_least_time_left_stands_first_and_lights_have_a_shape(hall: Hall) -> None:
    early = hall.world.submitted()
    hall.later(days=7)
    late = hall.world.submitted()

    page = hall.desk(Role.WINDOW_CLERK).get("/workbench")

    assert numbers(page.html) == [early.number, late.number]
    assert "▲临期今天17:00到期" in page.text
    assert "今天到期1" in page.text


def test_the_counts_narrow_the_list(hall: Hall) -> None:
    waiting = hall.world.ask_correction(hall.world.submitted(), "form.floor_area")
    fresh = hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)

    assert numbers(clerk.get("/workbench", part="accept").html) == [fresh.number]
    assert numbers(clerk.get("/workbench", part="correction").html) == [waiting.number]
    assert "这一类现在没有" in clerk.get("/workbench", part="overdue").text
    assert numbers(clerk.get("/workbench", state="submitted").html) == [fresh.number]
    assert numbers(clerk.get("/workbench", part="nonsense", state="nonsense").html) == [fresh.number]


def test_a_whole_number_opens_its_case_and_a_piece_finds_it(hall: Hall) -> None:
    case, other = hall.world.submitted(), hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)

    assert clerk.get("/workbench", q=f" {case.number.lower()} ").leads_to.endswith(case.number)
    assert other.number in numbers(clerk.get("/workbench", q=other.number[-5:]).html)
    assert "没找到这个编号" in clerk.get("/workbench", q="LS999999").text
    assert "没找到这个编号" in clerk.get("/workbench", q="LS").text


def test_pages_follow_the_last_row_and_lose_nothing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    made = [hall.world.submitted().number for _ in range(5)]
    clerk = hall.desk(Role.WINDOW_CLERK)
    seen: list[str] = []
    path = "/workbench"
    while path:
        page = clerk.get(path)
        seen += numbers(page.html)
        path = next((link for link in page.links() if "after=" in link), "")

    assert seen == made
    assert numbers(clerk.get("/workbench?after=rubbish~x").html) == made[:2]


def test_more_rows_ask_no_more_questions(hall: Hall) -> None:
    clerk = hall.desk(Role.WINDOW_CLERK)
    hall.world.submitted()
    clerk.get("/workbench")
    with CaptureQueriesContext(connection) as few:
        clerk.get("/workbench")
    for _ in range(3):
        hall.world.submitted()
    with CaptureQueriesContext(connection) as many:
        clerk.get("/workbench")

    assert len(many) == len(few)


@pytest.mark.proves("FX.3")
def test_nobody_sees_what_is_not_his(hall: Hall) -> None:
    case = hall.world.submitted()
    reviewer = hall.desk(Role.REVIEWER)
    elsewhere = hall.desk(Role.WINDOW_CLERK, agency="11511111008501029L")

    assert "都办完了" in reviewer.get("/workbench").text
    assert "都办完了" in elsewhere.get("/workbench").text
    elsewhere.open(case).must(404)
    assert elsewhere.get("/workbench", q=case.number).status == 200
    assert signed_in(hall.world.citizen).get("/workbench").status_code == 403
    assert Client().get("/workbench")["Location"].startswith("/sign-in")


def test_the_list_names_who_has_a_case(hall: Hall) -> None:
    hall.world.do(cases.take_case, hall.under_review(), Role.REVIEWER)

    assert "审查王科员在办" in hall.desk(Role.REVIEWER).get("/workbench").text


@pytest.mark.proves("F5.1")
def test_a_supervisor_sees_late_cases_by_name(hall: Hall) -> None:
    late = hall.world.do(cases.take_case, hall.under_review(), Role.REVIEWER)
    hall.later(days=12)
    untouched = hall.under_review()
    supervisor = hall.desk(Role.SUPERVISOR)

    page = supervisor.get("/workbench/watch").must(200)

    assert numbers(page.html) == [late.number]
    assert "■超期4个工作日" in page.text
    assert "王科员10" in page.text, "one overdue, none due soon"
    assert untouched.number not in page.html
    supervisor.open(late).must(200)
    hall.desk(Role.REVIEWER).get("/workbench/watch").must(403)


def test_a_quiet_office_gives_a_supervisor_nothing_to_do(hall: Hall) -> None:
    hall.world.submitted()

    assert "没有临期和超期的" in hall.desk(Role.SUPERVISOR).get("/workbench/watch").text


def test_a_paused_case_is_blue_and_watched_by_nobody(hall: Hall) -> None:
    case = hall.world.accept(hall.world.submitted("public-place-hygiene"))
    hall.world.do(cases.start_special, case, Role.DECIDER, procedure=next(iter(case.limits["pause_grounds"])))
    hall.later(days=60)

    owner = Role(next(task["by"] for task in case.tasks if task["key"] == case.task))
    assert "‖暂停" in hall.desk(owner, case.agency.uscc).get("/workbench").text
    supervisor = hall.desk(Role.SUPERVISOR, case.agency.uscc)
    assert "没有临期和超期的" in supervisor.get("/workbench/watch").text


def test_cases_of_one_office_only(hall: Hall) -> None:
    assert Case.objects.count() == 0
    assert "现在没有等您办的" in hall.desk(Role.DECIDER).get("/workbench").text


@pytest.mark.proves("F5.1")
def test_a_changed_holiday_is_told_once_on_top_of_the_list(hall: Hall) -> None:
    post = hall.world.officer(Role.WINDOW_CLERK).posts[0].post_id
    told = Recount.objects.create(
        kind="case", scope="CN", edition=9, before="", after="", through=7, published_at=hall.world.now
    )
    RecountAtPost.objects.create(recount=told, owner_post_id=post, moved=3)
    clerk = hall.desk(Role.WINDOW_CLERK)

    assert "您岗位有3件重算了期限" in clerk.get("/workbench").text
    hall.later(days=8)
    assert "放假安排变了" not in hall.desk(Role.WINDOW_CLERK).get("/workbench").text
