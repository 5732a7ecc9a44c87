"""Pages of questions: known facts filled in, kept while typing, told beside the field, never lost."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Draft
from leyiban.cases.operations import save_answers, take_over_draft
from leyiban.kernel.actors import Role
from tests.web.journey.traveller import Page, Traveller, signed_in

AUTOSAVE = {"X-Requested-With": "autosave"}


@pytest.fixture
def draft(traveller: Traveller) -> Draft:
    return traveller.begin()


def typed(traveller: Traveller, draft: Draft, step: str) -> dict[str, object]:
    """What one types on a page, with its version."""
    path = f"/drafts/{draft.key}/form/{step}"
    fields = dict(traveller.pages_of(draft))[path]
    return {**fields, "version": traveller.get(path).hidden("version")}


def kept(draft: Draft) -> dict[str, object]:
    draft.refresh_from_db()
    return dict(read_answers(draft.answers))


def test_every_page_asks_at_most_seven_questions(traveller: Traveller, draft: Draft) -> None:
    for path, _ in traveller.pages_of(draft):
        page = traveller.get(path).must(200)
        assert 1 <= len(re.findall(r"data-field=", page.html)) <= 7, path


@pytest.mark.proves("F1.4")
def test_what_the_city_holds_comes_filled_in_with_its_source(traveller: Traveller, draft: Draft) -> None:
    """F1.4: per-field source, date and a "this is wrong" button."""
    page = traveller.get(f"/drafts/{draft.key}/form/operator")

    assert 'value="嘉州小馆"' in page.html
    assert f'value="{traveller.world.applicant.uscc}"' in page.html
    assert "来自:市场主体登记·2026年3月9日" in page.text
    wrong = next(link for link in page.links() if "wrong/organisation.uscc" in link)
    told = traveller.get(wrong).must(200)
    assert "市场主体登记" in told.text
    assert f"/drafts/{draft.key}/form/operator#f-uscc" in told.links()
    assert any(link.startswith("tel:") for link in told.links())


def test_a_fact_that_nobody_knows_of_is_no_page(traveller: Traveller, draft: Draft) -> None:
    traveller.get(f"/drafts/{draft.key}/wrong/nothing").must(404)


def test_saving_leads_on_and_keeps_who_typed_it(traveller: Traveller, draft: Draft) -> None:
    saved = traveller.post(f"/drafts/{draft.key}/form/situations", typed(traveller, draft, "situations"))

    assert saved.must(303).leads_to == f"/drafts/{draft.key}/form/operator"
    assert kept(draft)["business_kind"] == "catering"
    assert draft.typed_by["business_kind"]["by"] == "applicant"


def test_what_is_missing_or_wrong_is_told_beside_its_field_and_nothing_is_lost(
    traveller: Traveller, draft: Draft
) -> None:
    fields = typed(traveller, draft, "operator") | {"uscc": "12345", "legal_representative": ""}

    page = traveller.post(f"/drafts/{draft.key}/form/operator", fields).must(422)

    assert 'value="12345"' in page.html
    assert 'href="#f-uscc"' in page.html
    assert re.search(r'id="f-uscc"[^>]*aria-invalid="true"', page.html)
    assert "请填写:法定代表人" in page.text
    assert kept(draft)["contact_name"] == fields["contact_name"]
    assert "uscc" not in kept(draft)


def test_going_back_keeps_everything(traveller: Traveller, draft: Draft) -> None:
    fields = typed(traveller, draft, "situations")
    traveller.post(f"/drafts/{draft.key}/form/situations", fields).must(303)

    page = traveller.get(f"/drafts/{draft.key}/form/situations")

    assert re.search(r'value="catering" checked', page.html)


def test_keeping_for_later_asks_for_nothing_more(traveller: Traveller, draft: Draft) -> None:
    version = traveller.get(f"/drafts/{draft.key}/form/operator").hidden("version")

    page = traveller.post(
        f"/drafts/{draft.key}/form/operator", {"contact_name": "李丽", "later": "1", "version": version}
    )

    assert page.must(303).leads_to == f"/drafts/{draft.key}"
    assert kept(draft) == {"contact_name": "李丽"}


def test_a_question_that_an_answer_opens_is_asked_before_going_on(traveller: Traveller, draft: Draft) -> None:
    fields = typed(traveller, draft, "safety") | {"online_sales": "yes", "central_kitchen": "no"}

    page = traveller.post(f"/drafts/{draft.key}/form/safety", fields)

    assert "在哪些平台卖" in page.text
    assert page.status in (200, 422)
    fields |= {"version": page.hidden("version"), "platform_names": "本地外卖平台"}
    traveller.post(f"/drafts/{draft.key}/form/safety", fields).must(303)
    assert kept(draft)["platform_names"] == "本地外卖平台"


def test_an_answer_to_a_question_that_is_hidden_again_does_not_travel(
    traveller: Traveller, draft: Draft
) -> None:
    traveller.fill(draft, online_sales=True, platform_names="本地外卖平台")
    traveller.fill(draft, online_sales=False)
    traveller.put_papers(draft)

    traveller.submit(draft).must(303)

    case = traveller.world.applicant.cases.get()
    assert "platform_names" not in read_answers(case.answers)


def test_a_page_that_an_answer_has_closed_leads_to_the_overview(traveller: Traveller, draft: Draft) -> None:
    page = traveller.get(f"/drafts/{draft.key}/form/no_such_page").must(303)

    assert page.leads_to == f"/drafts/{draft.key}"


def test_a_field_of_ones_own_invention_is_ignored(traveller: Traveller, draft: Draft) -> None:
    fields = typed(traveller, draft, "situations") | {"colour": "red", "floor_area": "7"}

    traveller.post(f"/drafts/{draft.key}/form/situations", fields).must(303)

    assert set(kept(draft)) == {"business_kind", "vending", "applicant_acts"}


def test_unticking_every_box_is_an_answer(traveller: Traveller, draft: Draft) -> None:
    traveller.fill(draft)
    fields = typed(traveller, draft, "shop")
    del fields["business_items"]

    traveller.post(f"/drafts/{draft.key}/form/shop", fields).must(422)

    assert "business_items" not in kept(draft)


def test_the_lists_of_a_region_open_without_scripts(traveller: Traveller, draft: Draft) -> None:
    path = f"/drafts/{draft.key}/form/shop"

    page = traveller.post(
        path, {"business_region": "511111", "business_address": "新街1号", "regions_of": "business_region"}
    ).must(200)

    assert '<option value="511111" selected>' in page.html
    assert re.search(r'<option value="511111\d{3}"', page.html)
    assert 'value="新街1号"' in page.html
    assert kept(draft) == {}


@pytest.mark.proves("F1.3")
def test_it_keeps_itself_while_somebody_types(traveller: Traveller, draft: Draft) -> None:
    path = f"/drafts/{draft.key}/form/shop"
    version = traveller.get(path).hidden("version")
    fields = {"business_address": "嘉定中路88号", "floor_area": "几十", "version": version}

    page = traveller.post(path, fields, **AUTOSAVE).must(200)

    assert "已保存09:30" in page.text
    assert kept(draft) == {"business_address": "嘉定中路88号"}
    assert f'data-version="{draft.version}"' in page.html
    assert "<form" not in page.html


def test_what_was_saved_elsewhere_stands_beside_what_was_typed(traveller: Traveller, draft: Draft) -> None:
    path = f"/drafts/{draft.key}/form/shop"
    fields = typed(traveller, draft, "shop") | {"business_address": "甲街1号"}
    save_answers(
        key=draft.key,
        answers={"business_address": "乙街2号"},
        version=None,
        actor=traveller.world.person,
        now=traveller.clock.now,
    )

    page = traveller.post(path, fields).must(409)

    assert 'value="甲街1号"' in page.html
    assert "别处存的是:乙街2号" in page.text
    traveller.post(path, fields, **AUTOSAVE).must(409)
    assert kept(draft)["business_address"] == "乙街2号"
    traveller.post(path, {**fields, "version": page.hidden("version")}).must(303)
    assert kept(draft)["business_address"] == "甲街1号"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_its_version_is_compared_too(traveller: Traveller, draft: Draft, version: str) -> None:
    fields = typed(traveller, draft, "situations") | {"version": version}

    traveller.post(f"/drafts/{draft.key}/form/situations", fields).must(409)


@pytest.mark.proves("F1.3")
def test_what_a_clerk_filled_in_says_so(traveller: Traveller, draft: Draft) -> None:
    """F1.3: each field stamped with who typed it."""
    clerk = traveller.world.officer(Role.WINDOW_CLERK)
    take_over_draft(code=draft.handover_code, actor=clerk)
    save_answers(
        key=draft.key,
        answers={"business_address": "嘉定中路88号"},
        version=None,
        actor=clerk,
        now=traveller.clock.now,
    )

    assert "代填" in traveller.get(f"/drafts/{draft.key}/form/shop").text


@pytest.mark.proves("F1.4")
def test_the_second_time_nobody_types_it_again(traveller: Traveller) -> None:
    """F1.4: reuse of earlier dossiers, with source and date."""
    case = traveller.submitted()
    traveller.world.accept(case)
    traveller.later(days=10)
    draft = traveller.begin()

    page = traveller.get(f"/drafts/{draft.key}/form/shop")

    address = read_answers(case.answers)["business_address"]
    assert f'value="{address}"' in page.html
    assert "您上次办这件事填的" in page.text
    assert "2026年3月9日" in page.text
    situations = traveller.get(f"/drafts/{draft.key}/form/situations")
    assert "checked" not in situations.html, "what the matter is must be said anew"


def test_a_page_costs_the_same_queries_however_much_is_filled_in(traveller: Traveller, draft: Draft) -> None:
    path = f"/drafts/{draft.key}/form/shop"
    traveller.get(path)
    with CaptureQueriesContext(connection) as empty:
        traveller.get(path)
    traveller.fill(draft)
    with CaptureQueriesContext(connection) as full:
        traveller.get(path)

    assert len(full) <= len(empty) + 1  # the list of townships
    assert len(full) <= 30


def test_texts_of_any_kind_are_taken_or_told(traveller: Traveller, draft: Draft) -> None:
    path = f"/drafts/{draft.key}/form/operator"
    for name in ("阿卜杜拉·买买提", "欧阳娜", "𬎆明", "李" * 200, "😀", "<script>alert(1)</script>", "\x00"):
        fields = typed(traveller, draft, "operator") | {"contact_name": name}
        page = traveller.post(path, fields)
        assert page.status in ((400,) if name == "\x00" else (303, 422)), name
        assert "<script>alert" not in page.html


def test_an_interrupted_form_is_sent_again_after_signing_in(traveller: Traveller, draft: Draft) -> None:
    """A session that ended while typing: what the middleware keeps goes to the same address as a plain form."""
    path = f"/drafts/{draft.key}/form/situations"
    fields = typed(traveller, draft, "situations")
    session = traveller.browser.session
    session.update(
        {
            "seen": (traveller.clock.now - dt.timedelta(hours=2)).isoformat(),
            "begun": (traveller.clock.now - dt.timedelta(hours=3)).isoformat(),
            "idle_minutes": 30,
            "longest_hours": 12,
        }
    )
    session.save()

    ended = traveller.post(path, fields).must(303)
    assert "ended=kept" in ended.leads_to
    assert kept(draft) == {}

    traveller.browser = signed_in(traveller.world.citizen)
    parked = traveller.get("/me/unsent").must(200)
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', parked.html))
    assert again["business_kind"] == "catering"
    traveller.post(path, again).must(303)
    assert kept(draft)["business_kind"] == "catering"


def test_the_page_in_english(traveller: Traveller, draft: Draft) -> None:
    traveller.browser.cookies["language"] = "en"

    page = Page(traveller.browser.get(f"/drafts/{draft.key}/form/operator"))

    assert "Save and continue" in page.html
    assert "business register" in page.html
    assert "is this wrong" in page.html.lower() or "wrong?" in page.html.lower()
