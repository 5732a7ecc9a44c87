"""The clerk's checklist: paper by paper what to look at, and who may say yes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.needed import needed_materials
from leyiban.catalogue.rulefile.plan import ReviewPoint, Task
from leyiban.catalogue.vocabulary import MaterialCopy, MaterialFormat, MaterialSource
from leyiban.catalogue.words import Lang, Said


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One paper. ``may_be_late``: the case may be accepted without it (容缺)."""

    material: str
    name: Said
    copy_kind: MaterialCopy
    format: MaterialFormat
    copies: int
    source: MaterialSource
    standard: Said
    how_to_fill: Said | None
    by_law: str
    may_be_late: bool
    licence_type_code: str | None


@dataclass(frozen=True, slots=True)
class ChecklistCondition:
    number: int
    text: Said
    clause: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """``window_may_accept``: the window may accept on the office's behalf; refusing never is its own."""

    papers: tuple[ChecklistLine, ...]
    conditions: tuple[ChecklistCondition, ...]
    window_may_accept: bool


def checklist(rulefile: RuleFile, lang: Lang, *, values: Mapping[str, Value], today: dt.date) -> Checklist:
    """The list for the case with these answers."""
    return Checklist(
        papers=tuple(
            _line(needed.material, lang, now=needed.now)
            for needed in needed_materials(rulefile, values, today=today)
        ),
        conditions=tuple(
            ChecklistCondition(number=number, text=condition.text.said(lang), clause=condition.clause)
            for number, condition in enumerate(rulefile.conditions, start=1)
        ),
        window_may_accept=rulefile.plan.window_may_accept,
    )


def _line(material: Material, lang: Lang, *, now: bool) -> ChecklistLine:
    return ChecklistLine(
        material=material.key,
        name=material.name.said(lang),
        copy_kind=material.copy_kind,
        format=material.format,
        copies=material.copies,
        source=material.source,
        standard=material.accept_stand.said(lang),
        how_to_fill=material.fill_explain.said(lang) if material.fill_explain else None,
        by_law=material.by_law,
        may_be_late=not now,
        licence_type_code=material.licence_type_code,
    )


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task of this case: its place in the order, and the points (审查要点) to check."""

    task: Task
    after: tuple[str, ...]
    points: tuple[ReviewPoint, ...]


def planned_tasks(
    rulefile: RuleFile, values: Mapping[str, Value], *, today: dt.date
) -> tuple[PlannedTask, ...]:
    """The tasks these answers need, in order. A task that is not needed passes on what it waited for."""
    waits_for: dict[str, tuple[str, ...]] = {}
    planned: list[PlannedTask] = []
    for task in rulefile.plan.in_order():
        after = tuple(dict.fromkeys(key for before in task.after for key in waits_for[before]))
        if task.when is None or task.when.holds(values, today=today):
            planned.append(PlannedTask(task=task, after=after, points=task.points))
            waits_for[task.key] = (task.key,)
        else:
            waits_for[task.key] = after
    return tuple(planned)
