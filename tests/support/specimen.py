"""Answers that fit any rule file: the file's own examples, else the simplest lawful value."""

import datetime as dt

from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.answers import asked_questions, in_dependency_order
from leyiban.catalogue.rulefile.dates import resolve
from leyiban.catalogue.rulefile.form import FormField
from leyiban.catalogue.rulefile.posted import from_typed

_PLAIN: dict[str, object] = {
    "person_name": "李丽",
    "resident_id": "511129190612314529",
    "uscc": "92511102MA6T000202",
    "mobile": "13900000000",
    "address": "嘉定中路88号1楼",
    "yes_no": False,
}
_REGIONS = {"county": "511102", "township": "511102004", "village": "511102004001"}


def specimen(rulefile: RuleFile, *, today: dt.date) -> dict[str, object]:
    """Clean answers to everything that these very answers make the form ask."""
    answers: dict[str, object] = {}
    for question in in_dependency_order(rulefile.questions()):
        asked = {each.key for each in asked_questions(rulefile, _values(answers), today=today)}
        if question.key in asked:
            answers[question.key] = _answer(question, today)
    return answers


def _values(answers: dict[str, object]) -> dict[str, Value]:
    return answers  # type: ignore[return-value]  # what _answer makes is always a Value


def _answer(question: FormField, today: dt.date) -> object:
    match question.type:
        case "choice":
            return question.choices[0].value
        case "multi_choice":
            return [question.choices[0].value]
        case "region":
            return _REGIONS[question.level]
        case "date":
            latest = resolve(question.max, today) if question.max else today
            earliest = resolve(question.min, today) if question.min else latest
            return max(min(today, latest), earliest).isoformat()
        case "integer" | "money":
            return _number(question)
    if question.type in _PLAIN:
        return from_typed(question, [question.example]) if question.example else _PLAIN[question.type]
    return question.example or "示例" * 10


def _number(question: FormField) -> object:
    if question.example:
        return from_typed(question, [question.example])
    return getattr(question, "min", None) or 1
