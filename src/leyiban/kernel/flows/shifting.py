"""What another calendar would do to open matters. Reads only; recounting does it, a preview only shows it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from leyiban.kernel.calendar.days import NATION, CalendarLayer
from leyiban.kernel.calendar.queries import calendar_with
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.readings import ClockState
from leyiban.kernel.clocks.replaying import replay_all
from leyiban.kernel.docket.models import Matter, OpenMatter
from leyiban.kernel.flows.reading import events_of, matters_of
from leyiban.kernel.flows.table import Flow, MovedDue
from leyiban.kernel.lawbook.queries import region_chain

M = TypeVar("M", bound=Matter)

_BATCH = 1000


@dataclass(frozen=True)
class Shift(Generic[M]):
    """An open matter of which something is read differently: ``moved`` are the due moments of running clocks.

    ``moved`` may be empty: where only a light comes at another moment, nothing was promised that changes.
    """

    matter: M
    moved: tuple[MovedDue, ...]


@dataclass(frozen=True)
class Batch(Generic[M]):
    """Some of the open matters: how many were looked at, and those that shift."""

    looked_at: int
    shifts: list[Shift[M]]


@dataclass(frozen=True)
class Change:
    """A scope's layer ``before`` and ``after``; calendars are composed once for each region."""

    before: CalendarLayer
    after: CalendarLayer
    _composed: dict[str, tuple[WorkCalendar, WorkCalendar]] = field(default_factory=dict)

    def concerns(self, region: str) -> bool:
        return self.after.scope in (*region_chain(region), NATION)

    def calendars(self, region: str) -> tuple[WorkCalendar, WorkCalendar]:
        """The region's calendar before and after."""
        if region not in self._composed:
            self._composed[region] = (calendar_with(region, self.before), calendar_with(region, self.after))
        return self._composed[region]

    def shift(self, flow: Flow[M], matter: M, events: Sequence[ClockEvent]) -> Shift[M] | None:
        """What it does to this matter; None: nothing."""
        lights = flow.lights(matter)
        before, after = (replay_all(events, each, lights=lights) for each in self.calendars(matter.region))
        if before == after:
            return None
        moved = tuple(
            MovedDue(clock, before[clock].due_at, reading.due_at)
            for clock, reading in after.items()
            if reading.state is ClockState.RUNNING and reading.due_at != before[clock].due_at
        )
        return Shift(matter, moved)


def events_by_matter(flow: Flow[Any], matters: Collection[Matter]) -> Mapping[int, list[ClockEvent]]:
    """The clock events of several matters, by key. One query."""
    found: dict[int, list[ClockEvent]] = defaultdict(list)
    rows: Any = flow.matter._meta.get_field("clock_events").related_model
    for row in events_of(rows, [matter.pk for matter in matters]):
        found[row.matter_id].append(row.event())
    return found


def shifts(flow: Flow[M], change: Change) -> Iterator[Batch[M]]:
    """What it would do to the open matters, a batch at a time so that a caller can show how far it is."""
    key = 0
    while places := next_places(flow, after=key, through=None, limit=_BATCH):
        key = places[-1][0]
        matters = matters_of(flow.matter, [pk for pk, region in places if change.concerns(region)])
        events = events_by_matter(flow, matters)
        found = (change.shift(flow, matter, events[matter.pk]) for matter in matters)
        yield Batch(len(places), [shift for shift in found if shift is not None])


def next_places(flow: Flow[Any], *, after: int, through: int | None, limit: int) -> Sequence[tuple[int, str]]:
    """(key, region) of the open matters behind ``after``, in the order of their keys."""
    rows = OpenMatter.objects.filter(kind=flow.kind, key__gt=after)
    if through is not None:
        rows = rows.filter(key__lte=through)
    return list(rows.order_by("key").values_list("key", "region")[:limit])
