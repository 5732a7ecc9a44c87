"""The clocks of a case: how they start and stop, which one matters now, what they will do by themselves."""

import datetime as dt
from collections.abc import Iterable, Iterator

from leyiban.cases import clock_names
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState as S
from leyiban.kernel.clocks import terms
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.clocks.limits import Limit
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.kernel.flows.table import Deadline, Readings, Situation

# The due moment itself is still in time; the clock acts at the first moment after it.
_JUST_AFTER = dt.timedelta(microseconds=1)


def limit_of(case: Case, base: str) -> Limit:
    """The limit under which the case was filed."""
    return terms.limit_of(case.limits[base])


def lights_of(case: Case) -> LightRule:
    return LightRule(**case.limits["lights"])


def start(
    situation: Situation[Case],
    clock: str,
    *,
    at: dt.datetime | None = None,
    receipt: bool = False,
    grounds: Iterable[str] = (),
) -> ClockEvent:
    """Start ``clock``; its limit is the one of its base name. ``receipt``: something arrived."""
    base = clock_names.base_name(clock)
    return ClockEvent(
        clock=clock,
        kind=EventKind.START,
        happened_at=at or situation.happened_at,
        entered_at=situation.entered_at,
        limit=limit_of(situation.matter, base),
        receipt=receipt,
        grounds=tuple(grounds),
        rule=situation.matter.limits[base]["rule"],
    )


def stop_running(situation: Situation[Case], *bases: str, ground: str = "") -> list[ClockEvent]:
    """Stop every clock of these base names that still runs."""
    return [
        ClockEvent(
            clock=clock,
            kind=EventKind.STOP,
            happened_at=situation.happened_at,
            entered_at=situation.entered_at,
            ground=ground,
        )
        for clock, reading in situation.clocks.items()
        if clock_names.base_name(clock) in bases and reading.state is not ClockState.STOPPED
    ]


def start_decision_clocks(
    situation: Situation[Case], *, at: dt.datetime, receipt: bool = False
) -> list[ClockEvent]:
    """The statutory and the promised limit run side by side from acceptance (R7, R17)."""
    grounds = situation.matter.limits["pause_grounds"]
    return [
        start(situation, clock, at=at, receipt=receipt, grounds=grounds)
        for clock in (clock_names.STATUTORY, clock_names.PROMISED)
    ]


def main_clock(case: Case) -> str:
    """The clock that matters in the present state: what lists sort by and lights show."""
    match S(case.state):
        case S.SUBMITTED:
            return clock_names.of_round(clock_names.ACCEPTANCE, case.round)
        case S.CORRECTION_NOTIFIED:
            return clock_names.of_round(clock_names.SUPPLEMENT, case.round)
        case S.DECIDED | S.READY:
            return clock_names.DELIVERY
        case S.DELIVERED:
            return clock_names.ARCHIVING
        case _:
            return clock_names.PROMISED


def deadlines(case: Case, clocks: Readings) -> Iterator[Deadline]:
    """What the clock will do by itself in this state, and when."""
    main = clocks.get(main_clock(case))
    match S(case.state):
        case S.SUBMITTED:
            yield from _after(main, "deem_accepted")
            yield from _first_answer(case, clocks)
            yield from _amber(case, main)
        case S.CORRECTION_NOTIFIED:
            yield from _after(main, "deem_withdrawn")
            yield from _amber(case, main)
        case S.UNDER_REVIEW:
            yield from _lights(case, main, clocks.get(clock_names.STATUTORY))
        case S.DECIDED | S.READY:
            yield from _lights(case, main, None)
        case S.DELIVERED:
            yield from _after(main, "archive")


def _after(reading: ClockReading | None, move: str) -> Iterator[Deadline]:
    if reading is not None and reading.due_at is not None and reading.state is ClockState.RUNNING:
        yield Deadline(reading.due_at + _JUST_AFTER, move)


def _first_answer(case: Case, clocks: Readings) -> Iterator[Deadline]:
    reading = clocks.get(clock_names.of_round(clock_names.FIRST_ANSWER, case.round))
    yield from _after(reading, "miss_first_answer")


def _amber(case: Case, main: ClockReading | None) -> Iterator[Deadline]:
    if main is not None and main.amber_at is not None and case.light == Light.GREEN:
        yield Deadline(main.amber_at, "turn_amber")


def _lights(case: Case, main: ClockReading | None, statutory: ClockReading | None) -> Iterator[Deadline]:
    """Each light once, in its order: amber, red, black (F5.1)."""
    yield from _amber(case, main)
    if case.light in (Light.GREEN, Light.AMBER):
        yield from _after(main, "turn_red")
    if case.light != Light.BLACK:
        yield from _after(statutory, "turn_black")
