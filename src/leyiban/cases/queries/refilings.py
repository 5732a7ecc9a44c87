"""A matter that was sent back and filed again (退件重报, R24): one matter, whose time is counted together."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from leyiban.cases.clock_names import PROMISED
from leyiban.cases.models import Case
from leyiban.cases.rules.clocks import lights_of, limit_of
from leyiban.kernel.calendar.errors import CalendarNotPublished, CalendarYearUnknown
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.replaying import replay
from leyiban.kernel.moments import city_date

MOST: Final = 20
"""So many filings are looked back at; a longer chain is told as this many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refiling:
    """``times`` filings so far, this one included. ``used``: working days for which earlier ones lay with the office,
    from receipt to their end. ``promised_by``: the last day of the promise, had it run since the first receipt. Days
    are None where no calendar knows them."""

    times: int
    first: str
    first_received_at: dt.datetime
    used: int | None
    promised_by: dt.date | None


def refiling_of(case: Case) -> Refiling | None:
    """What came before this filing; None where it is the first. As many queries as there were filings."""
    earlier = _earlier(case)
    if not earlier:
        return None
    first, calendar = earlier[-1], _calendar(case)
    return Refiling(
        times=len(earlier) + 1,
        first=first.number,
        first_received_at=first.received_at,
        used=None if calendar is None else _used(earlier, calendar),
        promised_by=None if calendar is None else _promised_by(case, first.received_at, calendar),
    )


def days_since_first(refiling: Refiling, case: Case, *, now: dt.datetime) -> int | None:
    """Working days from the first receipt to the decision, the end, or now; None where no calendar knows."""
    calendar = _calendar(case)
    until = case.decided_at or case.closed_at or now
    return None if calendar is None else _between(calendar, refiling.first_received_at, until)


def _earlier(case: Case) -> list[Case]:
    """The filings before this one, the last first."""
    found: list[Case] = []
    key = case.linked_to_id
    while key is not None and len(found) < MOST - 1:
        before = Case.objects.only("number", "received_at", "closed_at", "linked_to_id").get(pk=key)
        found.append(before)
        key = before.linked_to_id
    return found


def _calendar(case: Case) -> WorkCalendar | None:
    try:
        return calendar_of(case.region)
    except (CalendarNotPublished, CalendarYearUnknown):
        return None


def _used(earlier: list[Case], calendar: WorkCalendar) -> int | None:
    days = [_between(calendar, each.received_at, each.closed_at or each.received_at) for each in earlier]
    known = [each for each in days if each is not None]
    return sum(known) if len(known) == len(days) else None


def _between(calendar: WorkCalendar, since: dt.datetime, until: dt.datetime) -> int | None:
    try:
        return calendar.working_days_between(city_date(since), city_date(until))
    except YearUnknown:
        return None


def _promised_by(case: Case, received_at: dt.datetime, calendar: WorkCalendar) -> dt.date | None:
    began = ClockEvent(
        clock=PROMISED,
        kind=EventKind.START,
        happened_at=received_at,
        entered_at=received_at,
        limit=limit_of(case, PROMISED),
        receipt=True,
    )
    return replay([began], calendar, lights=lights_of(case)).due_day
