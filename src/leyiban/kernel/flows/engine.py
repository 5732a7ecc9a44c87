"""Makes moves: the one place where a matter, its clocks, its docket row and its trail change together.

A move is one transaction: lock the row, let the clock's own overdue moves happen first, check state,
right and guard, decide (pure), write. Nothing here knows a domain.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection

from leyiban.kernel.actors import Actor, clock_actor
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.errors import NotFound, Stale
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.flows.reading import matters_of
from leyiban.kernel.flows.table import Deadline, Flow, Move, Outcome, Readings, Situation
from leyiban.kernel.flows.timing import Timing
from leyiban.kernel.flows.writing import write_docket, write_move
from leyiban.kernel.ledger.operations import Appended
from leyiban.kernel.ledger.queries import happened_since

M = TypeVar("M", bound=Matter)

# More clock moves than this in one catch-up means two rules push a matter back and forth.
_MOST_CLOCK_MOVES = 20
# How far the clocks of two machines may differ without a matter noticing.
_TOLERATED_SKEW = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Moved(Generic[M]):
    matter: M
    entry: Appended


@dataclass
class Taken(Generic[M]):
    """A matter whose row is locked for the rest of the transaction, with its clocks."""

    flow: Flow[M]
    matter: M
    timing: Timing

    @property
    def clocks(self) -> Readings:
        return self.timing.readings

    def make(
        self,
        name: str,
        given: object = None,
        *,
        actor: Actor,
        now: dt.datetime,
        happened_at: dt.datetime | None = None,
    ) -> Moved[M]:
        """Make the move ``name`` with what was given.

        Args:
            happened_at: for a fact entered afterwards; by default it happened now.

        Raises:
            WrongState, MoveNotAllowed: not from here, not by this actor.
            Refusal: the guard or the decision refused.
        """
        move = self.flow.move(name)
        self._check(move, actor)
        entered_at = self._own_time(now)
        situation = Situation(
            matter=self.matter,
            clocks=self.clocks,
            actor=actor,
            happened_at=happened_at or entered_at,
            entered_at=entered_at,
        )
        outcome = move.decide(situation, given)
        if outcome.target not in move.targets:
            raise AssertionError(f"{name} decided for {outcome.target}, which is none of its targets")
        return self._write(outcome, situation)

    def _own_time(self, now: dt.datetime) -> dt.datetime:
        """``now``, but not before what this matter has lived through: a machine whose clock is a little
        behind the one that made the last move must neither be refused nor turn the order around."""
        latest = self.timing.latest
        return latest if latest is not None and now < latest <= now + _TOLERATED_SKEW else now

    def _check(self, move: Move[M], actor: Actor) -> None:
        if self.matter.state not in move.sources:
            raise WrongState(state=self.flow.state(self.matter.state).label, move=move.label)
        if not move.right.allows(actor, self.matter):
            raise MoveNotAllowed(move=move.label, who=move.right.label)
        if move.guard is not None and (refusal := move.guard(self.matter, self.clocks)) is not None:
            raise refusal

    def _write(self, outcome: Outcome, situation: Situation[M]) -> Moved[M]:
        appended = write_move(self.flow, self.matter, self.timing, outcome, situation)
        if self.flow.follow is not None:
            self.flow.follow(situation, outcome)
        return Moved(self.matter, appended)

    def refresh_docket(self, *, now: dt.datetime) -> None:
        """Write the docket row again from the matter and its clocks as they are now."""
        write_docket(self.flow, self.matter, self.timing, now=now)

    def catch_up(self, now: dt.datetime) -> int:
        """Make every clock move whose moment has come, each as of its own moment. Returns how many."""
        for made in range(_MOST_CLOCK_MOVES):
            due = self._next_due(now)
            if due is None:
                return made
            self.make(due.move, actor=clock_actor(), now=now, happened_at=due.at)
        raise AssertionError(f"{self.matter.number}: the clock moves do not come to rest")

    def _next_due(self, now: dt.datetime) -> Deadline | None:
        due = [each for each in self.flow.deadlines(self.matter, self.clocks) if each.at <= now]
        return min(due, key=lambda deadline: deadline.at, default=None)


def take(flow: Flow[M], pk: int, *, now: dt.datetime, version: int | None = None) -> Taken[M]:
    """Lock one matter and let the clock's own overdue moves happen first.

    What a rule has already done by law must not depend on how busy the due loop is.

    Args:
        version: the version that the actor saw.

    Raises:
        NotFound: there is none. Stale: it moved on since the actor looked.
    """
    (taken,) = take_all(flow, [pk], now=now)
    if version is not None and moved_on(flow, taken.matter, seen=version):
        raise Stale
    return taken


def moved_on(flow: Flow[Any], matter: Matter, *, seen: int) -> bool:
    """Whether anything has happened since version ``seen`` that an actor's decision could depend on.

    Nobody is sent back to a page because the platform filed a paper while he was reading it.
    """
    if seen >= matter.version:
        return seen > matter.version
    return happened_since(seen, subject_kind=flow.kind, subject_key=matter.number, but=flow.silent)


def take_all(flow: Flow[M], pks: Iterable[int], *, now: dt.datetime) -> list[Taken[M]]:
    """Lock several matters of one kind, in key order so that two callers never wait for each other."""
    if not connection.in_atomic_block:
        raise RuntimeError("a move needs a transaction around it")
    wanted = sorted(set(pks))
    _lock_wholes(flow, wanted)
    matters = matters_of(flow.matter, wanted, lock=True)
    if len(matters) != len(wanted):
        raise NotFound
    taken = [Taken(flow, matter, Timing.of(matter, flow.lights(matter))) for matter in matters]
    for each in taken:
        each.catch_up(now)
    return taken


def _lock_wholes(flow: Flow[Any], parts: list[int]) -> None:
    if not flow.part_of:
        return
    field: Any = flow.matter._meta.get_field(flow.part_of)
    rows = flow.matter._default_manager.filter(pk__in=parts)
    wholes = rows.values_list(field.attname, flat=True).distinct()
    matters_of(field.related_model, sorted(wholes), lock=True)


def begin(
    flow: Flow[M],
    matter: M,
    name: str,
    given: object = None,
    *,
    actor: Actor,
    now: dt.datetime,
    happened_at: dt.datetime | None = None,
) -> Moved[M]:
    """Make a matter's first move: ``matter`` is unsaved and in a source state of the move."""
    if not connection.in_atomic_block:
        raise RuntimeError("a move needs a transaction around it")
    taken = Taken(flow, matter, Timing.unstarted(matter, flow.lights(matter)))
    return taken.make(name, given, actor=actor, now=now, happened_at=happened_at)


def matter_clocks(flow: Flow[Any], matter: Matter) -> Readings:
    """The readings of a matter's clocks, for screens; locks nothing."""
    return Timing.of(matter, flow.lights(matter)).readings
