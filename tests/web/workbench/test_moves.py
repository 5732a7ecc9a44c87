"""Moves made through their forms: what happens, what is refused, and what is never typed twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leyiban.cases import operations as cases
from leyiban.cases.models import Case, CorrectionNotice, Opinion
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from tests.web.journey.traveller import Page
from tests.web.workbench.hall import Hall

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xdc\xccY\xe7\x00\x00\x00\x00IEND\xaeB`\x82"
)


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.mark.proves("M5.2")
def test_accepting_says_so_and_leads_on(hall: Hall) -> None:
    case, following = hall.world.submitted(), hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)

    done = clerk.move(case, "accept").must(303)

    assert now_of(case).state == CaseState.UNDER_REVIEW
    page = clerk.get(done.leads_to).must(200)
    assert "办好了:受理" in page.text
    assert f"/workbench/cases/{following.number}" in page.links()


def test_pressed_three_times_it_is_done_once(hall: Hall) -> None:
    case = hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)
    page = clerk.open(case)

    answers = [clerk.send(case, "accept", page).must(303).leads_to for _ in range(3)]

    assert len(set(answers)) == 1
    assert [entry.kind for entry in trail("case", case.number)].count("case.accepted/1") == 1


@pytest.mark.proves("F1.5")
def test_one_notice_names_every_ticked_thing_in_ready_words_or_own(hall: Hall) -> None:
    case = hall.world.submitted()
    hall.desk(Role.WINDOW_CLERK).move(
        case,
        "notify_correction",
        defect=["materials.layout_plan", "form.business_address"],
        **{
            "phrase.materials.layout_plan": "unclear",
            "what.form.business_address": "门牌号不全",
            "how.form.business_address": "写到几楼",
            "what.form.floor_area": "没有勾,不算",
        },
    ).must(303)

    told = CorrectionNotice.objects.get(case=case).defects.reveal()
    for said in ("照片不清楚", "请在光线好的地方重拍", "门牌号不全", "写到几楼"):
        assert said in told
    assert "不算" not in told
    page = hall.desk(Role.WINDOW_CLERK).open(case)
    assert "第1次·等申请人补" in page.text
    assert "详细地址·门牌号不全。写到几楼" in page.text


def test_a_tick_must_say_what_is_wrong_and_the_rest_stays_typed(hall: Hall) -> None:
    case = hall.world.submitted()
    page = hall.desk(Role.WINDOW_CLERK).move(
        case,
        "notify_correction",
        defect=["form.floor_area", "form.staff_count"],
        **{"what.form.staff_count": "和社保人数不一致"},
    )

    page.must(422)
    assert "请选一句,或写哪里不对。" in page.text
    assert 'value="和社保人数不一致"' in page.html
    assert 'name="defect" value="form.staff_count" checked' in page.html
    assert now_of(case).state == CaseState.SUBMITTED


def test_ticking_and_then_accepting_is_asked_about(hall: Hall) -> None:
    case = hall.world.submitted()

    page = hall.desk(Role.WINDOW_CLERK).move(case, "accept", defect=["form.floor_area"]).must(409)

    assert "要受理请先取消勾选" in page.text
    assert now_of(case).state == CaseState.SUBMITTED


@pytest.mark.proves("F1.5")
def test_a_second_notice_offers_only_what_the_supplement_touched(hall: Hall) -> None:
    asked = hall.world.ask_correction(hall.world.submitted(), "form.floor_area")
    case = hall.world.supplement(asked, floor_area=61)
    clerk = hall.desk(Role.WINDOW_CLERK)

    page = clerk.open(case)
    assert 'name="defect" value="form.floor_area"' in page.html
    assert 'name="defect" value="form.staff_count"' not in page.html
    refused = clerk.move(
        case, "notify_correction", defect="form.staff_count", **{"what.form.staff_count": "漏看了"}
    )
    assert "不能第二次才要求补" in refused.must(409).text
    clerk.move(
        case, "notify_correction", defect="form.floor_area", **{"what.form.floor_area": "面积又写错"}
    ).must(303)


@pytest.mark.proves("F1.5")
def test_asking_again_needs_the_deciders_reason(hall: Hall) -> None:
    asked = hall.world.ask_correction(hall.world.submitted(), "form.floor_area")
    case = hall.world.supplement(asked, floor_area=61)
    decider = hall.desk(Role.DECIDER)
    typed = {"defect": "form.staff_count", "what.form.staff_count": "漏看了"}

    assert "请写明理由" in decider.move(case, "request_again", **typed).must(422).text
    decider.move(case, "request_again", **typed, again__reason="首次审查时漏看,责任在我们。").must(303)
    assert CorrectionNotice.objects.get(case=case, repeated=True).reason.reveal().startswith("首次审查")


@pytest.mark.proves("F1.5")
def test_a_notice_can_be_taken_back_and_stays_readable(hall: Hall) -> None:
    case = hall.world.ask_correction(hall.world.submitted(), "form.floor_area")
    clerk = hall.desk(Role.WINDOW_CLERK)

    clerk.move(case, "withdraw_correction").must(303)

    assert now_of(case).state == CaseState.SUBMITTED
    assert "今天09:30收回" in clerk.open(case).text


def test_refusing_names_ground_reasons_and_the_right_office(hall: Hall) -> None:
    case = hall.world.submitted()
    decider = hall.desk(Role.DECIDER)

    empty = decider.move(case, "refuse", refuse__ground="not_competent").must(422)
    assert "请选该找哪个部门。" in empty.text
    assert "请写理由。" in empty.text
    decider.move(
        case,
        "refuse",
        refuse__ground="not_competent",
        refuse__agency="11511111008501029L",
        refuse__reasons="店在沙湾区,归沙湾区管。",
    ).must(303)

    assert now_of(case).state == CaseState.REFUSED
    assert trail("case", case.number)[-1].facts.right_agency == "11511111008501029L"


@pytest.mark.proves("M5.2")
def test_an_opinion_looks_at_every_point_and_keeps_every_note(hall: Hall) -> None:
    case = hall.under_review()
    reviewer = hall.desk(Role.REVIEWER)

    page = reviewer.move(
        case,
        "give_opinion",
        point__give_opinion__same_name="yes",
        point__give_opinion__items_fit="no",
        opinion__text="布局和经营项目不符。",
    ).must(422)
    assert page.text.count("请选符合或不符合。") == 2, "beside the point and on top"
    assert "请写哪里不符合。" in page.text
    assert "布局和经营项目不符。" in page.html

    reviewer.move(
        case,
        "give_opinion",
        point__give_opinion__same_name="yes",
        point__give_opinion__items_fit="no",
        note__give_opinion__items_fit="没有冷荤间",
        point__give_opinion__manager_named="yes",
        opinion__conclusion="disagree",
        opinion__text="布局和经营项目不符。",
    ).must(303)

    opinion = Opinion.objects.get(case=case)
    assert opinion.points == {"same_name": "yes", "items_fit": "no", "manager_named": "yes"}
    assert "没有冷荤间" in opinion.text.reveal(), "what was typed beside the point is part of the opinion"
    assert opinion.conclusion == "disagree"


def test_a_sentence_is_made_from_the_points(hall: Hall) -> None:
    case = hall.under_review()
    reviewer = hall.desk(Role.REVIEWER)
    path = f"/workbench/cases/{case.number}/suggestion/give_opinion"
    typed = {f"point.give_opinion.{key}": "yes" for key in ("same_name", "items_fit", "manager_named")}

    script = reviewer.post(path, typed, **{"X-Requested-With": "suggestion"}).must(200)
    assert script.html == "经核对，3项审查要点均符合，同意。"

    typed |= {"point.give_opinion.items_fit": "no", "note.give_opinion.items_fit": "没有冷荤间"}
    page = reviewer.post(path, typed).must(200)
    assert "2项符合,1项不符合:“经营项目和场所、设备相符”不符合" in page.text
    assert "没有冷荤间。不同意。" in page.text
    assert now_of(case).version == case.version, "nothing was decided"
    reviewer.post(f"/workbench/cases/{case.number}/suggestion/decide", {}).must(404)


def test_a_stale_page_tells_what_changed_and_keeps_what_was_typed(hall: Hall) -> None:
    case = hall.under_review()
    reviewer = hall.desk(Role.REVIEWER)
    page = reviewer.open(case)
    hall.world.do(cases.take_case, case, Role.REVIEWER)

    again = reviewer.send(case, "give_opinion", page, opinion__text="材料真实,地址已核。").must(409)

    assert "刚刚有了新进展" in again.text
    assert "接手王科员" in again.text
    assert "材料真实,地址已核。" in again.html
    assert again.hidden("version") == str(now_of(case).version)
    assert not Opinion.objects.filter(case=case).exists()


def test_what_was_typed_stays_even_when_its_form_is_gone(hall: Hall) -> None:
    case = hall.under_review()
    reviewer = hall.desk(Role.REVIEWER)
    page = reviewer.open(case)
    hall.world.opinion(case, Role.REVIEWER)
    hall.world.opinion(now_of(case), Role.REVIEWER)

    again = reviewer.send(case, "give_opinion", page, opinion__text="这一段写了半小时。").must(409)

    assert "您刚才写的,现在用不上了这一段写了半小时。" in again.text


def test_sending_back_goes_to_an_earlier_step_with_a_word_why(hall: Hall) -> None:
    case = hall.to_decide()
    decider = hall.desk(Role.DECIDER)

    decider.move(case, "send_back", back__task="review").must(422)
    decider.move(case, "send_back", back__task="review", back__text="请补看冷藏设备。").must(303)

    assert now_of(case).task == "review"
    assert "请补看冷藏设备。" in hall.desk(Role.REVIEWER).open(case).text


@pytest.mark.proves("M5.2")
@pytest.mark.parametrize(("decision", "shown"), [("grant", "决定准予"), ("deny", "决定不予")])
def test_a_decision_has_reasons_that_the_applicant_reads(hall: Hall, decision: str, shown: str) -> None:
    case = hall.to_decide()
    decider = hall.desk(Role.DECIDER)

    decider.move(case, "decide", decide__decision=decision).must(422)
    decider.move(case, "decide", decide__decision=decision, decide__reasons="依食品安全法第三十五条。").must(
        303
    )

    kept = now_of(case)
    assert (kept.decision, kept.reasons.reveal()) == (decision, "依食品安全法第三十五条。")
    assert shown in decider.open(case).text


def test_an_instant_item_is_decided_in_one_sitting(hall: Hall) -> None:
    case = hall.world.submitted("individual-business-setup")
    decider = hall.desk(Role.DECIDER)
    assert case.number in decider.get("/workbench").html, "it waits where it is decided"

    ticked = decider.move(case, "decide_on_spot", defect="form.shop_name")
    assert "要受理请先取消勾选" in ticked.must(409).text
    points = [point for task in case.item_version.rulefile.plan.tasks for point in task.points]
    decider.move(
        case,
        "decide_on_spot",
        decide_on_spot__decision="grant",
        decide_on_spot__reasons="材料齐全,符合登记管理条例。",
        **{f"point.decide_on_spot.{point.key}": "yes" for point in points},
    ).must(303)

    kinds = [entry.kind for entry in trail("case", case.number)]
    assert kinds == ["case.submitted/1", "case.decided/1"]


def test_an_instant_item_can_be_sent_for_correction_from_the_same_form(hall: Hall) -> None:
    case = hall.world.submitted("individual-business-setup")

    hall.desk(Role.DECIDER).move(
        case, "notify_correction", defect="form.shop_name", **{"phrase.form.shop_name": "not_allowed"}
    ).must(303)

    assert now_of(case).state == CaseState.CORRECTION_NOTIFIED


@pytest.mark.proves("F5.1")
def test_a_listed_procedure_stops_the_clock_and_lets_it_go_on(hall: Hall) -> None:
    case = hall.world.accept(hall.world.submitted("public-place-hygiene"))
    decider = hall.desk(Role.DECIDER, case.agency.uscc)
    procedure = next(iter(case.limits["pause_grounds"]))

    decider.move(case, "start_special").must(422)
    decider.move(case, "start_special", special__procedure=procedure).must(303)
    assert "‖暂停" in decider.open(case).text
    decider.move(now_of(case), "end_special").must(303)
    assert now_of(case).state == CaseState.UNDER_REVIEW


def test_extending_needs_a_reason_and_happens_once(hall: Hall) -> None:
    case = hall.under_review()
    decider = hall.desk(Role.DECIDER)

    decider.move(case, "extend").must(422)
    decider.move(case, "extend", extend__reason="现场核查遇暴雨。").must(303)
    assert "已延期" in decider.open(case).text
    assert "已延期过一次" in decider.move(case, "extend", extend__reason="还要再延。").must(409).text


def test_terminating_has_a_ground_and_reasons(hall: Hall) -> None:
    case = hall.under_review()
    decider = hall.desk(Role.DECIDER)

    decider.move(case, "terminate", end__ground="because").must(422)
    decider.move(case, "terminate", end__ground="matter_gone", end__reasons="店不开了。").must(303)

    assert now_of(case).state == CaseState.TERMINATED


def ready_at_window(hall: Hall) -> Case:
    """A decided case whose result lies at the window."""
    case = hall.world.decided()
    Case.objects.filter(pk=case.pk).update(delivery_way="window", state=CaseState.READY)
    return now_of(case)


def test_handing_over_is_proven_by_the_signed_slip(hall: Hall) -> None:
    case = ready_at_window(hall)
    issuer = hall.desk(Role.ISSUER)

    assert "请扫描签过字的送达回证。" in issuer.move(case, "deliver", deliver__way="window").must(422).text
    slip = SimpleUploadedFile("slip.png", PNG, "image/png")
    issuer.move(case, "deliver", deliver__way="window", deliver__slip=slip).must(303)

    delivered = trail("case", case.number)[-1]
    assert delivered.kind == "case.delivered/1"
    assert delivered.facts.evidence.startswith("sha256:")
    assert "签过字的送达回证" in issuer.open(case).text


def test_another_file_of_the_same_name_and_size_is_another_request(hall: Hall) -> None:
    case = ready_at_window(hall)
    issuer = hall.desk(Role.ISSUER)
    page = issuer.open(case)
    other = PNG[:-1] + bytes([PNG[-1] ^ 1])

    def hand_out(content: bytes) -> Page:
        slip = SimpleUploadedFile("slip.png", content, "image/png")
        return issuer.send(case, "deliver", page, deliver__way="window", deliver__slip=slip)

    first = hand_out(PNG).must(303).leads_to
    assert hand_out(PNG).must(303).leads_to == first, "the same press once more"
    hand_out(other).must(409)


def test_by_post_the_parcel_is_the_proof(hall: Hall) -> None:
    case = ready_at_window(hall)
    issuer = hall.desk(Role.ISSUER)

    assert "请填邮单号。" in issuer.move(case, "deliver", deliver__way="post").must(422).text
    issuer.move(case, "deliver", deliver__way="post", deliver__code="EA123456789CN").must(303)

    assert trail("case", case.number)[-1].facts.evidence == "EA123456789CN"


def test_correcting_on_the_spot_carries_the_clerks_name(hall: Hall) -> None:
    case = hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)
    path = f"/workbench/cases/{case.number}/spot"
    page = clerk.get(path).must(200)
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}

    wrong = clerk.post(path, {**hidden, "floor_area": "很大"}).must(422)
    assert 'value="很大"' in wrong.html
    clerk.post(path, {**hidden, "once": wrong.hidden("once"), "floor_area": "75"}).must(303)

    text = clerk.open(case).text
    assert "75平方米window_clerk某(窗口)填,今天09:30" in text
    assert "当场更正" in text


def test_withdrawing_for_the_applicant_is_the_counters_act(hall: Hall) -> None:
    case = hall.world.submitted()

    hall.desk(Role.WINDOW_CLERK).move(case, "withdraw").must(303)

    assert now_of(case).state == CaseState.WITHDRAWN


def test_unknown_moves_and_moves_of_the_clock_are_not_there(hall: Hall) -> None:
    case = hall.world.submitted()
    clerk = hall.desk(Role.WINDOW_CLERK)

    for name in ("deem_accepted", "record_licence", "submit", "nonsense", "correct_on_spot"):
        clerk.move(case, name).must(404)


def test_somebody_elses_move_is_refused_whatever_the_form_says(hall: Hall) -> None:
    case = hall.world.submitted()

    hall.desk(Role.WINDOW_CLERK).move(
        case, "refuse", refuse__ground="not_required", refuse__reasons="x"
    ).must(403)

    assert now_of(case).state == CaseState.SUBMITTED
