"""Random lives of a clock, told twice: as events, and as the plain plan that an oracle counts from."""

import datetime as dt
from dataclasses import dataclass

from hypothesis import strategies as st

from leyiban.kernel.calendar.days import CITY_TIME, CalendarLayer, DayKind
from leyiban.kernel.calendar.tables import national_layer
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.limits import Limit, Unit

NATIONAL = WorkCalendar.of([national_layer()])
EBIAN = WorkCalendar.of(
    [
        CalendarLayer(
            "511132",
            days={dt.date(2020, 8, 13): DayKind.HOLIDAY, dt.date(2020, 8, 16): DayKind.WORKDAY},
            late_counts_next_day=False,
        ),
        national_layer(),
    ]
)
LIGHTS = LightRule(percent=20, at_least=1, instant_minutes=120)
GROUNDS = ("hearing", "appraisal", "expert_review")


def at(text: str) -> dt.datetime:
    """City time, written ``2020-02-10`` (at ten) or ``2020-02-10 17:30``."""
    day, _, hour = text.partition(" ")
    return dt.datetime.fromisoformat(f"{day}T{hour or '10:00'}").replace(tzinfo=CITY_TIME)


def start(day: str, amount: int, unit: Unit = Unit.WORKING_DAY, **more: object) -> ClockEvent:
    fields: dict[str, object] = {"grounds": GROUNDS, "entered_at": at(day), **more}
    return ClockEvent(
        clock="decision.promised",
        kind=EventKind.START,
        happened_at=at(day),
        limit=Limit(amount, unit),
        **fields,  # type: ignore[arg-type]
    )


def event(kind: EventKind, day: str, ground: str = "", **more: object) -> ClockEvent:
    fields: dict[str, object] = {"entered_at": at(day), **more}
    return ClockEvent(clock="decision.promised", kind=kind, happened_at=at(day), ground=ground, **fields)  # type: ignore[arg-type]


def pause(day: str, ground: str = "hearing", notice: str | None = None) -> ClockEvent:
    return event(EventKind.PAUSE, day, ground, evidence="notice", evidence_at=at(notice or day))


def resume(day: str, ground: str = "hearing") -> ClockEvent:
    return event(EventKind.RESUME, day, ground)


def extend(day: str, amount: int, unit: Unit = Unit.WORKING_DAY) -> ClockEvent:
    return event(EventKind.EXTEND, day, limit=Limit(amount, unit))


def stop(day: str) -> ClockEvent:
    return event(EventKind.STOP, day)


@dataclass(frozen=True)
class Life:
    """``pauses`` are (ground, from, to or None)."""

    calendar: WorkCalendar
    started: dt.datetime
    receipt: bool
    limit: Limit
    extension: int | None
    pauses: tuple[tuple[str, dt.datetime, dt.datetime | None], ...]

    def events(self) -> list[ClockEvent]:
        name = "decision.promised"
        told = [
            ClockEvent(
                clock=name,
                kind=EventKind.START,
                happened_at=self.started,
                entered_at=self.started,
                limit=self.limit,
                receipt=self.receipt,
                grounds=GROUNDS,
            )
        ]
        if self.extension:
            moment = self.started + dt.timedelta(minutes=5)
            longer = Limit(self.extension, self.limit.unit)
            told.append(
                ClockEvent(
                    clock=name, kind=EventKind.EXTEND, happened_at=moment, entered_at=moment, limit=longer
                )
            )
        for number, (ground, since, until) in enumerate(self.pauses):
            proof = {"evidence": f"notice {number}", "evidence_at": since}
            told.append(
                ClockEvent(
                    clock=name,
                    kind=EventKind.PAUSE,
                    happened_at=since,
                    entered_at=since,
                    ground=ground,
                    **proof,
                )  # type: ignore[arg-type]
            )
            if until is not None:
                told.append(
                    ClockEvent(
                        clock=name, kind=EventKind.RESUME, happened_at=until, entered_at=until, ground=ground
                    )
                )
        return told

    def without_pauses(self) -> "Life":
        return Life(self.calendar, self.started, self.receipt, self.limit, self.extension, ())


@st.composite
def lives(draw: st.DrawFn, units: tuple[Unit, ...] = tuple(Unit), open_pauses: bool = True) -> Life:
    """Up to three pauses, overlapping or not, each ground at most once, so that every pairing is plain."""
    first, last = dt.datetime(2019, 2, 1), dt.datetime(2026, 12, 20)
    started = draw(st.datetimes(first, last)).replace(second=0, microsecond=0, tzinfo=CITY_TIME)
    unit = draw(st.sampled_from(units))
    smallest = 0 if unit in (Unit.WORKING_DAY, Unit.NATURAL_DAY) else 1
    largest = {Unit.MONTH: 4, Unit.HOUR: 72, Unit.MINUTE: 600}.get(unit, 30)
    pauses = []
    for ground in draw(st.lists(st.sampled_from(GROUNDS), max_size=3, unique=True)):
        since = started + dt.timedelta(minutes=draw(st.integers(10, 60 * 24 * 40)))
        lasts = st.integers(0, 60 * 24 * 20)
        minutes = draw(st.none() | lasts if open_pauses else lasts)
        pauses.append((ground, since, None if minutes is None else since + dt.timedelta(minutes=minutes)))
    return Life(
        calendar=draw(st.sampled_from([NATIONAL, EBIAN])),
        started=started,
        receipt=draw(st.booleans()),
        limit=Limit(draw(st.integers(smallest, largest)), unit),
        extension=draw(st.none() | st.integers(1, 10)),
        pauses=tuple(pauses),
    )
