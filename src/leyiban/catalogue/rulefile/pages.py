"""The form as a screen draws it: pages, questions and texts in one language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.catalogue.rulefile import dates
from leyiban.catalogue.rulefile.answers import asked_questions
from leyiban.catalogue.rulefile.form import (
    Choices,
    DateField,
    FormField,
    IntegerField,
    KnownFact,
    MoneyField,
    RegionField,
    TextField,
)
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.words import Bilingual, Lang, Said

SITUATIONS = "situations"
"""The key of the first page when the item has situations."""

_SITUATIONS_TITLE = Bilingual(zh="先问几句", en="A few questions first")


@dataclass(frozen=True, slots=True)
class ShownChoice:
    value: str
    label: Said


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """``min`` and ``max`` are days (ISO) for a date, whole numbers or fen otherwise."""

    key: str
    type: str
    label: Said
    hint: Said | None
    example: str | None
    required: bool
    known_from: KnownFact | None
    choices: tuple[ShownChoice, ...] = ()
    min: int | str | None = None
    max: int | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    unit: Said | None = None
    region_level: str | None = None


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page; at most seven questions. ``number`` counts from 1 among the pages that ask something."""

    key: str
    number: int
    title: Said
    intro: Said | None
    questions: tuple[ShownQuestion, ...]


def form_pages(
    rulefile: RuleFile, lang: Lang, *, values: Mapping[str, Value], today: dt.date
) -> tuple[FormPage, ...]:
    """The pages that ``values`` (clean answers so far) lead to; a page with nothing to ask is left out."""
    asked = {question.key: question for question in asked_questions(rulefile, values, today=today)}
    drafts: list[tuple[str, Bilingual, Bilingual | None, tuple[str, ...]]] = []
    if rulefile.situations:
        keys = tuple(situation.key for situation in rulefile.situations)
        drafts.append((SITUATIONS, _SITUATIONS_TITLE, None, keys))
    drafts += [
        (page.key, page.title, page.intro, tuple(field.key for field in page.fields))
        for page in rulefile.form.pages
    ]
    pages: list[FormPage] = []
    for key, title, intro, question_keys in drafts:
        shown = tuple(shown_question(asked[k], lang, today=today) for k in question_keys if k in asked)
        if shown:
            pages.append(
                FormPage(
                    key=key,
                    number=len(pages) + 1,
                    title=title.said(lang),
                    intro=intro.said(lang) if intro else None,
                    questions=shown,
                )
            )
    return tuple(pages)


def shown_question(question: FormField, lang: Lang, *, today: dt.date) -> ShownQuestion:
    """One question in one language, its moving day bounds fixed by ``today``."""
    low, high = _bounds(question, today)
    return ShownQuestion(
        key=question.key,
        type=question.type,
        label=question.label.said(lang),
        hint=question.hint.said(lang) if question.hint else None,
        example=question.example,
        required=question.required,
        known_from=question.known_from,
        choices=_choices(getattr(question, "choices", ()), lang),
        min=low,
        max=high,
        min_length=question.min_length if isinstance(question, TextField) else None,
        max_length=question.max_length if isinstance(question, TextField) else None,
        unit=question.unit.said(lang) if isinstance(question, IntegerField) and question.unit else None,
        region_level=question.level if isinstance(question, RegionField) else None,
    )


def _choices(choices: Choices, lang: Lang) -> tuple[ShownChoice, ...]:
    return tuple(ShownChoice(value=choice.value, label=choice.label.said(lang)) for choice in choices)


def _bounds(question: FormField, today: dt.date) -> tuple[int | str | None, int | str | None]:
    if isinstance(question, IntegerField | MoneyField):
        return question.min, question.max
    if isinstance(question, DateField):
        return _day(question.min, today), _day(question.max, today)
    return None, None


def _day(bound: str | None, today: dt.date) -> str | None:
    return dates.resolve(bound, today).isoformat() if bound else None
