"""F1.2: the pre-check asks what the rule file looks at, and says what the form and the review will do."""

import datetime as dt
import itertools

import pytest

from leyiban.catalogue.rulefile import fees_due, needed_materials, planned_tasks, validate_answers
from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.precheck import (
    NOT_MET,
    Picked,
    PrecheckQuestion,
    Verdict,
    answered,
    changes,
    outcome,
    precheck,
    precheck_questions,
)
from tests.catalogue.rulefiles import CODES, FOOD, TODAY, problems_of, rulefile_of

ANONYMOUS = {"choice", "multi_choice", "yes_no", "date", "integer", "money"}


def first_of_each(questions: tuple[PrecheckQuestion, ...]) -> dict[str, list[str]]:
    return {question.key: [question.options[0].value] for question in questions if question.required}


def verdicts(code: str, picked: Picked, *, today: dt.date = TODAY) -> list[Verdict]:
    return [judged.verdict for judged in precheck(rulefile_of(code), picked, today=today)[1].conditions]


@pytest.mark.proves("F1.2")
@pytest.mark.parametrize("code", CODES)
def test_every_item_asks_a_few_questions_that_name_nobody_and_answers_them(code: str) -> None:
    """F1.2: guided pre-check: few questions → which items, papers, fees, where, how long."""
    rules = rulefile_of(code)
    questions = precheck_questions(rules, today=TODAY)
    assert 1 <= len(questions) <= 8
    for question in questions:
        asked = rules.question(question.key)
        assert question.key == NOT_MET or (asked is not None and asked.type in ANONYMOUS)
        if asked is not None and asked.type in ("date", "integer", "money"):
            assert not question.exact, "an exact day or amount would be a fact about a person"
    given, found = precheck(rules, first_of_each(questions), today=TODAY)
    assert given.left == ()
    assert Verdict.UNKNOWN not in [judged.verdict for judged in found.conditions]
    assert found.working_days is not None
    assert all(judged.condition.clause for judged in found.conditions)
    assert all(due.what.by_law for due in found.papers)


@pytest.mark.proves("F1.2")
@pytest.mark.parametrize("code", CODES)
def test_it_says_what_the_form_and_the_review_will_do(code: str) -> None:
    """Computed from the same rule file: papers, tasks and fees are those of an application with these answers."""
    rules = rulefile_of(code)
    questions = [question for question in precheck_questions(rules, today=TODAY) if question.required]
    for options in itertools.islice(itertools.product(*(question.options for question in questions)), 24):
        picked = {q.key: [option.value] for q, option in zip(questions, options, strict=True)}
        given, found = precheck(rules, picked, today=TODAY)
        values = given.values
        papers = [needed.material.key for needed in needed_materials(rules, values, today=TODAY)]
        assert [due.what.key for due in found.papers if due.sure] == papers
        assert [due.what.key for due in found.tasks if due.sure] == [
            planned.task.key for planned in planned_tasks(rules, values, today=TODAY)
        ]
        assert tuple(due.what for due in found.fees if due.sure) == fees_due(rules, values, today=TODAY)
        for judged in found.conditions:
            holds = judged.condition.holds
            if holds is not None and judged.verdict is not Verdict.READ:
                assert (judged.verdict is Verdict.MET) == holds.holds(values, today=TODAY)


@pytest.mark.parametrize("code", CODES)
def test_what_is_taken_into_the_application_is_right_there(code: str) -> None:
    rules = rulefile_of(code)
    given, _ = precheck(rules, first_of_each(precheck_questions(rules, today=TODAY)), today=TODAY)
    checked = validate_answers(rules, given.exact, stage="draft", today=TODAY)
    assert checked.problems == ()
    assert checked.clean == given.exact


def test_who_plainly_does_not_qualify_hears_it_before_anything_else_is_answered() -> None:
    assert verdicts(FOOD, {"business_kind": ["prepackaged_only"]})[-1] is Verdict.NOT_MET
    assert verdicts(FOOD, {"business_kind": ["catering"]})[-1] is Verdict.MET
    assert verdicts(FOOD, {})[-1] is Verdict.UNKNOWN
    assert verdicts(FOOD, {NOT_MET: ["1"]})[0] is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("today", "span"),
    [(dt.date(2026, 3, 9), "1946年3月9日或以前"), (dt.date(2026, 3, 10), "1946年3月10日或以前")],
)
def test_eighty_years_are_counted_to_the_day(today: dt.date, span: str) -> None:
    """A day of birth is asked for as one of two spans, which move with the day."""
    rules = rulefile_of("elder-allowance")
    born = next(one for one in precheck_questions(rules, today=today) if one.key == "birth_date")
    assert born.options[0].label.zh == span
    met = [verdicts(rules.code, {"birth_date": [option.value]}, today=today)[0] for option in born.options]
    assert met == [Verdict.MET, Verdict.NOT_MET]


