"""What a clock's events say, once the rules that need no calendar have been held against them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from leyiban.kernel.clocks.errors import (
    ClockNotStarted,
    ClockStartedTwice,
    ExtendedTwice,
    ExtensionUnitDiffers,
    PauseGroundNotListed,
    ResumeWithoutPause,
)
from leyiban.kernel.clocks.events import ClockEvent, EventKind, in_order
from leyiban.kernel.clocks.limits import Limit


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still; ``until`` is None while it still does."""

    since: dt.datetime
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """One clock's life: when it began, for how long it runs, when it stood still, when it stopped.

    ``pauses`` are in order and do not overlap: pauses that did have been merged.
    """

    start: ClockEvent
    limit: Limit
    extended: bool
    pauses: tuple[Pause, ...]
    stopped_at: dt.datetime | None


def read_history(events: Iterable[ClockEvent]) -> History:
    """Read the events of one clock, in any order.

    What was entered afterwards as having happened after the stop no longer counts and is left out. Where it was found
    that the clock had started at another moment, everything is read as if it had always been known.

    Raises:
        ClockNotStarted, ClockStartedTwice, ExtendedTwice, ExtensionUnitDiffers, PauseGroundNotListed,
        ResumeWithoutPause: the events break a rule of law.
        ValueError: the events are of different clocks.
    """
    ordered = in_order(_redated(events))
    if len({event.clock for event in ordered}) > 1:
        raise ValueError("these are events of different clocks")
    start = _only_start(ordered)
    stop = next((event for event in ordered if event.kind is EventKind.STOP), None)
    life = ordered if stop is None else ordered[: ordered.index(stop)]
    extension = _only_extension(life, start)
    stopped_at = None if stop is None else stop.happened_at
    return History(
        start=start,
        limit=_whole(start) if extension is None else _whole(start).plus(_whole(extension)),
        extended=extension is not None,
        pauses=_merged(_pauses(life, start.grounds), end=stopped_at),
        stopped_at=stopped_at,
    )


def _redated(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """The events with the start where the correction that was entered last puts it."""
    given = list(events)
    found = [event for event in given if event.kind is EventKind.REDATE]
    if not found:
        return given
    last = max(found, key=lambda event: (event.entered_at, event.happened_at))
    return [
        replace(event, happened_at=last.happened_at, entered_at=last.entered_at)
        if event.kind is EventKind.START
        else event
        for event in given
        if event.kind is not EventKind.REDATE
    ]


def _only_start(ordered: Sequence[ClockEvent]) -> ClockEvent:
    starts = [event for event in ordered if event.kind is EventKind.START]
    if len(starts) > 1:
        raise ClockStartedTwice
    if not starts or ordered[0] is not starts[0]:
        raise ClockNotStarted
    return starts[0]


def _only_extension(life: Sequence[ClockEvent], start: ClockEvent) -> ClockEvent | None:
    extensions = [event for event in life if event.kind is EventKind.EXTEND]
    if len(extensions) > 1:
        raise ExtendedTwice
    if not extensions:
        return None
    if _whole(extensions[0]).unit is not _whole(start).unit:
        raise ExtensionUnitDiffers
    return extensions[0]


def _whole(event: ClockEvent) -> Limit:
    if event.limit is None:
        raise ValueError(f"a {event.kind} without a limit")
    return event.limit


def _pauses(life: Sequence[ClockEvent], grounds: Sequence[str]) -> list[Pause]:
    """Pair every resume with the oldest pause that is open on the same ground."""
    closed: list[Pause] = []
    open_since: dict[str, list[dt.datetime]] = {}
    for event in life:
        waiting = open_since.setdefault(event.ground, [])
        if event.kind is EventKind.PAUSE:
            if event.ground not in grounds:
                raise PauseGroundNotListed(ground=event.ground)
            waiting.append(event.happened_at)
        elif event.kind is EventKind.RESUME:
            if not waiting:
                raise ResumeWithoutPause(ground=event.ground)
            closed.append(Pause(waiting.pop(0), event.happened_at))
    return closed + [Pause(since, None) for waiting in open_since.values() for since in waiting]


def _merged(pauses: Iterable[Pause], *, end: dt.datetime | None) -> tuple[Pause, ...]:
    """The pauses in order, overlapping ones made one; those still open are closed at ``end``, if any."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.since):
        until = end if pause.until is None else pause.until
        last = merged[-1] if merged else None
        if last is None or (last.until is not None and last.until < pause.since):
            merged.append(Pause(pause.since, until))
        else:
            longest = None if last.until is None or until is None else max(last.until, until)
            merged[-1] = Pause(last.since, longest)
    return tuple(merged)
