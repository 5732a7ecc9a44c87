"""A hearing as everybody meets it: the office, the applicant, an interested person by code, the public; and programs."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from leyiban.cases import operations as cases
from leyiban.cases.models import Case, Hearing
from leyiban.cases.states import CaseState, HearingState
from leyiban.kernel.actors import Role
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.moments import CITY_TIME, city_date
from tests.api.caller import Caller, caller_of
from tests.cases.test_hearings import schedule
from tests.web.journey.traveller import Page, signed_in
from tests.web.workbench.hall import Desk, Hall

VIEW = "夜里太吵,请限时营业。"


def send(browser: Client | Desk, at: str, **typed: Any) -> Page:
    """A form of the page as it is drawn now; ``__`` in a name is a dot."""
    client = browser.browser if isinstance(browser, Desk) else browser
    page = Page(client.get(at)).must(200)
    hidden = {"once": page.hidden("once")}
    if 'name="version"' in page.html:
        hidden["version"] = page.hidden("version")
    return Page(
        client.post(at, {**hidden, **{name.replace("__", "."): text for name, text in typed.items()}})
    )


def told(hall: Hall, case: Case) -> Hearing:
    """The reviewer tells, on the page, one neighbour with a mobile."""
    at = f"/workbench/cases/{case.number}/hearing"
    reviewer = hall.desk(Role.REVIEWER)
    assert at in reviewer.open(case).links()
    assert (
        "请写手机号"
        in send(reviewer, at, ground="decision", facts="噪声会影响隔壁。", interested__0__name="赵敏")
        .must(422)
        .text
    )
    typed = {"interested__0__name": "赵敏", "interested__0__phone": "13800138001"}
    send(reviewer, at, ground="decision", facts="噪声会影响隔壁。", **typed).must(303)
    return case.hearings.get()


def neighbour(hearing: Hearing) -> Client:
    """A browser that nobody signed in with, let in by the code of the letter."""
    browser = Client()
    voice = hearing.participants.get(number=2)
    assert voice.code is not None
    wrong = {"hearing_no": hearing.number, "hearing_code": "000000"}
    assert "对不上" in Page(browser.post("/hearings", wrong)).must(404).text
    Page(browser.post("/hearings", {**wrong, "hearing_code": voice.code.reveal()})).must(303)
    return browser


@pytest.mark.proves("F1.8")
def test_from_the_letter_to_the_decision_through_pages(hall: Hall) -> None:
    case = hall.to_decide()
    hearing, decider, citizen = told(hall, case), hall.desk(Role.DECIDER), signed_in(hall.world.citizen)
    here, desk = f"/hearings/{hearing.number}", f"/workbench/hearings/{hearing.number}"
    page = decider.open(case)
    assert "还不能决定" in page.text
    assert f'action="/workbench/cases/{case.number}/moves/decide"' not in page.html
    first = Page(citizen.get(f"/cases/{case.number}")).must(200)
    assert here in first.links(), "the first thing on the applicant's page"

    guest = neighbour(hearing)
    page = Page(guest.get(here)).must(200)
    assert "噪声会影响隔壁" in page.text
    assert "17:00前,可以写意见,也可以要求听证。还剩5个工作日" in page.text
    assert "过了这天没人提,就不开听证" in page.text, "what comes of doing nothing"
    assert "tel:08332101001" in page.links(), "whom to call"
    assert "张伟" not in page.text
    assert "嘉定中路" not in page.text, "nothing of the applicant's own data"
    send(guest, here, act="state_view", words__state_view=VIEW).must(303)
    send(guest, here, act="ask").must(303)
    assert Page(Client().get(here)).status == 303, "who has no code is asked for it"
    assert VIEW not in Page(citizen.get(here)).must(200).text

    day = calendar_of("511102").add_working_days(city_date(hall.clock.now), 8)
    chair = hall.world.officer(Role.ISSUER)
    when = {"schedule__day": day.isoformat(), "schedule__time": "10:00", "schedule__place": "大厅三楼听证室"}
    page = send(decider, desk, move="schedule", **when, schedule__chair="nobody", schedule__doors="open")
    assert "不能是审查" in page.must(422).text
    send(
        decider, desk, move="schedule", **when, schedule__chair=chair.pseudonym, schedule__doors="open"
    ).must(303)
    assert "大厅三楼听证室" in Page(Client().get("/open/hearings")).must(200).text
    assert f"{day.month}月{day.day}日" in Page(guest.get(here)).text.split("开听证,请准时到。")[0]
    send(guest, here, act="challenge_chair", words__challenge_chair="他是申请人的亲戚。").must(303)
    answer = {"challenge__upheld": "no", "challenge__words": "查过,不是亲戚。"}
    send(decider, desk, move="answer_challenge", **answer).must(303)
    assert "查过,不是亲戚。" in Page(guest.get(here)).text

    opening = dt.datetime.combine(day, dt.time(10), CITY_TIME)
    hall.later(seconds=(opening - hall.clock.now).total_seconds())
    chairing = hall.desk(Role.ISSUER)
    decider, citizen = hall.desk(Role.DECIDER), signed_in(hall.world.citizen)
    assert desk in chairing.get("/workbench/hearings").links()
    record = {"hold__record": "申请人同意22点后不营业。", "hold__present": ["1", "2"]}
    send(chairing, desk, move="hold", **record).must(303)
    guest = neighbour(hearing)
    for browser in (guest, citizen):
        send(browser, here, act="sign").must(303)
    assert "请写答复。" in send(decider, desk, move="answer_views").must(422).text
    answers = {"views__1": "写进许可内容。", "consideration": "照笔录办。"}
    send(decider, desk, move="answer_views", **answers).must(303)
    assert "写进许可内容。" in Page(guest.get(here)).text
    assert "听证和意见" in Page(citizen.get("/me/looks")).text, "he sees who read it"

    assert Page(guest.post("/hearings/leave")).status == 303
    assert Page(guest.get(here)).status == 303
    assert hall.world.decide(case).state == CaseState.DECIDED


def test_a_number_in_the_wrong_place_leads_to_the_right_one_and_what_is_missing_is_said(hall: Hall) -> None:
    """The letter's number at 'my progress', in any writing; then an empty door."""
    guest = Client()
    sent = Page(guest.post("/progress", {"case_no": " t1234 5678", "query_code": "1"})).must(303)
    assert sent.leads_to == "/hearings?hearing_no=t1234+5678"
    assert 'value="t1234 5678"' in Page(guest.get(sent.leads_to)).must(200).html
    empty = Page(guest.post("/hearings", {})).must(422)
    assert "请写听证编号。" in empty.text
    assert {"#f-hearing_no", "#f-hearing_code"} <= empty.links()
    assert empty.html.count('aria-invalid="true"') == 2


