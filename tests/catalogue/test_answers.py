"""One judge of answers for pages, API and counter; what it lets pass, the published schema lets pass."""

import json
from typing import Any

import jsonschema_rs
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from leyiban.catalogue.rulefile import answers_from_post, as_typed, json_schema, validate_answers
from leyiban.catalogue.rulefile.posted import from_typed
from tests.catalogue.rulefiles import CODES, FOOD, FOOD_ANSWERS, TODAY, rulefile_of


def problems_with(**changes: object) -> dict[str, str]:
    """Field → code for the food answers with ``changes``; None takes an answer away."""
    answers = {key: value for key, value in (FOOD_ANSWERS | changes).items() if value is not None}
    found = validate_answers(rulefile_of(FOOD), answers, today=TODAY)
    return {problem.field: problem.code for problem in found.problems}


def test_right_answers_pass_and_come_out_clean() -> None:
    found = validate_answers(
        rulefile_of(FOOD),
        FOOD_ANSWERS | {"uscc": " 92511102ma6t000202 ", "operator_name": "嘉州小馆 "},
        today=TODAY,
    )
    assert found.problems == ()
    assert found.clean == FOOD_ANSWERS
    assert list(found.clean) == [q.key for q in rulefile_of(FOOD).questions() if q.key in found.clean]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("operator_name", "", "required"),
        ("operator_name", "   ", "required"),
        ("operator_name", "店" * 200, "too_long"),
        ("operator_name", 5, "not_text"),
        ("operator_name", "小馆😀", "pictograph"),
        ("operator_name", "小馆\u200b", "invisible_character"),
        ("legal_representative", "王" * 200, "person_name.too_long"),
        ("legal_representative", "王😀", "person_name.emoji"),
        ("representative_id", "511102190001010010", "resident_id.check_character"),
        ("representative_id", "511102190002290021", "resident_id.no_such_date"),
        ("representative_id", "511102210001010011", "resident_id.birth_in_future"),
        ("uscc", "91511100IA6T00012D", "uscc.wrong_characters"),
        ("contact_mobile", "12012345678", "mobile.not_a_mobile"),
        ("business_region", "511102", "region_too_wide"),
        ("business_region", "东区", "wrong_region"),
        ("business_region", "510104001", "not_our_region"),
        ("business_items", [], "required"),
        ("business_items", ["hot_food", "gold"], "not_a_choice"),
        ("business_items", "hot_food", "not_a_choice"),
        ("business_kind", "casino", "not_a_choice"),
        ("floor_area", 0, "too_small"),
        ("floor_area", "60", "not_a_number"),
        ("floor_area", True, "not_a_number"),
        ("floor_area", 10**30, "too_large"),
        ("online_sales", "yes", "not_yes_or_no"),
        ("secret", 1, "unknown_field"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(field: str, value: object, code: str) -> None:
    assert problems_with(**{field: value}) == {f"form.{field}": code}


@pytest.mark.parametrize("dot", ["•", "・", "．", "‧"])
def test_names_of_every_people_and_rare_characters_are_kept(dot: str) -> None:
    found = validate_answers(
        rulefile_of(FOOD),
        FOOD_ANSWERS | {"contact_name": f"阿西{dot}吉拉", "legal_representative": "𠅤㛃"},
        today=TODAY,
    )
    assert found.problems == ()
    assert found.clean["contact_name"] == "阿西·吉拉"
    assert found.clean["legal_representative"] == "𠅤㛃"


def test_a_day_that_does_not_exist_and_days_out_of_bounds() -> None:
    elder = rulefile_of("individual-business-setup")
    for value, code in [("2026-02-30", "no_such_day"), ("2027-01-01", "too_late"), (20260101, "no_such_day")]:
        found = validate_answers(elder, {"birth_date": value}, stage="draft", today=TODAY)
        assert [problem.code for problem in found.problems] == [code]


def test_hidden_questions_are_neither_asked_nor_kept_but_a_draft_loses_nothing() -> None:
    rulefile = rulefile_of(FOOD)
    answers = FOOD_ANSWERS | {"online_sales": False, "platform_names": "本地外卖平台"}
    assert "platform_names" not in validate_answers(rulefile, answers, today=TODAY).clean
    assert (
        validate_answers(rulefile, answers, stage="draft", today=TODAY).clean["platform_names"]
        == "本地外卖平台"
    )
    assert problems_with(online_sales=True) == {"form.platform_names": "required"}


def test_a_hidden_answer_decides_nothing() -> None:
    """An answer that is hidden counts as not given for the questions that look at it."""
    rulefile = rulefile_of("disability-certificate")
    hidden = {"can_travel": False, "hospital": "city_people"}
    assert "hospital" not in validate_answers(rulefile, hidden, today=TODAY).clean


def test_a_draft_may_be_incomplete_but_not_wrong() -> None:
    found = validate_answers(
        rulefile_of(FOOD), {"floor_area": -1, "staff_count": 3}, stage="draft", today=TODAY
    )
    assert found.clean == {"staff_count": 3}
    assert [problem.field for problem in found.problems] == ["form.floor_area"]


def test_messages_speak_the_readers_language() -> None:
    (problem, *_) = validate_answers(rulefile_of(FOOD), {}, today=TODAY).problems
    with translation.override("zh-hans"):
        assert str(problem.message) == "请选择:您主要做哪一种？"
    with translation.override("en"):
        assert "What will you mainly do?" in str(problem.message)


def test_problems_stand_in_reading_order_and_strangers_last() -> None:
    found = validate_answers(rulefile_of(FOOD), {"zzz": 1}, today=TODAY)
    keys = [problem.field.removeprefix("form.") for problem in found.problems]
    asked = [question.key for question in rulefile_of(FOOD).questions()]
    assert keys[-1] == "zzz"
    assert keys[:-1] == [key for key in asked if key in keys]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def _plausible(question: Any) -> st.SearchStrategy[object]:
    """Answers that are often right, so that whole applications pass."""
    right: list[object] = [from_typed(question, [question.example])] if question.example else []
    if question.type == "yes_no":
        right += [True, False]
    if hasattr(question, "choices"):
        values = [choice.value for choice in question.choices]
        right += [[value] for value in values] if question.type == "multi_choice" else values
    right += {"region": ["511102004001"], "money": [30_000_000], "integer": [1]}.get(question.type, [])
    return st.sampled_from(right) if right else st.just("")


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=30)
@given(data=st.data())
def test_what_passes_here_passes_the_published_schema(code: str, data: st.DataObject) -> None:
    rulefile = rulefile_of(code)
    answers = {question.key: data.draw(_plausible(question)) for question in rulefile.questions()}
    found = validate_answers(rulefile, answers, today=TODAY)
    if not found.problems:
        jsonschema_rs.validator_for(json_schema(rulefile)).validate(found.clean)


