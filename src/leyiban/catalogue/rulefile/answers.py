"""Are these answers right? The one judge for pages, API, counter and drafts."""

import datetime as dt
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.rulefile.form import FormField
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.readers import Unfit, is_empty, read
from leyiban.kernel.errors import FieldProblem, Text

Stage = Literal["draft", "submit"]
Answers = Mapping[str, object]
MAX_UNKNOWN_TOLD = 20
_TODAY: Final[Mapping[str, dt.date]] = {}  # every answer is judged as of today


class Validated(NamedTuple):
    """``clean``: JSON-ready answers (texts, whole numbers, booleans, lists of texts).

    In a draft it keeps well-formed answers to questions that are hidden just now, so that going back loses
    nothing; what is submitted holds only what was asked. ``problems`` stand in reading order.
    """

    clean: dict[str, Value]
    problems: tuple[FieldProblem, ...]


def validate_answers(
    rulefile: RuleFile,
    answers: Answers,
    *,
    stage: Stage = "submit",
    today: dt.date,
    arrived: Mapping[str, dt.date] = _TODAY,
) -> Validated:
    """Check ``answers`` (question key → what was sent) against the rule file on ``today``.

    A draft may be incomplete; what is there must still be well-formed. Never raises for anything sent.

    Args:
        arrived: question → the day as of which its answer is judged, where that is not ``today``.
    """
    questions = rulefile.questions()
    clean: dict[str, Value] = {}
    asked: dict[str, Value] = {}
    problems: dict[str, FieldProblem] = {}
    for question in in_dependency_order(questions):
        is_asked = question.when is None or question.when.holds(asked, today=today)
        if not is_asked and stage == "submit":
            continue
        try:
            as_of = arrived.get(question.key, today)
            value = _read_one(rulefile, question, answers, stage=stage, today=as_of)
        except Unfit as unfit:
            if is_asked:
                problems[question.key] = FieldProblem(f"form.{question.key}", unfit.code, unfit.message)
            continue
        if value is not None:
            clean[question.key] = value
            if is_asked:
                asked[question.key] = value
    in_reading_order = [problems[q.key] for q in questions if q.key in problems]
    unknown = _unknown(questions, answers)
    return Validated(
        clean={q.key: clean[q.key] for q in questions if q.key in clean},
        problems=(*in_reading_order, *unknown),
    )


def asked_questions(
    rulefile: RuleFile, values: Mapping[str, Value], *, today: dt.date
) -> tuple[FormField, ...]:
    """The questions that are asked, given ``values`` (clean answers), in reading order."""
    asked: dict[str, Value] = {}
    shown: set[str] = set()
    for question in in_dependency_order(rulefile.questions()):
        if question.when is None or question.when.holds(asked, today=today):
            shown.add(question.key)
            asked[question.key] = values.get(question.key)
    return tuple(question for question in rulefile.questions() if question.key in shown)


def in_dependency_order(questions: tuple[FormField, ...]) -> tuple[FormField, ...]:
    """Each question after those its ``when`` looks at. Names that are no question here do not matter.

    On a cycle (publication refuses it) the rest follows in reading order, so the function always ends.
    """
    waiting = list(questions)
    keys = {question.key for question in questions}
    placed: set[str] = set()
    order: list[FormField] = []
    while waiting:
        ready = next((q for q in waiting if _needs(q, keys) <= placed), waiting[0])
        waiting.remove(ready)
        placed.add(ready.key)
        order.append(ready)
    return tuple(order)


def _needs(question: FormField, keys: set[str]) -> frozenset[str]:
    return frozenset() if question.when is None else question.when.names & keys


def _read_one(
    rulefile: RuleFile, question: FormField, answers: Answers, *, stage: Stage, today: dt.date
) -> Value:
    raw = answers.get(question.key)
    if is_empty(raw):
        if question.required and stage == "submit":
            raise Unfit("required", _missing(question))
        return None
    value = read(question, raw, today=today)
    _check_competence(rulefile, question, value)
    return value


def _missing(question: FormField) -> Text:
    label = question.label.lazily()
    if question.type in ("choice", "multi_choice", "yes_no", "region"):
        return format_lazy(_("请选择:{label}"), label=label)
    return format_lazy(_("请填写:{label}"), label=label)


def _check_competence(rulefile: RuleFile, question: FormField, value: Value) -> None:
    competence = rulefile.competence
    if competence is None or competence.region_field != question.key or not isinstance(value, str):
        return
    if rulefile.implementing_in(value) is None:
        raise Unfit("not_our_region", _("这个地方不归我们办。请另选地区,或打电话问一问。"))


def _unknown(questions: tuple[FormField, ...], answers: Answers) -> tuple[FieldProblem, ...]:
    keys = {question.key for question in questions}
    strangers = [key for key in answers if key not in keys][:MAX_UNKNOWN_TOLD]
    return tuple(
        FieldProblem(f"form.{key[:60]}", "unknown_field", _("这件事不问这一项,请删掉它。"))
        for key in strangers
    )
