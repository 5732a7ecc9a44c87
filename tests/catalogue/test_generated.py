"""F1.1: guide, pre-check, form, checklist, limits and API schema come from one file."""

import datetime as dt
import re
from typing import get_args

import pytest

from leyiban.catalogue.rulefile import (
    Value,
    answers_from_post,
    checklist,
    form_pages,
    guide,
    json_schema,
    licence_surface,
    limits,
    missing_materials,
    needed_materials,
    planned_tasks,
    shown_answers,
    validate_answers,
)
from leyiban.catalogue.rulefile.guide import Guide
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.outcome import SurfaceSource
from leyiban.catalogue.vocabulary import DeliveryDate, DeliveryWay, HandleType, OnlineDepth, ResultKind
from leyiban.catalogue.words import Lang
from leyiban.kernel.clocks.limits import Limit, Unit
from tests.catalogue.rulefiles import CODES, FOOD, FOOD_ANSWERS, TODAY, fit, look_up, reading_of, rulefile_of
from tests.support.specimen import specimen

VALUES = dict(FOOD_ANSWERS)


def answers_of(rulefile: RuleFile) -> dict[str, Value]:
    return validate_answers(rulefile, specimen(rulefile, today=TODAY), today=TODAY).clean


def guide_of(rulefile: RuleFile, lang: Lang = Lang.ZH, on: dt.date = TODAY) -> Guide:
    found = limits(rulefile, look_up=look_up)
    return guide(rulefile, lang, limits=found, region="511102004", on=on)


@pytest.mark.proves("F1.1")
def test_one_changed_line_changes_guide_form_checklist_and_schema() -> None:
    """F1.1: guide, pre-check, form, clerk checklist and limit are generated from one versioned rule file."""
    before = rulefile_of(FOOD)
    after = fit(reading_of(FOOD, ("      - {value: canteen, label: {zh: 单位食堂,", "      - {value: canteen, label: {zh: 集体食堂,")))  # fmt: skip
    needs_papers = fit(
        reading_of(
            FOOD,
            (
                "      - {situation: vending, options: [with_machine]}",
                "      - {situation: business_kind, options: [canteen]}",
            ),
        )
    )
    values = VALUES | {"business_kind": "canteen"}

    def form(rulefile: RuleFile) -> object:
        return form_pages(rulefile, Lang.ZH, values=values, today=TODAY)

    def papers(rulefile: RuleFile) -> list[str]:
        return [line.material for line in checklist(rulefile, Lang.ZH, values=values, today=TODAY).papers]

    assert form(before) != form(after)
    assert json_schema(before) != json_schema(after)
    assert guide_of(before).materials != guide_of(needs_papers).materials
    assert papers(before) != papers(needs_papers)


@pytest.mark.proves("F1.1")
@pytest.mark.parametrize(
    ("line", "into"),
    [("          min: 1\n          max: 100000", "          min: 6\n          max: 100000")],
)
def test_the_same_line_rules_form_judge_and_schema(line: str, into: str) -> None:
    after = fit(reading_of(FOOD, (line, into)))
    pages = form_pages(after, Lang.ZH, values={}, today=TODAY)
    (area,) = [q for page in pages for q in page.questions if q.key == "floor_area"]
    assert area.min == 6
    assert json_schema(after)["properties"]["floor_area"]["minimum"] == 6


def test_the_box_of_five_facts() -> None:
    facts = guide_of(rulefile_of(FOOD)).facts
    assert (facts.papers_least, facts.papers_most, facts.papers_held) == (3, 6, 1)
    assert (facts.cost_fen, facts.trips, facts.promised.amount) == (0, 0, 5)
    assert facts.statutory.rule == "food_business.decision"


def test_the_guide_shows_the_law_of_the_day() -> None:
    rulefile = rulefile_of(FOOD)
    in_2020 = [law.law.zh for law in guide_of(rulefile, on=dt.date(2020, 3, 1)).laws]
    now = [law.law.zh for law in guide_of(rulefile).laws]
    assert "食品经营许可管理办法" in in_2020
    assert "食品经营许可管理办法" not in now
    assert "食品经营许可和备案管理办法" in now


def test_the_reader_sees_his_own_office() -> None:
    body = guide_of(rulefile_of(FOOD)).body
    assert body is not None
    assert (body.agency, body.consult_phone) == ("shizhong-market", "0833-2101001")
    assert rulefile_of(FOOD).implementing_in("511123100001").agency == "qianwei-market"
    assert rulefile_of(FOOD).implementing_in("511102LSGX").agency == "shizhong-market"
    assert rulefile_of(FOOD).implementing_in("510104001") is None
    assert guide_of(rulefile_of(FOOD)).task_handle_item == "11511102008501010N451013101400101"


