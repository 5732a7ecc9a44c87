"""能不能办: what the conditions say about these answers, before anything is filed.

The pre-check advises; it never bars anyone from applying, because refusing is the office's own act.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leyiban.catalogue.rulefile.form import FormField
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.model import Condition, RuleFile
from leyiban.catalogue.rulefile.needed import NeededMaterial, needed_materials


class Verdict(StrEnum):
    """``READ``: the condition has no predicate, the applicant judges. ``UNKNOWN``: not answered yet."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Judged:
    number: int
    condition: Condition
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Precheck:
    """``likely``: no condition is known to fail. ``materials``: what these answers would ask for."""

    conditions: tuple[Judged, ...]
    materials: tuple[NeededMaterial, ...]

    @property
    def likely(self) -> bool:
        return not any(judged.verdict is Verdict.NOT_MET for judged in self.conditions)


def precheck(rulefile: RuleFile, values: Mapping[str, Value], *, today: dt.date) -> Precheck:
    """Judge each condition by ``values`` (clean answers, as many as there are)."""
    return Precheck(
        conditions=tuple(
            Judged(number=number, condition=condition, verdict=_judge(condition, values, today))
            for number, condition in enumerate(rulefile.conditions, start=1)
        ),
        materials=needed_materials(rulefile, values, today=today),
    )


def precheck_questions(rulefile: RuleFile) -> tuple[FormField, ...]:
    """What must be asked for the pre-check: the situations and every answer a condition looks at."""
    looked_at = {situation.key for situation in rulefile.situations}
    for condition in rulefile.conditions:
        if condition.holds is not None:
            looked_at |= condition.holds.names
    return tuple(question for question in rulefile.questions() if question.key in looked_at)


def _judge(condition: Condition, values: Mapping[str, Value], today: dt.date) -> Verdict:
    if condition.holds is None:
        return Verdict.READ
    if any(values.get(name) is None for name in condition.holds.names):
        return Verdict.UNKNOWN
    return Verdict.MET if condition.holds.holds(values, today=today) else Verdict.NOT_MET
