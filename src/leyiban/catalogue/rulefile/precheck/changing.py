"""What would change it: every other answer to every question that was answered, and what would then be different."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.plan import Task
from leyiban.catalogue.rulefile.precheck.answering import Answered, answered
from leyiban.catalogue.rulefile.precheck.asking import PrecheckOption, PrecheckQuestion
from leyiban.catalogue.rulefile.precheck.judging import Due, Judged, Outcome, Verdict, outcome
from leyiban.catalogue.rulefile.terms import Fee


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Had ``question`` been answered with ``option`` (of several options: had it been picked, or not).

    ``now_met`` and ``now_failing`` are conditions; ``asks`` questions that would be asked then.
    """

    question: PrecheckQuestion
    option: PrecheckOption
    taken_away: bool
    now_met: tuple[Judged, ...]
    now_failing: tuple[Judged, ...]
    papers_more: tuple[Material, ...]
    papers_fewer: tuple[Material, ...]
    tasks_more: tuple[Task, ...]
    tasks_fewer: tuple[Task, ...]
    fees_more: tuple[Fee, ...]
    fees_fewer: tuple[Fee, ...]
    asks: tuple[PrecheckQuestion, ...]

    def __bool__(self) -> bool:
        return any(
            (
                self.now_met,
                self.now_failing,
                self.papers_more,
                self.papers_fewer,
                self.tasks_more,
                self.tasks_fewer,
                self.fees_more,
                self.fees_fewer,
                self.asks,
            )
        )


def changes(rulefile: RuleFile, given: Answered, found: Outcome, *, today: dt.date) -> tuple[Change, ...]:
    """One for each other answer that makes a difference, in the order of the questions and their options."""
    return tuple(
        change
        for question in given.asked
        if question.required and question.key in given.picked
        for option, picked in _other_answers(question, given.picked[question.key])
        if (change := _change(rulefile, given, found, question, option, picked, today))
    )


def _other_answers(
    question: PrecheckQuestion, chosen: tuple[str, ...]
) -> Iterator[tuple[PrecheckOption, tuple[str, ...]]]:
    for option in question.options:
        if not question.many:
            if option.value not in chosen:
                yield option, (option.value,)
        elif option.value not in chosen:
            yield option, (*chosen, option.value)
        elif len(chosen) > 1:  # with none left the question would be open, and nothing said by it
            yield option, tuple(value for value in chosen if value != option.value)


def _change(
    rulefile: RuleFile,
    given: Answered,
    found: Outcome,
    question: PrecheckQuestion,
    option: PrecheckOption,
    picked: tuple[str, ...],
    today: dt.date,
) -> Change:
    other = answered(rulefile, {**given.picked, question.key: picked}, today=today)
    then = outcome(rulefile, other, today=today)
    verdicts = {judged.number: judged.verdict for judged in found.conditions}
    asked = {one.key for one in given.asked}
    papers, tasks, fees = (_keys(found.papers), _keys(found.tasks), _keys(found.fees))
    papers_then, tasks_then, fees_then = (_keys(then.papers), _keys(then.tasks), _keys(then.fees))
    return Change(
        question=question,
        option=option,
        taken_away=option.value in given.picked[question.key],
        now_met=tuple(
            judged
            for judged in then.conditions
            if judged.verdict is not Verdict.NOT_MET and verdicts[judged.number] is Verdict.NOT_MET
        ),
        now_failing=tuple(
            judged
            for judged in then.conditions
            if judged.verdict is Verdict.NOT_MET and verdicts[judged.number] is not Verdict.NOT_MET
        ),
        papers_more=tuple(due.what for due in then.papers if due.sure and _key(due) not in papers),
        papers_fewer=tuple(due.what for due in found.papers if due.sure and _key(due) not in papers_then),
        tasks_more=tuple(due.what for due in then.tasks if due.sure and _key(due) not in tasks),
        tasks_fewer=tuple(due.what for due in found.tasks if due.sure and _key(due) not in tasks_then),
        fees_more=tuple(due.what for due in then.fees if due.sure and _key(due) not in fees),
        fees_fewer=tuple(due.what for due in found.fees if due.sure and _key(due) not in fees_then),
        asks=tuple(one for one in other.asked if one.key not in asked),
    )


def _key(due: Due[Material] | Due[Task] | Due[Fee]) -> str:
    return due.what.name.zh if isinstance(due.what, Fee) else due.what.key


def _keys(
    dues: tuple[Due[Material], ...] | tuple[Due[Task], ...] | tuple[Due[Fee], ...],
) -> frozenset[str]:
    return frozenset(_key(due) for due in dues if due.sure)
