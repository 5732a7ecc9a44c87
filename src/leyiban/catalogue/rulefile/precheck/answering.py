"""What somebody picked, read: which questions are asked because of it, and what is still open."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from leyiban.catalogue.rulefile.answers import in_dependency_order
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.precheck.asking import (
    NOT_MET,
    PrecheckQuestion,
    names_looked_at,
    precheck_questions,
)

Picked = Mapping[str, Sequence[str]]
"""Question → the values of the options that were picked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``asked``: the questions to show, in reading order. ``picked``: what fits one of them, and nothing else.

    ``values`` are answers as conditions read them, ``unanswered`` the names that may still have any answer; a name in
    neither is not asked of this person. ``exact`` are answers that an application can take over.
    """

    asked: tuple[PrecheckQuestion, ...]
    picked: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Value]
    unanswered: frozenset[str]
    exact: Mapping[str, Value]

    @property
    def left(self) -> tuple[PrecheckQuestion, ...]:
        """The questions that still have to be answered."""
        return tuple(one for one in self.asked if one.required and one.key not in self.picked)

    @property
    def begun(self) -> bool:
        return bool(self.picked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Reading):
    """``not_met`` are numbers of conditions that the person says are not met."""

    not_met: frozenset[int]


def answered(rulefile: RuleFile, picked: Picked, *, today: dt.date) -> Answered:
    """Read ``picked``; what is no option of a question that is asked is left out. Never raises."""
    questions = {question.key: question for question in precheck_questions(rulefile, today=today)}
    own = questions.pop(NOT_MET, None)
    in_order = [
        questions[field.key] for field in in_dependency_order(rulefile.questions()) if field.key in questions
    ]
    never_asked = names_looked_at(rulefile) - questions.keys()
    found = read_picked(in_order, picked, never_asked=never_asked, today=today)
    said = _chosen(own, picked) if own else ()
    shown = {question.key for question in found.asked}
    return Answered(
        asked=(*(one for one in questions.values() if one.key in shown), *((own,) if own else ())),
        picked={**found.picked, **({NOT_MET: said} if said else {})},
        values=found.values,
        unanswered=found.unanswered,
        exact=found.exact,
        not_met=frozenset(int(number) for number in said),
    )


def read_picked(
    questions: Sequence[PrecheckQuestion],
    picked: Picked,
    *,
    never_asked: Collection[str] = (),
    today: dt.date,
) -> Reading:
    """Read the answers to ``questions``, each of which stands after those that decide whether it is asked.

    Args:
        never_asked: names that conditions look at and nobody is asked for; they may have any answer.
    """
    values: dict[str, Value] = {}
    exact: dict[str, Value] = {}
    unanswered = set(never_asked)
    shown: list[PrecheckQuestion] = []
    kept: dict[str, tuple[str, ...]] = {}
    for question in questions:
        when = question.when
        is_asked = True if when is None else when.decided(values, unanswered=unanswered, today=today)
        if is_asked is False:
            continue
        if is_asked and len(question.options) == 1:  # no other answer is possible
            values[question.key] = question.options[0].stands_for
            continue
        chosen = _chosen(question, picked) if is_asked else ()
        if is_asked:
            shown.append(question)
        if not chosen:
            unanswered.add(question.key)
            continue
        kept[question.key] = chosen
        values[question.key] = _value(question, chosen)
        if question.exact:
            exact[question.key] = values[question.key]
    return Reading(
        asked=tuple(shown), picked=kept, values=values, unanswered=frozenset(unanswered), exact=exact
    )


def _chosen(question: PrecheckQuestion, picked: Picked) -> tuple[str, ...]:
    """The options picked, in their own order; of a question with one answer the last that was sent."""
    sent = picked.get(question.key, ())
    fitting = [option.value for option in question.options if option.value in sent]
    if question.many or len(fitting) < 2:
        return tuple(fitting)
    return tuple(value for value in reversed(sent) if value in fitting)[:1]


def _value(question: PrecheckQuestion, chosen: tuple[str, ...]) -> Value:
    if question.many:
        return list(chosen)
    option = question.option(chosen[0])
    return None if option is None else option.stands_for
