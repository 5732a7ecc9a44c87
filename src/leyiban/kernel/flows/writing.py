"""Writes what a move decided: matter, clock events, docket row and ledger entry, all or nothing."""

import datetime as dt
from typing import Any

from leyiban.kernel.clocks.readings import ClockState
from leyiban.kernel.docket.models import Matter, OpenMatter
from leyiban.kernel.docket.precedence import by_time
from leyiban.kernel.flows.placing import find_place, record_passings
from leyiban.kernel.flows.table import Deadline, Flow, Outcome, Situation, Turn
from leyiban.kernel.flows.timing import Timing, earliest
from leyiban.kernel.ledger.operations import Appended, Subject, append
from leyiban.kernel.rows import change, insert

_DOCKET_COPIES = (
    "number",
    "region",
    "title",
    "party_label",
    "state",
    "owner_post_id",
    "holder_id",
    "since",
)

_DOCKET_MOVED = (
    *_DOCKET_COPIES,
    *("amber_at", "red_at", "paused", "next_check", "began_at"),
    *("place_at", "place_by", "may_pass", "firm_percent", "passed_by"),
)

# The matter's own fields that any move may change.
_MOVED = ("state", "version", "owner_post_id", "holder_id", "since")


def write_move(
    flow: Flow[Any], matter: Any, timing: Timing, outcome: Outcome, situation: Situation[Any]
) -> Appended:
    """Matter, clock events, docket row and ledger entry, in the caller's transaction."""
    timing.add(outcome.clocks)
    _change(matter, outcome, situation)
    if matter.pk is None:
        insert([matter])
    else:
        change(matter, [*_MOVED, *(name for name in outcome.changes if name not in _MOVED)])
    _write_clocks(matter, outcome)
    write_docket(flow, matter, timing, now=situation.entered_at)
    return append(
        facts=outcome.facts,
        subject=Subject(flow.kind, matter.number, matter.version),
        actor=situation.actor,
        happened_at=situation.happened_at,
        entered_at=situation.entered_at,
        on_behalf=outcome.on_behalf,
        clocks=[event.canonical() for event in outcome.clocks],
    )


def _change(matter: Any, outcome: Outcome, situation: Situation[Any]) -> None:
    for name, value in outcome.changes.items():
        setattr(matter, name, value)
    if outcome.owner_post_id != matter.owner_post_id or matter.pk is None:
        matter.since = situation.entered_at
        if "holder_id" not in outcome.changes:
            matter.holder_id = None
    matter.owner_post_id = outcome.owner_post_id
    matter.state = outcome.target
    matter.version += 1


def _write_clocks(matter: Any, outcome: Outcome) -> None:
    if outcome.clocks:
        rows = matter.clock_events.model
        insert([rows.of_event(event, matter=matter) for event in outcome.clocks])


def write_docket(flow: Flow[Any], matter: Matter, timing: Timing, *, now: dt.datetime) -> None:
    """The docket row as it must be for this matter now: one row while open, none when closed."""
    row = docket_row(flow, matter, timing)
    if row is None:
        OpenMatter.objects.filter(kind=flow.kind, key=matter.pk).delete()
        return
    passings = find_place(row, now=now)
    insert([row], conflict=("kind", "key"), update=_DOCKET_MOVED)
    record_passings(passings)


def docket_row(flow: Flow[Any], matter: Any, timing: Timing) -> OpenMatter | None:
    """Derive the docket row, in the place that its limit gives it; None when the matter is closed."""
    if flow.state(matter.state).turn is Turn.NOBODY:
        return None
    readings = timing.readings
    main = readings.get(flow.main_clock(matter))
    deadlines: list[Deadline] = list(flow.deadlines(matter, readings))
    bound, place = flow.precedence(matter), by_time(main.due_at if main else None)
    return OpenMatter(
        kind=flow.kind,
        key=matter.pk,
        **{name: getattr(matter, name) for name in _DOCKET_COPIES},
        amber_at=main.amber_at if main else None,
        red_at=main.due_at if main else None,
        paused=main is not None and main.state is ClockState.PAUSED,
        next_check=earliest(deadline.at for deadline in deadlines),
        began_at=timing.began_at(main.clock) if main else matter.since,
        place_at=place[0],
        place_by=place[1],
        may_pass=None if bound is None else bound.at_most,
        firm_percent=None if bound is None else bound.percent,
    )
