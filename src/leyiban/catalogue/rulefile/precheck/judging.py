"""What follows from the answers: each condition, each paper, each task and each fee, and because of which answers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.rulefile.checklist import planned_tasks
from leyiban.catalogue.rulefile.logic import Logic, Value, all_of
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import Condition, RuleFile
from leyiban.catalogue.rulefile.path import Step, schedule
from leyiban.catalogue.rulefile.plan import Task
from leyiban.catalogue.rulefile.precheck.answering import Answered, Picked, answered
from leyiban.catalogue.rulefile.precheck.asking import NOT_MET, conditions_to_judge
from leyiban.catalogue.rulefile.terms import Fee
from leyiban.catalogue.vocabulary import Necessity

What = TypeVar("What", Material, Task, Fee)


class Verdict(TextChoices):
    """``READ``: no answer decides the condition, the applicant judges. ``UNKNOWN``: it depends on what is not answered."""

    MET = "met", _("符合")
    NOT_MET = "not_met", _("不符合")
    UNKNOWN = "unknown", _("还没答完")
    READ = "read", _("请您自己看")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """``because``: the questions whose answers decide it."""

    number: int
    condition: Condition
    verdict: Verdict
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(Generic[What]):
    """Something that is asked of this person: ``sure``, or only after some of the answers that are missing."""

    what: What
    sure: bool
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``working_days``: how long the review takes by its plan, from acceptance; None where an answer or a limit is
    missing."""

    conditions: tuple[Judged, ...]
    papers: tuple[Due[Material], ...]
    tasks: tuple[Due[Task], ...]
    fees: tuple[Due[Fee], ...]
    working_days: int | None

    @property
    def failing(self) -> tuple[Judged, ...]:
        return tuple(judged for judged in self.conditions if judged.verdict is Verdict.NOT_MET)

    @property
    def likely(self) -> bool:
        """No condition is known to fail."""
        return not self.failing

    @property
    def cost_fen(self) -> int | None:
        """What these answers cost; None while it depends on a missing answer or on how many are wanted."""
        if not all(fee.sure for fee in self.fees):
            return None
        return sum(fee.what.fen for fee in self.fees)


def may_be_late(material: Material) -> bool:
    """Whether the case can be accepted without it (容缺)."""
    return material.necessity is Necessity.MAY_BE_LATE


def precheck(rulefile: RuleFile, picked: Picked, *, today: dt.date) -> tuple[Answered, Outcome]:
    """Read what was picked and judge it as of ``today``."""
    given = answered(rulefile, picked, today=today)
    return given, outcome(rulefile, given, today=today)


def outcome(rulefile: RuleFile, given: Answered, *, today: dt.date) -> Outcome:
    """What follows from ``given``."""
    judge = _Judge(given=given, today=today)
    return Outcome(
        conditions=tuple(
            _judged(rulefile, number, judge) for number in range(1, len(rulefile.conditions) + 1)
        ),
        papers=tuple(
            Due(what=material, sure=bool(needed), because=judge.because(_names(material)))
            for material in rulefile.materials
            if (needed := judge.needs(material)) is not False
        ),
        tasks=tuple(
            Due(what=task, sure=bool(needed), because=judge.because(_of(task.when)))
            for task in rulefile.plan.in_order()
            if (needed := judge.holds(task.when)) is not False
        ),
        fees=tuple(
            Due(what=fee, sure=bool(needed), because=judge.because(_of(fee.when)))
            for fee in rulefile.fees.items
            if (needed := judge.holds(fee.when)) is not False
        ),
        working_days=None if given.left else _longest_way(rulefile, given.values, today),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    given: Answered
    today: dt.date

    def holds(self, logic: Logic | None) -> bool | None:
        if logic is None:
            return True
        return logic.decided(self.given.values, unanswered=self.given.unanswered, today=self.today)

    def needs(self, material: Material) -> bool | None:
        chosen = (
            None if one.situation in self.given.unanswered else self._value(one.situation) in one.options
            for one in material.situations
        )
        return all_of([*chosen, self.holds(material.when)])

    def because(self, names: frozenset[str]) -> tuple[str, ...]:
        """Those of ``names`` that were answered, in reading order."""
        return tuple(one.key for one in self.given.asked if one.key in names and one.key in self.given.picked)

    def _value(self, name: str) -> Value:
        return self.given.values.get(name)


def _judged(rulefile: RuleFile, number: int, judge: _Judge) -> Judged:
    condition = rulefile.conditions[number - 1]
    if number in judge.given.not_met:
        return Judged(number=number, condition=condition, verdict=Verdict.NOT_MET, because=(NOT_MET,))
    holds = None if condition.holds is None else judge.holds(condition.holds)
    if holds is not None:
        verdict = Verdict.MET if holds else Verdict.NOT_MET
    else:
        verdict = Verdict.READ if number in conditions_to_judge(rulefile) else Verdict.UNKNOWN
    return Judged(
        number=number, condition=condition, verdict=verdict, because=judge.because(_of(condition.holds))
    )


def _of(logic: Logic | None) -> frozenset[str]:
    return frozenset() if logic is None else logic.names


def _names(material: Material) -> frozenset[str]:
    return _of(material.when) | {answer.situation for answer in material.situations}


def _longest_way(rulefile: RuleFile, values: Mapping[str, Value], today: dt.date) -> int | None:
    """Working days along the longest chain of tasks that these answers need."""
    steps: list[Step] = []
    for planned in planned_tasks(rulefile, values, today=today):
        days = planned.task.within_working_days
        if days is None:
            return None
        steps.append(Step(key=planned.task.key, length=days, after=planned.after))
    return schedule(steps).ends
