"""The questions of an item: their names, their bounds, their examples and when they are asked."""

import datetime as dt
import re
from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks.conditions import condition_problems
from leyiban.catalogue.rulefile.checks.subject import Subject, repeated
from leyiban.catalogue.rulefile.form import (
    ChoiceField,
    DateField,
    FormField,
    IntegerField,
    KnownFact,
    MoneyField,
    MultiChoiceField,
    TextField,
)
from leyiban.catalogue.rulefile.posted import from_typed
from leyiban.catalogue.rulefile.readers import Unfit, read
from leyiban.catalogue.source import Path

# What a known fact may fill in. Text takes any name; the other types take only their own kind.
FITTING_TYPES: dict[KnownFact, tuple[str, ...]] = {
    KnownFact.PERSON_NAME: ("person_name", "text"),
    KnownFact.PERSON_RESIDENT_ID: ("resident_id",),
    KnownFact.PERSON_MOBILE: ("mobile",),
    KnownFact.PERSON_ADDRESS: ("address",),
    KnownFact.PERSON_BIRTH_DATE: ("date",),
    KnownFact.PERSON_SEX: ("choice",),
    KnownFact.ORGANISATION_NAME: ("text",),
    KnownFact.ORGANISATION_USCC: ("uscc",),
    KnownFact.ORGANISATION_ADDRESS: ("address",),
    KnownFact.ORGANISATION_REPRESENTATIVE: ("person_name", "text"),
    KnownFact.OPERATOR_NAME: ("person_name", "text"),
    KnownFact.OPERATOR_RESIDENT_ID: ("resident_id",),
    KnownFact.OPERATOR_MOBILE: ("mobile",),
}


def placed_questions(subject: Subject) -> tuple[tuple[Path, FormField], ...]:
    """Every question with its place in the source, in reading order: situations first."""
    situations = tuple(
        (("situations", index), situation.as_field())
        for index, situation in enumerate(subject.rulefile.situations)
    )
    fields = tuple(
        (("form", "pages", page_no, "fields", field_no), field)
        for page_no, page in enumerate(subject.rulefile.form.pages)
        for field_no, field in enumerate(page.fields)
    )
    return (*situations, *fields)


def keys_are_unique(subject: Subject) -> Iterator[Problem]:
    """A key names one question; pages and choices have their own names too."""
    placed = placed_questions(subject)
    for index, key in repeated(tuple(question.key for _, question in placed)):
        yield _twice(subject, (*placed[index][0], "key"), key)
    pages = tuple(page.key for page in subject.rulefile.form.pages)
    for index, key in repeated(pages):
        yield _twice(subject, ("form", "pages", index, "key"), key)
    for path, question in placed:
        if isinstance(question, ChoiceField | MultiChoiceField):
            name = "options" if path[0] == "situations" else "choices"
            for index, value in repeated(tuple(choice.value for choice in question.choices)):
                yield _twice(subject, (*path, name, index, "value"), value)


def _twice(subject: Subject, path: Path, key: str) -> Problem:
    return subject.problem(
        path,
        "questions.twice",
        (f"“{key}”用了两次。", f'"{key}" is used twice.'),
        ("请改成另一个名字。", "Give it another name."),
    )


def conditions_look_back(subject: Subject) -> Iterator[Problem]:
    """A question is shown by earlier answers only, so no circle can arise and a page can be drawn."""
    earlier: dict[str, FormField] = {}
    everything = {question.key: question for _, question in placed_questions(subject)}
    for path, question in placed_questions(subject):
        if question.when is not None:
            yield from condition_problems(
                subject, (*path, "when"), question.when, known=earlier, later=everything
            )
        earlier[question.key] = question


def bounds_make_sense(subject: Subject) -> Iterator[Problem]:
    for path, question in placed_questions(subject):
        low, high = _bounds(question)
        if low is not None and high is not None and low > high:
            yield subject.problem(
                path,
                "questions.bounds",
                (
                    f"“{question.key}”的最小值比最大值大。",
                    f'"{question.key}" has a minimum above its maximum.',
                ),
                ("请改 min 或 max。", "Change min or max."),
            )
        if isinstance(question, TextField) and question.pattern is not None:
            yield from _pattern_compiles(subject, (*path, "pattern"), question.pattern)


def _bounds(question: FormField) -> tuple[int | None, int | None]:
    if isinstance(question, IntegerField | MoneyField):
        return question.min, question.max
    if isinstance(question, TextField):
        return question.min_length, question.max_length
    return None, None


def _pattern_compiles(subject: Subject, path: Path, pattern: str) -> Iterator[Problem]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield subject.problem(
            path,
            "questions.pattern",
            (f"格式写法不对:{error}。", f"Not a regular expression: {error}."),
            ("请改 pattern。", "Change pattern."),
        )


def examples_are_right(subject: Subject) -> Iterator[Problem]:
    """An example that the form itself would refuse misleads people."""
    for path, question in placed_questions(subject):
        if question.example is None:
            continue
        try:
            read(question, from_typed(question, [question.example]), today=dt.date.max.replace(year=2100))
        except Unfit as unfit:
            if isinstance(question, DateField):
                continue  # whether a day is too early or late depends on the day of the application
            yield subject.problem(
                (*path, "example"),
                "questions.example",
                (
                    f"示例“{question.example}”自己都不合格({unfit.code})。",
                    f'The example "{question.example}" would itself be refused ({unfit.code}).',
                ),
                ("请换一个合格的示例。", "Give an example that passes."),
            )
        except re.error:
            continue  # told by bounds_make_sense


def known_facts_fit(subject: Subject) -> Iterator[Problem]:
    """A fact the city holds can fill in only a question of its own type."""
    for path, question in placed_questions(subject):
        fact = question.known_from
        if fact is not None and question.type not in FITTING_TYPES[fact]:
            yield subject.problem(
                (*path, "known_from"),
                "questions.known_from",
                (
                    f"“{fact}”不能填进{question.type}类型的题。",
                    f"{fact} cannot fill in a question of type {question.type}.",
                ),
                (
                    f"题型请用:{'、'.join(FITTING_TYPES[fact])}。",
                    f"Use a question of type {' or '.join(FITTING_TYPES[fact])}.",
                ),
            )


def competence_is_a_region(subject: Subject) -> Iterator[Problem]:
    """The answer that decides who is competent is a region question that is always asked."""
    competence = subject.rulefile.competence
    if competence is None:
        return
    question = subject.rulefile.question(competence.region_field)
    if question is None:
        advice = choose_from(competence.region_field, [q.key for q in subject.rulefile.questions()])
        yield subject.problem(
            ("competence", "region_field"),
            "questions.unknown",
            (
                f"没有“{competence.region_field}”这道题。",
                f'There is no question "{competence.region_field}".',
            ),
            (advice.zh, advice.en or advice.zh),
        )
    elif question.type != "region" or question.when is not None or not question.required:
        yield subject.problem(
            ("competence", "region_field"),
            "questions.competence",
            (
                "决定归谁办的题必须是必填的地区题。",
                "The question that decides competence must be a required region.",
            ),
            ("请改这道题,或换一道题。", "Change that question, or name another."),
        )
