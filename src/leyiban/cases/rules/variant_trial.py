"""How a real case would have gone under a variant of its item (F4.4). Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.catalogue.rulefile.checklist import planned_tasks
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.path import Step, schedule
from leyiban.catalogue.rulefile.variants import SPECIAL, VariantFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """``tasks`` are called for, in order; ``days`` is the longest way through them by their own limits."""

    tasks: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedCase:
    """``stopped`` are the questions by which it could not have been filed; it has no course then."""

    number: str
    was: Course
    would_be: Course | None
    stopped: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return self.was != self.would_be


def tried(
    number: str,
    answers: Mapping[str, Value],
    *,
    base: RuleFile,
    made: RuleFile,
    variant: VariantFile,
    today: dt.date,
) -> TriedCase:
    """One case by its own answers; what the variant asks is answered so that the variant holds."""
    given = answers if variant.asks is None else {**answers, variant.asks.key: SPECIAL}
    before = {each.field for each in validate_answers(base, answers, stage="submit", today=today).problems}
    problems = validate_answers(made, given, stage="submit", today=today).problems
    stopped = tuple(each.field for each in problems if each.field not in before)
    return TriedCase(
        number=number,
        was=_course(base, answers, today),
        would_be=None if stopped else _course(made, given, today),
        stopped=stopped,
    )


def _course(rules: RuleFile, answers: Mapping[str, Value], today: dt.date) -> Course:
    planned = planned_tasks(rules, answers, today=today)
    steps = (
        Step(key=each.task.key, length=each.task.within_working_days or 0, after=each.after)
        for each in planned
    )
    return Course(tasks=tuple(each.task.key for each in planned), days=schedule(steps).ends)
