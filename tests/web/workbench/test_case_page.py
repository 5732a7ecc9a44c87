"""One case on the desk: papers, points, clocks, story, and exactly the moves that the table allows."""

import datetime as dt
import re

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper
from leyiban.cases.queries import case_file
from leyiban.cases.states import Decision
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.registry import all_kinds
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.kernel.privacy.models import Look
from leyiban.web.workbench.case.story import TELLERS
from leyiban.web.workbench.moves.table import DESKS
from tests.web.journey.traveller import Page
from tests.web.workbench.hall import Hall

OFFICE = (Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER)
SYSTEM = {"submit", "redate_receipt", "note_joint", "record_licence", "record_result", "record_paper"}


def moves_on(page: Page) -> set[str]:
    """The moves whose button or page the reader is offered."""
    offered = set(re.findall(r'/moves/([a-z_]+)"', page.html))
    offered |= {"correct_on_spot"} if "/spot" in page.html else set()
    return offered | ({"supplement"} if "/correction" in page.html else set())


def test_every_move_of_a_person_has_a_form_and_no_other_has() -> None:
    by_people = {move.name for move in CASE_FLOW.moves if not move.by_clock} - SYSTEM

    assert set(DESKS) == by_people


def test_every_kind_of_entry_has_words() -> None:
    assert set(TELLERS) == {kind.code for kind in all_kinds() if kind.code.startswith("case.")}


def stories(hall: Hall) -> dict[str, Case]:
    world = hall.world
    paused = world.accept(world.submitted("public-place-hygiene"))
    procedure = next(iter(paused.limits["pause_grounds"]))
    return {
        "submitted": world.submitted(),
        "instant": world.submitted("individual-business-setup"),
        "correction": world.ask_correction(world.submitted(), "form.floor_area"),
        "review": hall.under_review(),
        "special": world.do(cases.start_special, paused, Role.DECIDER, procedure=procedure),
        "decide": hall.to_decide(),
        "refused": world.do(
            cases.refuse_case,
            world.submitted(),
            Role.DECIDER,
            ground="not_required",
            reasons="只卖预包装食品,备案即可。",
            right_agency=None,
        ),
    }


@pytest.mark.proves("M5.2")
def test_the_buttons_are_exactly_the_moves_of_the_table(hall: Hall) -> None:
    """Every role at every state; taking a case that one has in hand already is no button."""
    for name, case in stories(hall).items():
        for role in OFFICE:
            desk = hall.desk(role, case.agency.uscc)
            file = case_file(hall.world.officer(role, case.agency.uscc), case.number, now=hall.clock.now)
            allowed = {move.name for move in file.moves} & set(DESKS)
            assert moves_on(desk.open(case).must(200)) == allowed, (name, role)


@pytest.mark.proves("F1.3")
def test_the_page_shows_answers_with_who_typed_them_and_both_clocks(hall: Hall) -> None:
    case = hall.under_review()

    page = hall.desk(Role.REVIEWER).open(case).must(200)

    for said in (
        "申请人填,今天09:30",
        "经营者名称",
        "承诺时限5个工作日3月16日(星期一)17:00前●正常还剩5个工作日",
        "法定时限",
        "正式受理",
        "收到申请",
        "还没有发过",
    ):
        assert said in page.text, said
    assert "营业执照" in page.text
    assert "名称、代码和营业执照一致" in page.text


@pytest.mark.proves("FX.3")
def test_numbers_of_people_are_masked_until_asked_for_and_asking_is_logged(hall: Hall) -> None:
    case = hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)

    assert "511102190001010016" not in clerk.open(case).html
    assert "5111**********0016" in clerk.open(case).html
    assert "511102190001010016" in clerk.open(case, numbers="1").html
    assert Look.objects.filter(actor=clerk.account.pseudonym, what="numbers").count() == 1
    assert Look.objects.filter(actor=clerk.account.pseudonym, what="file").count() == 3


def test_another_countys_clerk_is_not_even_told_that_it_exists(hall: Hall) -> None:
    case = hall.world.submitted()
    elsewhere = hall.desk(Role.WINDOW_CLERK, agency="11511111008501029L")

    elsewhere.open(case).must(404)
    elsewhere.get(f"/workbench/cases/{case.number}/spot").must(404)
    elsewhere.post(f"/workbench/cases/{case.number}/moves/accept", {"once": "x" * 32, "version": "1"}).must(
        404
    )


def test_a_reader_without_a_part_may_only_read(hall: Hall) -> None:
    case = hall.under_review()
    supervisor = hall.desk(Role.SUPERVISOR)

    page = supervisor.open(case).must(200)

    assert moves_on(page) == set()
    assert "这一步现在不用您办" in page.text
    supervisor.post(f"/workbench/cases/{case.number}/moves/accept").must(403)


def test_pages_of_papers_are_pictures_and_originals_are_downloads(hall: Hall, now: dt.datetime) -> None:
    case = hall.world.submitted()
    link = CasePaper.objects.filter(case=case).order_by("pk")[0]
    clerk = hall.desk(Role.WINDOW_CLERK)

    page = clerk.open(case)
    assert f"/workbench/cases/{case.number}/papers/{link.pk}/pages/1/1080" in page.html
    original = clerk.get(f"/workbench/cases/{case.number}/papers/{link.pk}").must(200)
    assert original.response["Content-Disposition"].startswith("attachment")
    assert original.response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(original.response.streaming_content).startswith(b"%PDF")
    assert Look.objects.filter(what=f"paper:{link.slot}").count() == 1
    other = keep(content=b"%PDF-1.7 somebody else's", media=Media.PDF, pages=1, now=now)
    assert other.digest not in page.html
    clerk.get(f"/workbench/cases/{case.number}/papers/{link.pk + 1000}").must(404)


def test_a_missing_paper_is_named_as_missing(hall: Hall) -> None:
    case = hall.world.submitted()
    CasePaper.objects.filter(case=case, slot="business_licence").update(withdrawn_at=hall.clock.now)

    assert "没有交" in hall.desk(Role.WINDOW_CLERK).open(case).text


def test_the_chain_reads_the_opinions_before_it(hall: Hall) -> None:
    page = hall.desk(Role.DECIDER).open(hall.to_decide()).must(200)

    assert "前面的意见" in page.text
    assert "审查·同意王科员" in page.text
    assert "材料真实,符合条件。" in page.text
    assert "3项要点都符合" in page.text


def test_a_closed_case_can_only_be_read(hall: Hall) -> None:
    world = hall.world
    closed = world.do(
        cases.terminate_case, hall.under_review(), Role.DECIDER, ground="matter_gone", reasons="店不开了。"
    )

    page = hall.desk(Role.DECIDER).open(closed).must(200)

    assert "这件办完了,只能看" in page.text
    assert moves_on(page) == set()
    assert "终止办理" in page.text


def test_a_later_application_names_the_earlier_one(hall: Hall) -> None:
    first = hall.world.decided(Decision.DENY)
    assert first.number not in hall.desk(Role.REVIEWER).open(hall.under_review()).html


@pytest.mark.proves("FX.2")
def test_the_page_speaks_english(hall: Hall) -> None:
    desk = hall.desk(Role.REVIEWER)
    desk.browser.cookies["language"] = "en"

    page = desk.open(hall.under_review()).must(200)

    for said in ("Pointstocheck", "Promisedlimit5workingdays", "Givetheopinion", "typedbytheapplicant"):
        assert said in page.text