def test_english_where_there_is_english_and_a_mark_where_there_is_none() -> None:
    english = guide_of(rulefile_of(FOOD), Lang.EN)
    assert english.name.text == "Food business licence (new)"
    untranslated = fit(reading_of(FOOD, ("name: {zh: 食品经营许可（新办）, en: Food business licence (new)}", "name: 食品经营许可（新办）")))  # fmt: skip
    said = guide_of(untranslated, Lang.EN).name
    assert (said.text, said.lang) == ("食品经营许可（新办）", Lang.ZH)


@pytest.mark.parametrize("code", CODES)
def test_every_guide_is_complete_in_both_languages(code: str) -> None:
    rulefile = rulefile_of(code)
    for lang in Lang:
        shown = guide_of(rulefile, lang)
        texts = [shown.name, shown.summary, shown.result_name]
        texts += [condition.text for condition in shown.conditions]
        texts += [text for question in shown.questions for text in (question.ask, question.answer)]
        texts += [text for material in shown.materials for text in (material.name, material.standard)]
        assert {text.lang for text in texts} == {lang}
        assert len(shown.questions) >= 2
        assert (1 if rulefile.renews else 3) <= len(shown.materials) <= 9, "a renewal asks for little"
    fields = sum(1 for _ in rulefile.form.fields())
    assert 6 <= fields <= 20
    assert all(len(page.fields) <= 7 for page in rulefile.form.pages)


def test_leshans_items_are_of_many_kinds() -> None:
    """Everything a rule file can say of an item, some item says: a city's clerk finds a model for his own."""
    rulefiles = [rulefile_of(code) for code in CODES]
    assert len(rulefiles) >= 30
    departments = {body.agency.split("-", 1)[1] for rulefile in rulefiles for body in rulefile.implementing}
    assert len(departments) >= 10
    assert len({rulefile.item_type for rulefile in rulefiles}) >= 6
    assert {rulefile.use_level.value for rulefile in rulefiles} == {"city", "county", "province"}
    assert {rulefile.instant for rulefile in rulefiles} == {True, False}
    served = {person.value for rulefile in rulefiles for person in rulefile.served}
    assert {"natural_person", "enterprise", "public_institution", "social_organisation"} <= served
    assert {way for rulefile in rulefiles for way in rulefile.handle_types} == set(HandleType)
    deliveries = [delivery for rulefile in rulefiles for delivery in rulefile.delivery]
    assert {delivery.way for delivery in deliveries} == set(DeliveryWay)
    assert {delivery.counts for delivery in deliveries} == set(DeliveryDate)
    assert {delivery.paid_by for delivery in deliveries} == {None, "office", "applicant", "collect"}
    assert {rulefile.result.kind for rulefile in rulefiles} == set(ResultKind)
    assert {True, False} == {rulefile.fees.charged for rulefile in rulefiles}


def test_no_person_is_asked_for_a_number_in_a_plain_text() -> None:
    """Only a question of its own type is masked on the screen."""
    number = re.compile(r"身份证号|信用代码|手机")
    loose = [
        (code, question.key)
        for code in CODES
        for question in rulefile_of(code).questions()
        if question.type in ("text", "long_text") and number.search(question.label.zh)
    ]
    assert loose == []


@pytest.mark.parametrize("code", CODES)
def test_a_paper_that_serves_many_items_is_described_alike_in_all(code: str) -> None:
    """One ``reuse_key`` is one paper: handed in once, it must be of the same kind and source everywhere."""
    first = {
        material.reuse_key: (material.kind, material.source)
        for other in CODES
        for material in reversed(rulefile_of(other).materials)
    }
    for material in rulefile_of(code).materials:
        assert (material.kind, material.source) == first[material.reuse_key], material.key


def test_limits_are_kernel_limits_with_their_sources() -> None:
    found = limits(rulefile_of(FOOD), look_up=look_up)
    assert found.promised.limit == Limit(5, Unit.WORKING_DAY)
    assert found.statutory.limit == Limit(20, Unit.WORKING_DAY)
    assert (found.promised.rule, found.statutory.rule) == (None, "food_business.decision")
    assert found.extension is not None


def test_situations_and_answers_select_the_papers() -> None:
    rulefile = rulefile_of(FOOD)

    def keys(**changes: object) -> list[str]:
        return [needed.material.key for needed in needed_materials(rulefile, VALUES | changes, today=TODAY)]

    assert keys() == ["application_form", "business_licence", "layout_plan", "safety_rules"]
    assert keys(vending="with_machine", applicant_acts="by_agent")[-2:] == [
        "machine_details",
        "letter_of_authority",
    ]
    assert "officials_approval" in [
        needed.material.key
        for needed in needed_materials(
            rulefile_of("social-group-setup"), {"official_holds_office": True}, today=TODAY
        )
    ]


def test_missing_papers_are_named_but_what_may_be_late_is_not() -> None:
    problems = missing_materials(rulefile_of(FOOD), VALUES, {"application_form"}, today=TODAY)
    assert [problem.field for problem in problems] == ["materials.business_licence", "materials.layout_plan"]


