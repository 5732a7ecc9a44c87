"""Following a case without signing in, and one's own lists."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leyiban.cases.models import Case
from leyiban.kernel.actors import Role
from leyiban.messages import standard
from leyiban.messages.models import Message, SmsState
from leyiban.messages.operations import MatterRef, Recipient, notify
from tests.people.people import party_of, proven
from tests.web.journey.traveller import Page, Traveller, signed_in


@pytest.fixture
def case(traveller: Traveller) -> Case:
    return traveller.world.submitted()


def ask(browser: Client, number: str, code: str) -> Page:
    return Page(browser.post("/progress", {"case_no": number, "query_code": code}))


@pytest.mark.proves("M3.12", "F3.9", "FX.2")
def test_number_and_code_are_enough(guest: Client, traveller: Traveller, case: Case) -> None:
    """F3.9: progress query by case number, no account."""
    page = ask(guest, f" {case.number.lower()} ", case.query_code.reveal()).must(200)

    assert "收到了。乐山市市中区市场监督管理局综合窗口在看,最晚3月16日(星期一)回话。" in page.text
    assert case.number in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    for private in ("张伟", "嘉州小馆", traveller.world.applicant.uscc or "-", "嘉定中路"):
        assert private not in page.text


@pytest.mark.proves("F3.9")
def test_the_mobile_and_the_code_are_enough_too(guest: Client, traveller: Traveller, case: Case) -> None:
    account = traveller.world.citizen
    account.refresh_from_db()
    assert account.phone is not None

    page = ask(guest, account.phone.reveal(), case.query_code.reveal()).must(200)

    assert case.number in page.text


def test_the_code_on_a_paper_leads_here_with_its_number(guest: Client, case: Case) -> None:
    page = Page(guest.get(f"/progress/{case.number}")).must(200)

    assert f'value="{case.number}"' in page.html
    assert "收到了" not in page.text


@pytest.mark.parametrize(
    ("number", "code", "status"),
    [("", "", 422), ("LS1", "000000", 404), ("x" * 500, "1", 404)],
)
def test_what_does_not_belong_together_is_told_on_the_same_page(
    guest: Client, number: str, code: str, status: int
) -> None:
    page = ask(guest, number, code).must(status)

    assert "您的事办到哪了?" in page.text
    assert "field-error" in page.html or "对不上" in page.text


def test_six_digits_are_guarded_by_the_number_of_tries(guest: Client, case: Case) -> None:
    right = case.query_code.reveal()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(10):
        ask(guest, case.number, wrong).must(404)

    blocked = ask(guest, case.number, right).must(429)

    assert "试得太快了" in blocked.text
    assert blocked.response.headers["Retry-After"]


def test_the_applicants_turn_is_said_without_saying_what(
    guest: Client, traveller: Traveller, case: Case
) -> None:
    traveller.world.ask_correction(case, "form.business_address")

    page = ask(guest, case.number, case.query_code.reveal()).must(200)

    assert "请您补材料" in page.text
    assert "详细地址" not in page.text
    assert f"/cases/{case.number}" in page.links()


def test_the_same_in_english(guest: Client, case: Case) -> None:
    guest.cookies["language"] = "en"

    page = ask(guest, case.number, case.query_code.reveal()).must(200)

    assert "Shizhong District Market Regulation Bureau" in page.html
    marked = re.sub(r'<(\w+)[^>]*\blang="zh-Hans"[^>]*>.*?</\1>', " ", page.html, flags=re.DOTALL)
    assert re.findall(r"[\u4e00-\u9fff]+", marked) == []


# ── One's own lists ──────────────────────────────────────────────────────────────────────────────────────


def test_my_cases_hold_drafts_and_cases_of_mine_and_of_my_firm_only(traveller: Traveller, case: Case) -> None:
    draft = traveller.begin()
    stranger = signed_in(proven(traveller.clock.now, name="李丽"))

    page = traveller.get("/me/cases").must(200)
    assert f"/drafts/{draft.key}" in page.links()
    assert f"/cases/{case.number}" in page.links()
    empty = Page(stranger.get("/me/cases"))
    assert "您还没有在办的事" in empty.text
    assert case.number not in empty.text


def test_a_long_list_is_turned_page_by_page(traveller: Traveller) -> None:
    numbers = [traveller.world.submitted().number for _ in range(22)]

    first = traveller.get("/me/cases")
    older = next(link for link in first.links() if "before=" in link)
    second = Page(traveller.browser.get(older))

    seen = [number for page in (first, second) for number in re.findall(r"/cases/(LS\w+)", page.html)]
    assert set(seen) == set(numbers)
    assert "看更早的" not in second.text
    assert traveller.get("/me/cases", before="x").status == 200


def test_the_home_page_shows_mine_and_a_guest_nothing(
    guest: Client, traveller: Traveller, case: Case
) -> None:
    traveller.get("/")
    with CaptureQueriesContext(connection) as few:
        assert "我在办的" in traveller.get("/").text
    for _ in range(4):
        traveller.world.submitted()
    with CaptureQueriesContext(connection) as many:
        traveller.get("/")

    assert "我在办的" not in Page(guest.get("/")).text
    assert len(many) <= len(few) + 12  # three cases at most, whatever there is
    traveller.world.officer(Role.REVIEWER)
    (reviewer,) = traveller.world.staff.values()
    assert "我在办的" not in Page(signed_in(reviewer).get("/")).text


@pytest.fixture
def message(traveller: Traveller, case: Case) -> Message:
    return notify(
        template=standard.CASE_CORRECTION,
        to=Recipient(party_id=party_of(traveller.world.citizen).pk, phone="13900000009"),
        matter=MatterRef(
            kind=Case.KIND, key=case.pk, number=case.number, region=case.region, agency_id=case.agency_id
        ),
        facts={"matter": case.title, "code": case.query_code.reveal(), "by": "2026年4月8日"},
        cause="test",
        now=traveller.clock.now,
    )


def test_the_inbox_shows_what_is_new_and_leads_to_its_case(
    traveller: Traveller, case: Case, message: Message
) -> None:
    page = traveller.get("/me/messages").must(200)
    assert "没看过" in page.text
    assert "1条没看过" in traveller.get("/me/cases").text

    seen = traveller.post(f"/me/messages/{message.public_key}", {"kind": "case", "number": case.number})

    assert seen.must(303).leads_to == f"/cases/{case.number}"
    assert "没看过" not in traveller.get("/me/messages").text


def test_a_message_that_failed_is_visible_to_the_applicant(
    traveller: Traveller, case: Case, message: Message
) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=SmsState.FAILED, reason="unreachable", settled_at=traveller.clock.now
    )

    for path in ("/me/messages", f"/cases/{case.number}"):
        page = traveller.get(path)
        assert "短信没发到139****0009" in page.text, path
        assert "/me/phone" in page.links(), path


def test_nobody_reads_anothers_messages(traveller: Traveller, message: Message) -> None:
    stranger = signed_in(proven(traveller.clock.now, name="李丽"))

    assert "还没有消息" in Page(stranger.get("/me/messages")).text
    assert stranger.post(f"/me/messages/{message.public_key}").status_code == 404
    assert traveller.get("/me/messages", before="gestern~x").status == 200
