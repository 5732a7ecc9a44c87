"""May this event be added to this clock? Asked at the door, once; replay trusts what was let in."""

import datetime as dt
from collections.abc import Sequence

from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.clocks.errors import ClockAlreadyStopped, ClockPastDue
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.histories import read_history
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.replaying import replay

# Only the due moment matters here; when amber would come on does not.
_NO_LIGHTS = LightRule(percent=0, at_least=0, instant_minutes=0)


def admit(event: ClockEvent, before: Sequence[ClockEvent], calendar: WorkCalendar) -> None:
    """Check ``event`` against the events that the clock already has.

    What depends on the calendar is checked here and not at replay: a calendar changed by decree must not
    make lawful old events unlawful.

    Raises:
        ClockRefused: one of its subclasses, for the rule that forbids the event.
    """
    if event.kind is not EventKind.START:
        _refuse_after_stop(event.happened_at, before)
        if event.kind in (EventKind.PAUSE, EventKind.EXTEND):
            _refuse_past_due(event.happened_at, before, calendar)
    read_history([*before, event])


def _refuse_after_stop(moment: dt.datetime, before: Sequence[ClockEvent]) -> None:
    stops = [event.happened_at for event in before if event.kind is EventKind.STOP]
    if stops and moment >= min(stops):
        raise ClockAlreadyStopped


def _refuse_past_due(moment: dt.datetime, before: Sequence[ClockEvent], calendar: WorkCalendar) -> None:
    if replay(before, calendar, lights=_NO_LIGHTS).is_over(moment):
        raise ClockPastDue