def test_numbers_and_amounts_are_asked_for_as_spans() -> None:
    questions = {one.key: one for one in precheck_questions(rulefile_of("social-group-setup"), today=TODAY)}
    assert [option.label.zh for option in questions["personal_members"].options] == [
        "0个",
        "1个到49个",
        "50个或更多",
    ]
    assert [option.label.en for option in questions["funds"].options] == [
        "Less than 30,000 yuan",
        "30,000 yuan or more",
    ]


def test_a_question_that_is_not_asked_decides_as_the_form_does() -> None:
    """Who buys a home is not asked whether he owns one: the condition about it is met, not open."""
    rules = rulefile_of("provident-fund-withdrawal")
    buys = answered(rules, {"purpose": ["buy"]}, today=TODAY)
    assert "owns_home" not in [question.key for question in buys.asked]
    assert outcome(rules, buys, today=TODAY).conditions[2].verdict is Verdict.MET
    rents = answered(rules, {"purpose": ["rent"]}, today=TODAY)
    assert "owns_home" in [question.key for question in rents.left]
    assert outcome(rules, rents, today=TODAY).conditions[2].verdict is Verdict.UNKNOWN


@pytest.mark.proves("F1.2")
def test_it_says_what_another_answer_would_change() -> None:
    """F1.2: shows the clause behind each answer and what would change the answer."""
    rules = rulefile_of(FOOD)
    picked = {"business_kind": ["catering"], "vending": ["no_machine"], "applicant_acts": ["by_agent"]}
    given, found = precheck(rules, picked, today=TODAY)
    by_option = {change.option.value: change for change in changes(rules, given, found, today=TODAY)}
    assert [judged.number for judged in by_option["prepackaged_only"].now_failing] == [6]
    assert [task.key for task in by_option["food_sales"].tasks_fewer] == ["site"]
    assert [paper.key for paper in by_option["with_machine"].papers_more] == ["machine_details"]
    assert [paper.key for paper in by_option["in_person"].papers_fewer] == ["letter_of_authority"]
    assert "canteen" not in by_option, "what changes nothing is not told"
    assert found.tasks[1].because == ("business_kind",)


def test_the_fee_is_that_of_the_answers() -> None:
    rules = rulefile_of("residence-permit")
    costs = {
        kind: precheck(rules, {"which": [kind]}, today=TODAY)[1].cost_fen for kind in ("first", "replace")
    }
    assert costs == {"first": 0, "replace": 2000}
    assert precheck(rules, {}, today=TODAY)[1].cost_fen is None


def test_what_fits_no_question_is_left_out() -> None:
    given = answered(
        rulefile_of(FOOD), {"business_kind": ["no_such"], "uscc": ["x"], NOT_MET: ["6"]}, today=TODAY
    )
    assert given.picked == {}
    assert not given.begun


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"or": [{"==": [{"var": "a"}, 1]}, {"==": [{"var": "b"}, 1]}]}, True),
        ({"and": [{"==": [{"var": "a"}, 1]}, {"==": [{"var": "b"}, 1]}]}, None),
        ({"and": [{"==": [{"var": "a"}, 2]}, {"==": [{"var": "b"}, 1]}]}, False),
        ({"not": {"==": [{"var": "b"}, 1]}}, None),
    ],
)
def test_what_is_open_decides_only_where_it_matters(condition: object, found: bool | None) -> None:
    assert Logic.parse(condition).decided({"a": 1}, unanswered={"b"}, today=TODAY) is found


def test_a_fee_for_an_answer_that_no_question_gives_is_refused() -> None:
    found = problems_of("residence-permit", ("{var: which}, replace]", "{var: which}, lost]"))
    assert [code for code, _ in found] == ["conditions.no_such_choice"]
