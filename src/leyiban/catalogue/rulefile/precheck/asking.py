"""Which questions the pre-check asks: every one on which something depends, and none that would name a person."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from leyiban.catalogue.rulefile.form import ChoiceField, FormField, MultiChoiceField
from leyiban.catalogue.rulefile.logic import Logic, Value
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.posted import NO, YES
from leyiban.catalogue.rulefile.precheck.spans import SpannedField, spans
from leyiban.catalogue.words import Bilingual

NOT_MET: Final = "not-met"
"""The question after the conditions that no answer decides. No key of a rule file holds a dash."""

_YES, _NO = Bilingual(zh="是", en="Yes"), Bilingual(zh="不是", en="No")
_NOT_MET_LABEL = Bilingual(zh="下面哪几条您现在还做不到？", en="Which of these can you not meet yet?")
_NOT_MET_HINT = Bilingual(zh="都做得到，就不用选。", en="If you meet them all, tick none.")


@dataclass(frozen=True, slots=True)
class PrecheckOption:
    """``stands_for`` is the answer, or one that no condition can tell from it."""

    value: str
    label: Bilingual
    stands_for: Value


@dataclass(frozen=True, slots=True)
class PrecheckQuestion:
    """``many``: several options may be picked. ``exact``: what is picked is itself an answer to the form.

    ``required``: the outcome may depend on it.
    """

    key: str
    label: Bilingual
    hint: Bilingual | None
    options: tuple[PrecheckOption, ...]
    when: Logic | None = None
    many: bool = False
    exact: bool = True
    required: bool = True

    def option(self, value: str) -> PrecheckOption | None:
        return next((option for option in self.options if option.value == value), None)


def precheck_questions(rulefile: RuleFile, *, today: dt.date) -> tuple[PrecheckQuestion, ...]:
    """In reading order; last, after the conditions that the applicant must judge himself, if there are any."""
    looked_at = names_looked_at(rulefile)
    asked = [
        asked
        for question in rulefile.questions()
        if question.key in looked_at and (asked := _asked(rulefile, question, today)) is not None
    ]
    own = conditions_to_judge(rulefile)
    if own:
        asked.append(_not_met(rulefile, own))
    return tuple(asked)


def names_looked_at(rulefile: RuleFile) -> frozenset[str]:
    """Every answer on which a condition, paper, task or fee depends, and those on which being asked depends."""
    names = {name for logic in _logics(rulefile) for name in logic.names}
    names |= {answer.situation for material in rulefile.materials for answer in material.situations}
    shown_by = {question.key: question.when.names for question in rulefile.questions() if question.when}
    waiting = list(names)
    while waiting:
        more = shown_by.get(waiting.pop(), frozenset()) - names
        names |= more
        waiting += more
    return frozenset(names)


def conditions_to_judge(rulefile: RuleFile) -> tuple[int, ...]:
    """The numbers of the conditions that no answer of the pre-check can decide."""
    askable = {question.key for question in rulefile.questions() if _is_askable(question)}
    return tuple(
        number
        for number, condition in enumerate(rulefile.conditions, start=1)
        if condition.holds is None or not condition.holds.names <= askable
    )


def _logics(rulefile: RuleFile) -> Iterator[Logic]:
    holders: Iterable[Logic | None] = (
        *(condition.holds for condition in rulefile.conditions),
        *(material.when for material in rulefile.materials),
        *(task.when for task in rulefile.plan.tasks),
        *(fee.when for fee in rulefile.fees.items),
    )
    yield from (logic for logic in holders if logic is not None)


def _is_askable(question: FormField) -> bool:
    """Texts, names, numbers and places of people are not asked: an address with them in it would name somebody."""
    return question.type == "yes_no" or isinstance(question, ChoiceField | MultiChoiceField | SpannedField)


def _asked(rulefile: RuleFile, question: FormField, today: dt.date) -> PrecheckQuestion | None:
    if not _is_askable(question):
        return None
    if isinstance(question, SpannedField):
        logics = [*_logics(rulefile), *(each.when for each in rulefile.questions() if each.when)]
        options = tuple(
            PrecheckOption(span.code, span.label, span.stands_for)
            for span in spans(question, logics, today=today)
        )
    elif isinstance(question, ChoiceField | MultiChoiceField):
        options = tuple(PrecheckOption(one.value, one.label, one.value) for one in question.choices)
    else:
        options = (PrecheckOption(YES, _YES, True), PrecheckOption(NO, _NO, False))
    return PrecheckQuestion(
        key=question.key,
        label=question.label,
        hint=None if isinstance(question, SpannedField) else question.hint,
        options=options,
        when=question.when,
        many=isinstance(question, MultiChoiceField),
        exact=not isinstance(question, SpannedField),
    )


def _not_met(rulefile: RuleFile, numbers: tuple[int, ...]) -> PrecheckQuestion:
    return PrecheckQuestion(
        key=NOT_MET,
        label=_NOT_MET_LABEL,
        hint=_NOT_MET_HINT,
        options=tuple(
            PrecheckOption(str(number), rulefile.conditions[number - 1].text, str(number))
            for number in numbers
        ),
        many=True,
        exact=False,
        required=False,
    )
