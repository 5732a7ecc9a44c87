"""Replay: from a clock's events and a work calendar to what the clock shows. Pure and total.

The same events and the same calendar always give the same reading, here and in ``verify.py``. A calendar
that ends too early is part of the answer (``unknown_year``) and not a failure: the matter must not be lost.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby

from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.clocks.counting import DayCount, city_day, count_days, run
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.histories import History, read_history
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.limits import ELAPSING, Limit, Unit
from leyiban.kernel.clocks.readings import ClockReading, ClockState


def replay(events: Iterable[ClockEvent], calendar: WorkCalendar, *, lights: LightRule) -> ClockReading:
    """What one clock shows.

    Args:
        events: the events of one clock, in any order.
        lights: when amber comes on.

    Raises:
        ClockRefused: the events break a rule of law (see :func:`histories.read_history`).
    """
    history = read_history(events)
    if history.limit.unit in ELAPSING:
        return _elapsing(history, calendar, lights)
    return _by_days(history, calendar, lights)


def replay_all(
    events: Iterable[ClockEvent], calendar: WorkCalendar, *, lights: LightRule
) -> Mapping[str, ClockReading]:
    """Every clock of a matter, by name."""
    by_clock = sorted(events, key=lambda event: event.clock)
    return {
        clock: replay(own, calendar, lights=lights)
        for clock, own in groupby(by_clock, key=lambda event: event.clock)
    }


def _by_days(history: History, calendar: WorkCalendar, lights: LightRule) -> ClockReading:
    count = count_days(history, calendar)
    due_at = None if count.due_day is None else calendar.closing(count.due_day)
    return ClockReading(
        clock=history.start.clock,
        state=_state(history),
        limit=history.limit,
        extended=history.extended,
        began_on=count.began_on,
        due_day=count.due_day,
        due_at=due_at,
        amber_at=_amber(history, count, due_at, calendar, lights),
        paused_since=_paused_since(history),
        stopped_at=history.stopped_at,
        unknown_year=count.unknown_year,
        not_before=count.not_before,
        counted=count.counted,
        total_days=count.total,
    )


def _amber(
    history: History,
    count: DayCount,
    due_at: dt.datetime | None,
    calendar: WorkCalendar,
    lights: LightRule,
) -> dt.datetime | None:
    """Opening time of the first day on which few days are left; it never comes before the start."""
    started_at = history.start.happened_at
    if history.limit.amount == 0:
        return due_at and max(started_at, due_at - dt.timedelta(minutes=lights.instant_minutes))
    green_days = count.total - lights.days_left_at_amber(count.total)
    if green_days <= 0:
        return started_at
    if len(count.counted) < green_days:
        return None
    return max(started_at, calendar.opening(count.counted[green_days - 1]))


def _elapsing(history: History, calendar: WorkCalendar, lights: LightRule) -> ClockReading:
    start, length = history.start, _length(history.limit)
    unknown_year: int | None = None
    since, due = start.happened_at, None
    try:
        since = _opened(start, calendar)
        due = run(since, length, history.pauses)
    except YearUnknown as unknown:
        unknown_year = unknown.year
    due_at = due if isinstance(due, dt.datetime) else None
    amber = run(since, length * (100 - lights.percent) / 100, history.pauses)
    return ClockReading(
        clock=start.clock,
        state=_state(history),
        limit=history.limit,
        extended=history.extended,
        began_on=city_day(since),
        due_day=due_at and city_day(due_at),
        due_at=due_at,
        amber_at=amber if isinstance(amber, dt.datetime) and unknown_year is None else None,
        paused_since=_paused_since(history),
        stopped_at=history.stopped_at,
        unknown_year=unknown_year,
        not_before=None if unknown_year is None else city_day(since),
        left=due if isinstance(due, dt.timedelta) else None,
    )


def _opened(start: ClockEvent, calendar: WorkCalendar) -> dt.datetime:
    """When the hours begin: at once, or, for what arrived after closing, when the office opens again."""
    if not start.receipt:
        return start.happened_at
    day = calendar.received_day(start.happened_at)
    return start.happened_at if day == city_day(start.happened_at) else calendar.opening(day)


def _length(limit: Limit) -> dt.timedelta:
    return dt.timedelta(hours=limit.amount) if limit.unit is Unit.HOUR else dt.timedelta(minutes=limit.amount)


def _state(history: History) -> ClockState:
    if history.stopped_at is not None:
        return ClockState.STOPPED
    return ClockState.RUNNING if _paused_since(history) is None else ClockState.PAUSED


def _paused_since(history: History) -> dt.datetime | None:
    last = history.pauses[-1] if history.pauses else None
    return last.since if last is not None and last.until is None else None
