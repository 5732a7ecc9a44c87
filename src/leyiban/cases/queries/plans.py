"""Where a case with tasks of other offices stands: each task in time, the critical path, and who is blocking (F5.2)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries.tasks import tasks_of
from leyiban.cases.rules.progressing import ended_on, plan_schedule
from leyiban.cases.states import TaskState
from leyiban.catalogue.rulefile.path import Placed
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.calendar.errors import CalendarNotPublished, CalendarYearUnknown
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A task in time. ``office`` names who does it; ``task`` is there where that is another office.

    ``begins_on`` and ``ends_on`` are civil days; None where no calendar knows them yet.
    """

    key: str
    name: Bilingual
    office: Bilingual
    task: ReviewTask | None
    placed: Placed
    begins_on: dt.date | None
    ends_on: dt.date | None

    @property
    def is_overdue(self) -> bool:
        return self.task is not None and self.task.light in ("red", "black")


@dataclass(frozen=True, slots=True)
class CasePlan:
    """``ends`` is the length of the whole in working days since acceptance; ``today`` how many are over."""

    lines: tuple[PlanLine, ...]
    ends: int
    today: int
    ends_on: dt.date | None

    @property
    def blocking(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.placed.is_blocking)


def plan_of(case: Case, entries: Iterable[LedgerEntry], *, now: dt.datetime) -> CasePlan | None:
    """The plan of an accepted case in which other offices take part; None for every other.

    Args:
        entries: the case's trail, which the caller has read for whoever asks.
    """
    if not case.joint or case.accepted_at is None:
        return None
    try:
        return _plan(case, list(entries), calendar_of(case.region), now)
    except (CalendarNotPublished, CalendarYearUnknown):
        return None  # no day can be told before the year's days off are decreed


def _plan(case: Case, entries: list[LedgerEntry], calendar: WorkCalendar, now: dt.datetime) -> CasePlan:
    accepted = city_date(case.accepted_at or case.received_at)
    last = city_date(case.closed_at or case.decided_at or now)

    def number(day: dt.date) -> int:
        return calendar.working_days_between(accepted, day)

    found = plan_schedule(case, ended_on(case, entries), today=last, day_number=number)
    tasks = {task.key: task for task in tasks_of(case)}
    names = {task.key: task.name for task in case.rules.plan.tasks}
    lead = Bilingual(zh=case.agency.name, en=case.agency.name_en or None)
    return CasePlan(
        lines=tuple(
            PlanLine(
                key=step.key,
                name=names[step.key],
                office=_office(tasks[step.key]) if step.key in tasks else lead,
                task=tasks.get(step.key),
                placed=step,
                begins_on=calendar.add_working_days(accepted, step.begins),
                ends_on=calendar.add_working_days(accepted, step.ends),
            )
            for step in found.steps
        ),
        ends=found.ends,
        today=number(last),
        ends_on=calendar.add_working_days(accepted, found.ends),
    )


def _office(task: ReviewTask) -> Bilingual:
    english = "" if task.agency is None else task.agency.name_en
    return Bilingual(zh=task.office_name, en=english or None)


def state_of(line: PlanLine) -> TaskState:
    """How a task stands, whoever does it: the office's own are open, waiting or done as the plan says."""
    if line.task is not None:
        return TaskState(line.task.state)
    if line.placed.is_done:
        return TaskState.GIVEN
    return TaskState.OPEN if line.placed.is_open else TaskState.WAITING
