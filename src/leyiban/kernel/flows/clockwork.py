"""What every flow does with its clocks: starts and stops them, and lets them act by themselves.

A light is a move like any other: amber once, red once, and black where a law sets a limit beside the promised
one (F5.1). It changes no state, and nobody but the clock makes it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import ActorKind
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.kernel.clocks.terms import limit_of
from leyiban.kernel.errors import Text
from leyiban.kernel.flows.table import Deadline, Move, Outcome, Right, Situation
from leyiban.kernel.moments import city_date

CLOCK: Final = Right[Any]("clock", _("系统按时限"), lambda actor, matter: actor.kind is ActorKind.CLOCK)
SYSTEM: Final = Right[Any]("system", _("系统"), lambda actor, matter: actor.kind is ActorKind.SYSTEM)

LightFacts = Callable[[Light, str, str], object]
"""The facts of a matter's own kind of entry, from the light, the clock that crossed, and the day (ISO)."""

_LABELS: Final[Mapping[Light, Text]] = {
    Light.AMBER: _("临期"),
    Light.RED: _("超期"),
    Light.BLACK: _("超过法定时限"),
}
# The due moment itself is still in time; the clock acts at the first moment after it.
_JUST_AFTER: Final = dt.timedelta(microseconds=1)


def start(
    situation: Situation[Any],
    clock: str,
    written: Mapping[str, Any],
    *,
    at: dt.datetime | None = None,
    receipt: bool = False,
    grounds: Iterable[str] = (),
) -> ClockEvent:
    """Start ``clock`` under the terms that the matter keeps ({amount, unit, rule}). ``receipt``: something
    arrived; ``grounds``: on what it may pause."""
    return ClockEvent(
        clock=clock,
        kind=EventKind.START,
        happened_at=at or situation.happened_at,
        entered_at=situation.entered_at,
        limit=limit_of(written),
        receipt=receipt,
        grounds=tuple(grounds),
        rule=written["rule"],
    )


def stop(
    situation: Situation[Any], clock: str, *, at: dt.datetime | None = None, ground: str = ""
) -> ClockEvent:
    return ClockEvent(
        clock=clock,
        kind=EventKind.STOP,
        happened_at=at or situation.happened_at,
        entered_at=situation.entered_at,
        ground=ground,
    )


def redate(
    situation: Situation[Any], clock: str, *, at: dt.datetime, ground: str, evidence: str
) -> ClockEvent:
    """It was found that ``clock`` had started at ``at``: it is replayed from there. ``evidence`` says by what."""
    return ClockEvent(
        clock=clock,
        kind=EventKind.REDATE,
        happened_at=at,
        entered_at=situation.entered_at,
        ground=ground,
        evidence=evidence,
    )


def stop_running(situation: Situation[Any], clocks: Iterable[str], *, ground: str = "") -> list[ClockEvent]:
    """Stop those of ``clocks`` that were started and still run or pause."""
    readings = ((clock, situation.clocks.get(clock)) for clock in clocks)
    return [
        stop(situation, clock, ground=ground)
        for clock, reading in readings
        if reading is not None and reading.state is not ClockState.STOPPED
    ]


def after(reading: ClockReading | None, move: str) -> Iterator[Deadline]:
    """``move`` is due at the first moment after the clock's end, while it runs."""
    if reading is not None and reading.due_at is not None and reading.state is ClockState.RUNNING:
        yield Deadline(reading.due_at + _JUST_AFTER, move)


def amber_deadline(light: str, main: ClockReading | None) -> Iterator[Deadline]:
    if main is None or main.state is not ClockState.RUNNING:
        return
    if main.amber_at is not None and light == Light.GREEN:
        yield Deadline(main.amber_at, "turn_amber")


def light_deadlines(
    light: str, main: ClockReading | None, statutory: ClockReading | None = None
) -> Iterator[Deadline]:
    """Each light once, in its order; ``light`` is the last that was recorded."""
    yield from amber_deadline(light, main)
    if light in (Light.GREEN, Light.AMBER):
        yield from after(main, "turn_red")
    if light != Light.BLACK:
        yield from after(statutory, "turn_black")


def light_moves(
    facts: LightFacts,
    states: Iterable[str],
    main_clock: Callable[[Any], str],
    *,
    statutory: str = "",
    past_law: Iterable[str] = (),
) -> tuple[Move[Any], ...]:
    """The moves ``turn_amber`` and ``turn_red`` in ``states``, and ``turn_black`` in ``past_law`` if the matter
    has a clock of the name ``statutory``."""

    def turning(light: Light, clock: Callable[[Any], str], where: Iterable[str]) -> Move[Any]:
        def decide(situation: Situation[Any], given: None) -> Outcome:
            matter, day = situation.matter, city_date(situation.happened_at).isoformat()
            return Outcome(
                target=matter.state,
                facts=facts(light, clock(matter), day),
                changes={"light": light},
                owner_post_id=matter.owner_post_id,
            )

        return Move(
            name=f"turn_{light.value}",
            label=_LABELS[light],
            sources=frozenset(where),
            targets=frozenset(where),
            right=CLOCK,
            decide=decide,
            by_clock=True,
        )

    moves = turning(Light.AMBER, main_clock, states), turning(Light.RED, main_clock, states)
    return (*moves, turning(Light.BLACK, lambda matter: statutory, past_law)) if statutory else moves