def test_open_hearings_show_what_is_ahead_first_in_both_languages(hall: Hall) -> None:
    hearing = told(hall, hall.to_decide())
    calls = hall.world.voice(hearing, 2)
    cases.ask_for_hearing(**calls)
    schedule(hall.world, hearing)
    guest = Client()
    guest.cookies["language"] = "en"
    ahead = Page(guest.get("/open/hearings")).must(200).text
    assert "Foodbusinesslicence(new)" in ahead.split("Tocome")[-1]
    assert "Heldinthelastthreemonths" not in ahead
    hall.later(days=40)
    later = Page(guest.get("/open/hearings")).must(200).text
    assert hearing.number in later.split("Heldinthelastthreemonths")[-1]


def test_everybody_waives_and_nothing_waits(hall: Hall) -> None:
    case = hall.to_decide()
    hearing = told(hall, case)
    here = f"/hearings/{hearing.number}"
    for browser in (neighbour(hearing), signed_in(hall.world.citizen)):
        page = Page(browser.get(here))
        sent = {"once": page.hidden("once"), "act": "waive"}
        for _ in range(2):  # pressed twice, it is made once
            Page(browser.post(here, sent)).must(303)
    hearing.refresh_from_db()
    assert hearing.state == HearingState.WAIVED
    assert "还不能决定" not in hall.desk(Role.DECIDER).open(case).text


def act(caller: Caller, hearing: Hearing, what: str, **more: str) -> Any:
    code = hearing.participants.get(number=2).code
    assert code is not None
    sent = {"number": hearing.number, "code": code.reveal(), "act": what, **more}
    return caller.post("/heard/acts", sent)


