"""补正: told once and completely, each line with the way to the very field, the same pages again."""

import re

import pytest

from leyiban.cases.models import Case, Draft
from leyiban.cases.operations import request_again, withdraw_correction
from leyiban.cases.rules.intake import Defect
from leyiban.kernel.actors import Role
from tests.web.journey.test_papers import photo, slot_of
from tests.web.journey.traveller import Traveller

ASKED = ("form.business_address", "materials.layout_plan")


@pytest.fixture
def case(traveller: Traveller) -> Case:
    return traveller.world.ask_correction(traveller.world.submitted(), *ASKED)


@pytest.mark.proves("F1.5")
def test_the_notice_leads_to_the_very_field_and_the_very_slot(traveller: Traveller, case: Case) -> None:
    """F1.5: correction request on field/document level, direct link to fix."""
    at = f"/cases/{case.number}"
    page = traveller.get(at).must(200)
    assert "请您补材料(补正),最晚4月8日(星期三)交。" in page.text
    assert "请您补2样" in page.text
    assert "详细地址不清楚请重新填写或上传" in page.text

    opened = traveller.post(f"{at}/correct", {"to": "materials.layout_plan"}).must(303)

    draft = Draft.objects.get(case=case)
    assert opened.leads_to == f"/drafts/{draft.key}/papers#p-layout_plan"
    again = traveller.post(f"{at}/correct", {"to": "form.business_address"}).must(303)
    assert again.leads_to == f"/drafts/{draft.key}/form/shop#f-business_address"
    assert again.leads_to in traveller.get(at).links()
    assert traveller.post(f"{at}/correct").must(303).leads_to == f"/drafts/{draft.key}"


@pytest.mark.proves("F1.5")
def test_what_was_asked_stands_beside_its_field_until_it_is_touched(traveller: Traveller, case: Case) -> None:
    traveller.post(f"/cases/{case.number}/correct", {"to": ASKED[0]})
    draft = Draft.objects.get(case=case)
    path = f"/drafts/{draft.key}/form/shop"
    page = traveller.get(path)
    assert re.search(r'id="f-business_address-error".*?不清楚。请重新填写或上传', page.html, re.DOTALL)
    assert "请您改这1处" in page.text

    fields = dict(traveller.pages_of(draft))[path] | {"business_address": "嘉定中路99号"}
    traveller.post(path, {**fields, "version": page.hidden("version")}).must(303)

    assert "不清楚" not in traveller.get(path).text
    assert "改过了" in traveller.get(f"/cases/{case.number}").text
    papers = f"/drafts/{draft.key}/papers"
    assert "请您补交" in slot_of(traveller.get(papers), "layout_plan")
    traveller.post(papers, {"papers.layout_plan": photo(), "upload": "layout_plan"}).must(303)
    assert "已收到" in slot_of(traveller.get(papers), "layout_plan")
    assert "都补了,去交" in traveller.get(f"/cases/{case.number}").text


@pytest.mark.proves("F1.5")
def test_it_is_handed_in_on_the_same_pages_and_goes_on(traveller: Traveller, case: Case) -> None:
    traveller.post(f"/cases/{case.number}/correct")
    draft = Draft.objects.get(case=case)
    traveller.fill(draft, business_address="嘉定中路99号")
    assert "补交上去" in traveller.get(f"/drafts/{draft.key}/check").text

    sent = traveller.submit(draft).must(303)

    assert sent.leads_to == f"/cases/{case.number}/receipt"
    assert "补的交上了" in traveller.get(sent.leads_to).text
    page = traveller.get(f"/cases/{case.number}")
    assert "收到了。" in page.text
    assert "您补过了" in page.text
    case.refresh_from_db()
    assert case.round == 2


@pytest.mark.proves("F1.5")
def test_a_notice_taken_back_keeps_its_words(traveller: Traveller, case: Case) -> None:
    """F1.5: can be withdrawn without losing the message."""
    traveller.world.do(withdraw_correction, case, Role.WINDOW_CLERK)

    page = traveller.get(f"/cases/{case.number}")

    assert "收回了,不用补" in page.text
    assert "不清楚" in page.text
    assert "请您补2样" not in page.text
    late = traveller.post(f"/cases/{case.number}/correct", {"to": ASKED[0]}).must(303)
    assert late.leads_to == f"/cases/{case.number}"


@pytest.mark.proves("F1.5")
def test_a_second_request_is_shown_as_what_it_is(traveller: Traveller, case: Case) -> None:
    """F1.5: a second request about something visible the first time is public, and does not pause the clock."""
    case = traveller.world.supplement(case, business_address="嘉定中路99号")
    traveller.world.do(
        request_again,
        case,
        Role.DECIDER,
        defects=[Defect("form.floor_area", "面积偏大", "请核对后再写")],
        reason="第一次看漏了。",
    )

    page = traveller.get(f"/cases/{case.number}")

    assert "公开的再次要求,时限不停" in page.text
    assert "第一次看漏了。" in page.text


def test_throwing_the_correction_away_leaves_the_case(traveller: Traveller, case: Case) -> None:
    traveller.post(f"/cases/{case.number}/correct")
    draft = Draft.objects.get(case=case)
    assert "办件本身不变" in traveller.get(f"/drafts/{draft.key}/discard").text

    traveller.post(f"/drafts/{draft.key}/discard").must(303)

    assert "请您补2样" in traveller.get(f"/cases/{case.number}").text


def test_a_correction_is_the_first_thing_on_the_home_page(traveller: Traveller, case: Case) -> None:
    traveller.world.submitted()

    home = traveller.get("/").text

    assert home.index("请您补材料(补正)") < home.index("收到了。")
    assert "去补材料" in home
