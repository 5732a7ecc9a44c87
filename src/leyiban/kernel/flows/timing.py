"""A matter's clocks as events and as readings."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.clocks.admission import admit
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.readings import ClockReading
from leyiban.kernel.clocks.replaying import replay_all
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.flows.reading import events_of


@dataclass
class Timing:
    """The clock events of one matter, replayed. Grows as a move adds events."""

    calendar: WorkCalendar
    lights: LightRule
    events: list[ClockEvent] = field(default_factory=list)
    _readings: Mapping[str, ClockReading] | None = field(default=None, init=False)

    @classmethod
    def of(cls, matter: Any, lights: LightRule) -> "Timing":
        """Read a saved matter's events (the domain's rows under ``matter.clock_events``)."""
        rows = events_of(matter.clock_events.model, [matter.pk])
        return cls(calendar_of(matter.region), lights, [row.event() for row in rows])

    @classmethod
    def unstarted(cls, matter: Matter, lights: LightRule) -> "Timing":
        return cls(calendar_of(matter.region), lights)

    def add(self, events: Iterable[ClockEvent]) -> None:
        """Raises ClockRefused, and adds nothing further, when a rule of law forbids an event."""
        for event in events:
            own = [each for each in self.events if each.clock == event.clock]
            admit(event, own, self.calendar)
            self.events.append(event)
            self._readings = None

    @property
    def latest(self) -> dt.datetime | None:
        """When the newest event was entered."""
        return max((event.entered_at for event in self.events), default=None)

    def began_at(self, clock: str) -> dt.datetime:
        """When the first event of a clock took effect."""
        return min(event.happened_at for event in self.events if event.clock == clock)

    @property
    def readings(self) -> Mapping[str, ClockReading]:
        """Every clock by name; replayed again after an event was added."""
        if self._readings is None:
            self._readings = replay_all(self.events, self.calendar, lights=self.lights)
        return self._readings


def earliest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