@pytest.mark.proves("F1.8")
def test_the_same_by_programs(hall: Hall) -> None:
    case = hall.to_decide()
    now = hall.clock.now
    decider, citizen, chair, guest = (
        caller_of(hall.desk(Role.DECIDER).account, now),
        caller_of(hall.world.citizen, now),
        caller_of(hall.desk(Role.ISSUER).account, now),
        Caller(),
    )
    seen = decider.get(f"/cases/{case.number}").tag
    telling = {
        "ground": "decision",
        "facts": "噪声会影响隔壁。",
        "interested": [{"name": "赵敏", "phone": "13800138001"}],
    }
    number = decider.post(f"/cases/{case.number}/hearings", telling, seen=seen).json["number"]
    hearing = Hearing.objects.get(number=number)
    refused = decider.post(
        f"/cases/{case.number}/moves/decide",
        {"decision": "grant", "points": hall.world.points(case), "reasons": "符合条件。"},
        seen=decider.get(f"/cases/{case.number}").tag,
    )
    assert refused.code == "hearing_open"

    assert act(guest, hearing, "state_view", words=VIEW).json["state"] == "told"
    assert act(guest, hearing, "ask").json["state"] == "asked"
    wrong = {"number": number, "code": "000000"}
    assert guest.post("/heard", wrong, key="").code == "hearing_code_wrong"
    assert citizen.post(f"/hearings/{number}/request").json["state"] == "asked"
    assert citizen.call("DELETE", f"/hearings/{number}/request").json["state"] == "asked"
    assert citizen.get(f"/hearings/{number}").json["views"] == [], "another's views are not his"
    assert decider.get(f"/hearings/{number}").json["views"][0]["words"] == VIEW

    day = calendar_of("511102").add_working_days(city_date(now), 8)
    opening = dt.datetime.combine(day, dt.time(10), CITY_TIME).astimezone(dt.UTC)
    sitting = {"opens_at": opening.isoformat(), "place": "听证室"}
    schedule = {**sitting, "chair": hall.world.officer(Role.ISSUER).pseudonym}
    assert citizen.post(f"/hearings/{number}/schedule", schedule).status == 403
    assert decider.post(f"/hearings/{number}/schedule", schedule).json["state"] == "scheduled"
    (public,) = guest.get("/open/hearings").json["items"]
    assert public["number"] == number
    assert citizen.post(f"/hearings/{number}/challenge", {"words": "不公正。"}).status == 200
    kept = {"upheld": False, "words": "没有依据。"}
    assert decider.post(f"/hearings/{number}/challenge/answer", kept).status == 200

    hall.later(seconds=(opening - now).total_seconds())
    now = hall.clock.now
    decider, citizen, chair = (
        caller_of(hall.desk(Role.DECIDER).account, now),
        caller_of(hall.world.citizen, now),
        caller_of(hall.desk(Role.ISSUER).account, now),
    )
    record = {"record": "双方各说各的。", "present": [1, 2]}
    assert decider.post(f"/hearings/{number}/record", record).status == 403
    assert chair.post(f"/hearings/{number}/record", record).json["state"] == "held"
    assert citizen.post(f"/hearings/{number}/signature").json["state"] == "held"
    refusal = {"participant": 2, "note": "不肯签。"}
    assert chair.post(f"/hearings/{number}/record/refusals", refusal).json["state"] == "answering"
    answers = {"answers": {"1": "限到22点。"}, "consideration": "照笔录办。"}
    assert decider.post(f"/hearings/{number}/answers", answers).json["state"] == "closed"
    assert [each["state"] for each in citizen.get("/hearings").json["items"]] == ["closed"]


def test_another_office_is_not_even_told_that_it_exists(hall: Hall) -> None:
    hearing = told(hall, hall.to_decide())
    stranger = hall.desk(Role.DECIDER, "11511111008501029L")
    assert stranger.get(f"/workbench/hearings/{hearing.number}").status == 404
    assert Page(signed_in(hall.world.citizen).get("/hearings/T00000000")).status == 303
    cases.state_view(**hall.world.voice(hearing, 2), words=VIEW)
    assert VIEW not in Page(Client().get("/open/hearings")).text