@given(answers=st.dictionaries(st.sampled_from([*FOOD_ANSWERS, "other"]), ANYTHING))
def test_nothing_that_is_sent_breaks_the_judge(answers: dict[str, object]) -> None:
    found = validate_answers(rulefile_of(FOOD), answers, today=TODAY)
    json.dumps(found.clean)
    again = validate_answers(rulefile_of(FOOD), found.clean, stage="draft", today=TODAY)
    assert again.clean == found.clean  # clean answers stay as they are


@pytest.mark.parametrize("code", CODES)
def test_every_item_can_be_applied_for_with_its_own_examples(code: str) -> None:
    """The filled specimen of a form is the form filled with its examples: it must pass."""
    rulefile = rulefile_of(code)
    answers: dict[str, object] = {}
    for question in rulefile.questions():
        if question.example is not None:
            answers[question.key] = from_typed(question, [question.example])
        elif question.type == "yes_no":
            answers[question.key] = False
        elif question.type == "region":
            answers[question.key] = "511102004001"
        elif hasattr(question, "choices"):
            value = question.choices[0].value
            answers[question.key] = [value] if question.type == "multi_choice" else value
    found = validate_answers(rulefile, answers, today=TODAY)
    assert [(problem.field, problem.code) for problem in found.problems] == []
    jsonschema_rs.validator_for(json_schema(rulefile)).validate(found.clean)


def test_what_a_browser_posts_becomes_answers_and_back() -> None:
    rulefile = rulefile_of("company-setup")
    posted = {
        "capital": ["500,000.50"],
        "shareholder_count": ["２"],
        "wants_seals": ["yes"],
        "company_name": ["乐山嘉州餐饮管理有限公司"],
        "csrf": ["x"],
    }
    answers = answers_from_post(rulefile, posted)
    assert answers == {
        "capital": 50_000_050,
        "shareholder_count": 2,
        "wants_seals": True,
        "company_name": "乐山嘉州餐饮管理有限公司",
    }
    typed = {q.key: as_typed(q, answers[q.key]) for q in rulefile.questions() if q.key in answers}
    assert typed["capital"] == "500000.50"
    assert typed["wants_seals"] == "yes"
    assert answers_from_post(rulefile, {"capital": ["十万"]}) == {"capital": "十万"}
