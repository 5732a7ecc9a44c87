"""The page of a case: one sentence, what to do now, when at the latest, every paper, and the ways out."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.cases.states import ClosingGround, Decision, RefusalGround
from leyiban.kernel.actors import Role
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger import keyring, verify
from leyiban.messages.models import Message, SmsState
from tests.people.people import proven
from tests.support.working import Worker
from tests.web.journey.traveller import Clock, Page, Traveller, signed_in


def page_of(traveller: Traveller, case: Case) -> Page:
    return traveller.get(f"/cases/{case.number}").must(200)


@pytest.fixture
def case(traveller: Traveller) -> Case:
    return traveller.world.submitted()


@pytest.mark.proves("F5.5")
def test_the_first_sentence_says_who_has_it_and_by_when(traveller: Traveller, case: Case) -> None:
    """F5.5: applicant sees holding office, person-level contact, expected end."""
    assert (
        "收到了。乐山市市中区市场监督管理局综合窗口在看,最晚3月16日(星期一)回话。"
        in page_of(traveller, case).text
    )
    traveller.world.accept(case)
    traveller.world.do(cases.take_case, case, Role.REVIEWER)

    page = page_of(traveller, case)

    assert "正在审。乐山市市中区市场监督管理局王科员在看,最晚3月16日(星期一)办好。" in page.text
    assert "还剩5个工作日" in page.text
    assert "您现在不用做什么" in page.text
    assert "tel:08332101001" in page.links()
    assert "我们承诺5个工作日·3月16日(星期一)17:00前" in page.text
    assert "法律规定10个工作日·3月23日(星期一)17:00前" in page.text


def test_it_counts_down_and_says_when_it_is_late(traveller: Traveller, case: Case) -> None:
    traveller.world.accept(case)
    traveller.later(days=7, hours=1)
    assert "今天17:00到期" in page_of(traveller, case).text

    traveller.later(days=2)
    run_due(now=traveller.clock.now)

    page = page_of(traveller, case)
    assert "超期了,还在审" in page.text
    assert "本该3月16日(星期一)办好" in page.text
    assert "light-red" in page.html
    assert "■" in page.html


def test_a_year_whose_holidays_nobody_knows_is_said_and_not_guessed(clock: Clock, db: None) -> None:
    clock.now = dt.datetime(2026, 12, 29, 2, 0, tzinfo=dt.UTC)
    traveller = Traveller(clock)
    case = traveller.world.submitted()

    page = page_of(traveller, case)

    assert "在看材料齐不齐" in page.text
    assert "等2027年放假安排公布,就告诉您最晚几号。" in page.text
    assert "等2027年放假安排公布才知道" in page.text


def test_what_waits_at_a_window_says_which(traveller: Traveller) -> None:
    case = traveller.world.decided()
    Case.objects.filter(pk=case.pk).update(state="ready", delivery_way="window")

    page = page_of(traveller, case)

    assert "请来拿" in page.text
    assert "政务服务大厅" in page.text or "大厅" in page.text
    assert "看去哪里拿" in traveller.get("/me/cases").text


def test_a_paused_case_says_why_and_that_the_days_do_not_count(traveller: Traveller) -> None:
    case = traveller.world.submitted("construction-permit")
    special = case.item_version.rulefile.special_procedures
    if not special:
        pytest.skip("no item of the city has a special procedure")
    traveller.world.accept(case, Role.REVIEWER)
    traveller.world.do(cases.start_special, case, Role.REVIEWER, procedure=special[0].kind)

    page = page_of(traveller, case)

    assert "暂停着" in page.text
    assert "这几天不算在时限里" in page.text
    assert "light-paused" in page.html
    assert "暂停中" in page.html, "for ears"


def test_a_granted_case_shows_its_steps(traveller: Traveller) -> None:
    case = traveller.world.decided()

    page = page_of(traveller, case)

    assert "批准了,正在做证。最晚3月23日(星期一)给您。" in page.text
    for step in ("收到", "正式开始办(受理)", "审查", "决定", "交到您手上(送达)"):
        assert step in page.text


@pytest.mark.proves("F3.12")
def test_a_denial_states_reasons_remedies_and_the_last_days(traveller: Traveller) -> None:
    """F3.12: reasons, remedies and deadlines on every refusal; reconsideration from the same page."""
    case = traveller.world.decided(Decision.DENY)
    page = page_of(traveller, case)

    assert "没有批准" in page.text
    assert "符合食品安全法第三十五条。" in page.text
    assert "行政复议乐山市市中区人民政府" in page.text
    assert "60天内提出" in page.text
    assert "行政诉讼" in page.text
    assert "6个月内提出" in page.text
    letter = traveller.get(f"/cases/{case.number}/letter").must(200)
    assert "行政复议申请书" in letter.text
    assert "嘉州小馆" in letter.text
    assert case.number in letter.text


@pytest.mark.proves("F3.12")
def test_a_refusal_says_whose_matter_it_is(traveller: Traveller, case: Case) -> None:
    traveller.world.do(
        cases.refuse_case,
        case,
        Role.REVIEWER,
        ground=RefusalGround.NOT_COMPETENT,
        reasons="店在沙湾区。",
        right_agency="11511111008501029L",
    )

    page = page_of(traveller, case)

    assert "没有受理(不予受理)。" in page.text
    assert "这事不归我们" in page.text
    assert "店在沙湾区。" in page.text
    assert "乐山市沙湾区市场监督管理局" in page.text
    assert "0833-2102001" in page.text
    assert "最晚5月8日(星期五)" in page.text


@pytest.mark.proves("F3.12")
def test_beside_the_reasons_stands_what_became_of_others(traveller: Traveller) -> None:
    """F3.12: similar past decisions (anonymised) shown beside the reason."""
    for decision in (Decision.GRANT, Decision.GRANT, Decision.DENY, Decision.GRANT):
        traveller.world.decided(decision)
    case = traveller.world.decided(Decision.DENY)

    page = page_of(traveller, case)

    assert "一年里批准3件,没批准2件,没受理0件。" in page.text


def test_of_a_few_cases_nothing_is_told(traveller: Traveller) -> None:
    case = traveller.world.decided(Decision.DENY)

    assert "一年里" not in page_of(traveller, case).text


@pytest.mark.proves("F5.5")
def test_how_long_it_usually_takes_is_told_from_enough_cases(traveller: Traveller) -> None:
    """F5.5: expected end as a range learnt from own history."""
    for _ in range(4):
        traveller.world.decided()
    waiting = traveller.world.submitted()
    assert "最近" not in page_of(traveller, waiting).text
    traveller.world.decided()

    assert "最近5件里,一半当天办好。" in page_of(traveller, waiting).text


def test_a_letter_is_only_there_when_there_is_something_to_fight(traveller: Traveller, case: Case) -> None:
    traveller.get(f"/cases/{case.number}/letter").must(404)


def test_withdrawing_asks_once_and_is_done_once(traveller: Traveller, case: Case) -> None:
    at = f"/cases/{case.number}/withdraw"
    asked = traveller.get(at).must(200)
    sent = {"once": asked.hidden("once"), "version": asked.hidden("version")}

    traveller.post(at, sent).must(303)
    traveller.post(at, sent).must(303)

    page = page_of(traveller, case)
    assert "您撤回了这件事" in page.text
    assert "重新办一件" in page.text
    assert at not in page.links()
    traveller.post(at, {**sent, "once": "0" * 32}).must(409)


def test_a_withdrawal_from_a_stale_page_is_looked_at_again(traveller: Traveller, case: Case) -> None:
    at = f"/cases/{case.number}/withdraw"
    asked = traveller.get(at)
    traveller.world.accept(case)

    page = traveller.post(at, {"once": asked.hidden("once"), "version": asked.hidden("version")}).must(409)

    assert "刚刚有了新进展" in page.text
    traveller.post(at, {"once": page.hidden("once"), "version": page.hidden("version")}).must(303)


def test_a_terminated_case_says_why(traveller: Traveller, case: Case) -> None:
    traveller.world.do(
        cases.terminate_case,
        case,
        Role.DECIDER,
        ground=ClosingGround.DUPLICATE,
        reasons="同一家店已有一件在办。",
    )

    page = page_of(traveller, case)

    assert "这件事不再办了(终止)" in page.text
    assert "重复申请" in page.text
    assert "同一家店已有一件在办。" in page.text


def test_a_case_is_nobody_elses(traveller: Traveller, case: Case, guest: Client) -> None:
    stranger = signed_in(proven(traveller.clock.now, name="李丽"))
    link = case.papers.first()
    assert link is not None
    for path in (
        "",
        "/receipt",
        "/receipt.json",
        "/withdraw",
        "/letter",
        "/trail.zip",
        f"/papers/{link.pk}",
        f"/papers/{link.pk}/1-240",
    ):
        assert stranger.get(f"/cases/{case.number}{path}").status_code == 404, path
        assert guest.get(f"/cases/{case.number}{path}").status_code == 302, path
    for path in ("/correct", "/withdraw"):
        assert (
            stranger.post(f"/cases/{case.number}{path}", {"once": "0" * 32, "version": "1"}).status_code
            == 404
        )


def test_staff_are_led_to_their_own_page(traveller: Traveller, case: Case) -> None:
    traveller.world.officer(Role.REVIEWER)
    (reviewer,) = traveller.world.staff.values()

    page = Page(signed_in(reviewer).get(f"/cases/{case.number}"))

    assert page.must(303).leads_to == f"/workbench/cases/{case.number}"


def test_a_case_costs_a_bounded_number_of_queries(traveller: Traveller, case: Case) -> None:
    traveller.get(f"/cases/{case.number}")
    with CaptureQueriesContext(connection) as young:
        traveller.get(f"/cases/{case.number}")
    case = traveller.world.accept(case)
    for task in case.tasks[:-1]:
        case = traveller.world.opinion(case, Role(task["by"]))
    with CaptureQueriesContext(connection) as old:
        traveller.get(f"/cases/{case.number}")

    assert len(old) <= len(young) + 3
    assert len(old) <= 45


@pytest.mark.committed
class TestWithAWorker:
    """What the worker makes: papers of law, messages, the licence, the head over the trail."""

    @pytest.fixture
    def delivered(self, traveller: Traveller) -> Case:
        case = traveller.world.decided()
        Worker().settle(now=traveller.clock.now)
        case.refresh_from_db()
        return case

    @pytest.mark.proves("M1.4", "F3.2")
    def test_the_licence_is_there_to_take_to_show_and_to_check(
        self, traveller: Traveller, delivered: Case, guest: Client
    ) -> None:
        page = page_of(traveller, delivered)
        assert "办好了,已经给您(送达)。" in page.text
        assert "下载证照" in page.text
        link = delivered.papers.get(document__template="licence")
        assert f"/cases/{delivered.number}/papers/{link.pk}" in page.links()
        assert traveller.download(f"/cases/{delivered.number}/papers/{link.pk}").content.startswith(b"%PDF")
        assert traveller.download(f"/cases/{delivered.number}/papers/{link.pk}/1-240").status == 200
        public = next(each for each in page.links() if each.startswith("/licences/1."))
        verdict = Page(guest.get(public))
        assert "这张证照现在有效" in verdict.text

    def test_the_papers_of_law_stand_in_their_order(self, traveller: Traveller, delivered: Case) -> None:
        text = page_of(traveller, delivered).text

        order = [
            text.index(f"{name}") for name in ("收件凭证中市监收", "受理通知书中市监受", "准予行政许可决定书")
        ]
        assert order == sorted(order)

    def test_messages_are_told_once_and_a_failed_one_is_not_hidden(
        self, traveller: Traveller, delivered: Case
    ) -> None:
        message = Message.objects.filter(matter_number=delivered.number).exclude(phone_masked="").first()
        if message is not None:
            Message.objects.filter(pk=message.pk).update(
                state=SmsState.FAILED, reason="unreachable", settled_at=traveller.clock.now
            )
        text = page_of(traveller, delivered).text
        assert text.count("结果可以下载") == 1
        if message is not None:
            assert "短信没发到" in text

    @pytest.mark.proves("M3.12", "F1.7")
    def test_the_trail_leaves_in_one_file_and_verifies_offline(
        self, traveller: Traveller, delivered: Case, tmp_path: Path
    ) -> None:
        answer = traveller.browser.get(f"/cases/{delivered.number}/trail.zip")
        assert answer.headers["Content-Type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            archive.extractall(tmp_path)
        assert {path.name for path in (tmp_path / "trail").iterdir()} == {"trail.json", "calendar.json"}
        assert not any(path.suffix == ".pem" for path in tmp_path.rglob("*")), (
            "a key of theirs proves nothing"
        )
        key = tmp_path / "key.pem"
        key.write_bytes(keyring.public_pem())

        assert verify.main(["--key", str(key), str(tmp_path / "trail")]) == 0
        told = json.loads((tmp_path / "trail" / "trail.json").read_text())
        assert told["format"] == "leyiban-trail/1"


def test_a_trail_whose_head_is_not_signed_yet_says_when(traveller: Traveller, case: Case) -> None:
    page = traveller.get(f"/cases/{case.number}/trail.zip").must(503)

    assert "最新一步正在入账" in page.text
    assert page.response.headers["Retry-After"]
