"""How far a case with tasks of other offices has come along its plan, and who is blocking. Pure."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from leyiban.cases.models import Case
from leyiban.cases.rules.joint import done
from leyiban.catalogue.rulefile.path import Schedule, Step, schedule
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date

# Entries of a case that end a task, with how its key is found in them.
_ENDS_TASK = {"case.opinion_given/1", "case.site_check_completed/1"}
_NOTED, _DECIDED = "case.joint_noted/1", "case.decided/1"
_GIVEN = frozenset({"given", "deemed"})


def ended_on(case: Case, entries: Iterable[LedgerEntry]) -> dict[str, dt.date]:
    """The day on which each task that is done was done, read from the trail: of several rounds the last."""
    found: dict[str, dt.date] = {}
    for entry in entries:
        facts, day = entry.facts, city_date(entry.happened_at)
        if entry.kind in _ENDS_TASK or (entry.kind == _NOTED and facts.event in _GIVEN):
            found[facts.task] = day
        elif entry.kind == _DECIDED:
            found |= dict.fromkeys((task["key"] for task in case.tasks[-1:]), day)
    finished = done(case) | ({case.tasks[-1]["key"]} if case.decided_at is not None else set())
    return {key: day for key, day in found.items() if key in finished}


def plan_schedule(
    case: Case, ended: Mapping[str, dt.date], *, today: dt.date, day_number: Callable[[dt.date], int]
) -> Schedule:
    """The case's tasks along its plan, as of ``today``; the office does its own one after the other.

    Args:
        day_number: working days from acceptance to a day.
    """
    own = [task["key"] for task in case.tasks]
    before = dict(zip(own[1:], own, strict=False))
    entries = {entry["key"]: entry for entry in (*case.tasks, *case.joint)}
    order = [task.key for task in case.rules.plan.in_order() if task.key in entries]
    steps = [
        Step(
            key=key,
            length=entries[key]["within"],
            after=tuple(dict.fromkeys((*entries[key]["after"], *([before[key]] if key in before else [])))),
            ended=day_number(ended[key]) if key in ended else None,
        )
        for key in order
    ]
    return schedule(steps, today=day_number(today))
