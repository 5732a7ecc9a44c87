"""How far open cases have come, and how long each step took in earlier cases of their items: all in working days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leyiban.cases.models import Case, Opinion
from leyiban.cases.states import CaseState
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.moments import city_date

_A_YEAR: Final = dt.timedelta(days=365)
_LOOKED_AT: Final = 200  # newest cases of an item
_BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """A case under review whose limit runs: ``used`` of it and ``left``, ``in_step`` since the open step began.

    ``steps`` are the keys of its tasks still ahead, the open one first; ``within`` is that one's own limit, if the item
    gives one, and ``step_begun`` the day on which it began. ``item`` is the key of its item.
    """

    number: str
    item: int
    code: str
    agency: int
    region: str
    used: int
    in_step: int
    left: int
    steps: tuple[str, ...]
    within: int | None
    step_begun: dt.date


def cases_underway(*, now: dt.datetime) -> Iterator[Underway]:
    """Every case that is being reviewed and has an end that is known. Read in batches of the docket."""
    waiting = OpenMatter.objects.filter(
        kind=Case.KIND, state=CaseState.UNDER_REVIEW, paused=False, red_at__isnull=False
    )
    last = 0
    while rows := list(waiting.filter(key__gt=last).order_by("key")[:_BATCH]):
        last = rows[-1].key
        ends = {row.key: row.red_at for row in rows}
        cases = Case.objects.select_related("item_version__item").in_bulk(list(ends))
        begun = _step_begun(list(ends))
        for key, end in ends.items():
            case = cases.get(key)
            if case is not None and case.accepted_at is not None and end is not None:
                yield from _underway(case, end, begun.get(key, case.accepted_at), now)


def usual_steps(item: int, *, now: dt.datetime) -> Mapping[str, Sequence[int]]:
    """Per step of an item, the working days that it took in the last year's decided cases. Two queries."""
    cases = {
        case.pk: case
        for case in Case.objects.filter(
            item_version__item_id=item,
            accepted_at__isnull=False,
            decided_at__gte=now - _A_YEAR,
        ).order_by("-decided_at")[:_LOOKED_AT]
    }
    given: dict[int, list[tuple[str, dt.datetime]]] = defaultdict(list)
    opinions = Opinion.objects.filter(case_id__in=list(cases)).order_by("given_at", "pk")
    for case_id, task, at in opinions.values_list("case_id", "task", "given_at"):
        given[case_id].append((task, at))
    found: dict[str, list[int]] = defaultdict(list)
    for key, case in cases.items():
        for step, days in _steps_of(case, given[key]).items():
            found[step].append(days)
    return found


def _steps_of(case: Case, given: list[tuple[str, dt.datetime]]) -> dict[str, int]:
    """A step that was done twice took both times together; the last one ends with the decision."""
    assert case.accepted_at is not None and case.decided_at is not None  # it was asked for so
    calendar = calendar_of(case.region)
    ended = [*given, (case.tasks[-1]["key"], case.decided_at)] if case.tasks else given
    days: dict[str, int] = {}
    before = case.accepted_at
    for step, at in ended:
        taken = _days(calendar, before, at)
        if taken is None:
            return {}
        days[step] = days.get(step, 0) + taken
        before = max(before, at)
    return days


def _underway(case: Case, end: dt.datetime, begun: dt.datetime, now: dt.datetime) -> Iterator[Underway]:
    calendar = calendar_of(case.region)
    assert case.accepted_at is not None  # it is under review
    used, in_step, left = (
        _days(calendar, since, until) for since, until in ((case.accepted_at, now), (begun, now), (now, end))
    )
    keys = [task["key"] for task in case.tasks]
    if used is None or in_step is None or left is None or case.task not in keys:
        return
    yield Underway(
        number=case.number,
        item=case.item_version.item_id,
        code=case.item_version.item.code,
        agency=case.agency_id,
        region=case.region,
        used=used,
        in_step=in_step,
        left=left,
        steps=tuple(keys[keys.index(case.task) :]),
        within=next(
            (task.within_working_days for task in case.rules.plan.tasks if task.key == case.task), None
        ),
        step_begun=city_date(begun),
    )


def _step_begun(keys: list[int]) -> dict[int, dt.datetime]:
    """When the last opinion was given: then the open step began."""
    rows = Opinion.objects.filter(case_id__in=keys).order_by("given_at").values_list("case_id", "given_at")
    return dict(rows)


def _days(calendar: WorkCalendar, since: dt.datetime, until: dt.datetime) -> int | None:
    try:
        return calendar.working_days_between(city_date(since), city_date(until))
    except YearUnknown:
        return None