def test_the_clerk_sees_what_to_look_at_and_whether_the_window_may_accept() -> None:
    shown = checklist(rulefile_of(FOOD), Lang.ZH, values=VALUES, today=TODAY)
    assert shown.window_may_accept
    assert [line.may_be_late for line in shown.papers] == [False, False, False, True]
    assert len(shown.conditions) == 6
    assert not checklist(
        rulefile_of("construction-permit"), Lang.ZH, values={}, today=TODAY
    ).window_may_accept


def test_a_task_that_is_not_needed_passes_on_what_it_waited_for() -> None:
    rulefile = rulefile_of(FOOD)
    with_site = planned_tasks(rulefile, VALUES, today=TODAY)
    without = planned_tasks(rulefile, {"business_kind": "food_sales"}, today=TODAY)
    assert [(task.task.key, task.after) for task in with_site] == [
        ("review", ()),
        ("site", ("review",)),
        ("check", ("review", "site")),
        ("decide", ("check",)),
    ]
    assert [(task.task.key, task.after) for task in without] == [
        ("review", ()),
        ("check", ("review",)),
        ("decide", ("check",)),
    ]


def test_pages_follow_the_answers_and_number_what_is_left() -> None:
    tidy = {"dog_size": "small"}
    rulefile = rulefile_of("company-setup")
    pages = form_pages(rulefile, Lang.EN, values={"has_supervisor": "without_supervisor"} | tidy, today=TODAY)
    assert [(page.key, page.number) for page in pages] == [
        ("situations", 1), ("company", 2), ("people", 3), ("supervision", 4),
    ]  # fmt: skip
    assert "supervisor_name" not in [question.key for question in pages[-1].questions]
    assert pages[0].title.text == "A few questions first"


def test_a_page_with_nothing_to_ask_is_left_out() -> None:
    rulefile = rulefile_of("elder-allowance")
    keys = [page.key for page in form_pages(rulefile, Lang.ZH, values={"who_fills": "self"}, today=TODAY)]
    assert keys == ["situations", "elder", "money"]


def test_moving_bounds_are_fixed_on_the_day() -> None:
    pages = form_pages(
        rulefile_of("road-freight"), Lang.ZH, values={"trucks_ready": "to_be_bought"}, today=TODAY
    )
    (bought,) = [q for page in pages for q in page.questions if q.key == "purchase_date"]
    assert (bought.min, bought.max) == ("2026-03-09", "2026-09-09")


def test_answers_as_people_read_them() -> None:
    rulefile = rulefile_of(FOOD)
    shown = {
        answer.key: answer.text
        for answer in shown_answers(rulefile, VALUES, Lang.ZH, region_name=lambda code: "大佛街道")
    }
    assert shown["business_kind"] == "做餐饮（饭店、小吃、饮品）"
    assert shown["business_items"] == "热食类食品制售、自制饮品制售"
    assert shown["floor_area"] == "60平方米"
    assert shown["online_sales"] == "否"
    assert shown["business_region"] == "大佛街道"
    assert shown["representative_id"] == "5111**********0016"
    assert shown["contact_mobile"] == "139****0000"
    capital = answers_from_post(rulefile_of("company-setup"), {"capital": ["500000"]})
    (told,) = shown_answers(rulefile_of("company-setup"), capital, Lang.EN, region_name=str)
    assert told.text == "500000 yuan"


def test_the_face_of_a_licence() -> None:
    rulefile = rulefile_of(FOOD)
    licence = rulefile.result.licence
    assert licence is not None
    facts = {
        "licence.number": "JY25111020000001",
        "licence.valid_until": "2031年3月8日",
        "licence.issued_on": "2026年3月9日",
        "agency.name": "乐山市市中区市场监督管理局",
    }
    lines = licence_surface(rulefile, licence, VALUES, facts, region_name=str)
    face = {line.label.zh: line.text for line in lines}
    assert face["经营者名称"] == "嘉州小馆"
    assert face["许可证编号"] == "JY25111020000001"
    assert face["主体业态"] == "做餐饮（饭店、小吃、饮品）"


@pytest.mark.parametrize("code", CODES)
def test_no_line_of_a_licence_stays_empty_that_was_asked_for(code: str) -> None:
    rulefile = rulefile_of(code)
    if rulefile.result.licence is None:
        return
    values = answers_of(rulefile)
    facts = dict.fromkeys(get_args(SurfaceSource), "平台写的")
    lines = licence_surface(rulefile, rulefile.result.licence, values, facts, region_name=str)
    assert [line.label.zh for line in lines if not line.text] == []


def test_depth_is_derived_from_the_abilities() -> None:
    assert guide_of(rulefile_of(FOOD)).online_depth is OnlineDepth.IV
    assert guide_of(rulefile_of("social-group-setup")).online_depth is OnlineDepth.III


def test_the_schema_is_a_schema_and_shows_conditions() -> None:
    schema = json_schema(rulefile_of(FOOD), lang=Lang.EN)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["platform_names"]["x-when"] == {"==": [{"var": "online_sales"}, True]}
    assert "platform_names" not in schema["required"]
    assert schema["additionalProperties"] is False
