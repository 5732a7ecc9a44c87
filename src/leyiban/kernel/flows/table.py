"""The table: states, moves, rights. Pure; knows no database.

The table is total: for every state and every actor it says which moves may come next, and the screens
draw their buttons from it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar

from leyiban.kernel.actors import Actor
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.readings import ClockReading
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.errors import Refusal, Text

M = TypeVar("M", bound=Matter)
Readings = Mapping[str, ClockReading]


class Turn(Enum):
    """Whose turn it is in a state."""

    OFFICE = "office"
    PARTY = "party"
    NOBODY = "nobody"  # closed


@dataclass(frozen=True, slots=True)
class State:
    """``label`` is what people read; ``name`` is what is stored and never changes."""

    name: str
    label: Text
    turn: Turn

    @property
    def is_open(self) -> bool:
        return self.turn is not Turn.NOBODY


@dataclass(frozen=True)
class Right(Generic[M]):
    """Who may make a move: a named predicate, so that every role × move pair can be listed and tested."""

    name: str
    label: Text
    allows: Callable[[Actor, M], bool]


@dataclass(frozen=True)
class Situation(Generic[M]):
    """What a decision may look at: the locked matter, its clocks, who acts, and when.

    ``happened_at`` is before ``entered_at`` for clock moves (the moment the rule took effect) and for facts
    entered afterwards.
    """

    matter: M
    clocks: Readings
    actor: Actor
    happened_at: dt.datetime
    entered_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision decided. The engine writes it, all or nothing.

    Args:
        target: the state after the move; one of the move's targets.
        facts: the ledger entry (a registered facts dataclass).
        changes: values for the matter's own fields.
        clocks: events for the matter's clocks; each names its clock.
        owner_post_id: the post that must act next; None when it is the party's turn or nobody's.
        on_behalf: pseudonym of the party the actor acted for.
    """

    target: str
    facts: object
    changes: Mapping[str, Any] = field(default_factory=dict)
    clocks: Sequence[ClockEvent] = ()
    owner_post_id: int | None = None
    on_behalf: str | None = None


Decide = Callable[[Situation[M], Any], Outcome]
Guard = Callable[[M, Readings], Refusal | None]


@dataclass(frozen=True)
class Move(Generic[M]):
    """One lawful move.

    Args:
        guard: a fact-based obstacle, the same for buttons and for the move itself.
        decide: a pure function from the situation and what was given to the outcome; raises Refusal.
        by_clock: made by the due loop, never by a person.
    """

    name: str
    label: Text
    sources: frozenset[str]
    targets: frozenset[str]
    right: Right[M]
    decide: Decide[M]
    guard: Guard[M] | None = None
    by_clock: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment at which the clock itself will make ``move`` unless something else happens first."""

    at: dt.datetime
    move: str


@dataclass(frozen=True, slots=True)
class MovedDue:
    """A running clock whose due moment another calendar moved; None where no end is known."""

    clock: str
    before: dt.datetime | None
    after: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a calendar's new edition (``scope``, its number, its digest) did to the clocks of a matter."""

    scope: str
    edition: int
    digest: str
    moved: tuple[MovedDue, ...]


Deadlines = Callable[[M, Readings], Iterable[Deadline]]
Follow = Callable[[Situation[M], Outcome], None]


@dataclass(frozen=True)
class Flow(Generic[M]):
    """The whole table of one kind of matter.

    Args:
        main_clock: name of the clock that a work list is sorted by, given the matter.
        lights: when amber comes on for this matter.
        deadlines: which clock moves are due when, in the matter's present state.
        silent: kinds of entries that change nothing an actor decides on (a paper filed, a light turned):
            what was prepared before them is still up to date.
        part_of: name of the foreign key to the matter that this one is a part of: the whole is locked before its
            part, always, so that a move of either may move the other.
        follow: makes what a move brings about in other matters, in its transaction; it is called once the move is
            written, whoever made it. Only matters that come after this one in the order of locks may be moved, or
            its whole.
        recount: name of the clock move that records that a changed calendar moved due moments; it is given
            :class:`Recounted`. Without one the docket row changes and nothing is said.
        precedence: what a matter that goes first in its list may cost the others; None for an ordinary one.

    Raises:
        ValueError: a move names an unknown state, two moves share a name, or an open state has no way out.
    """

    matter: type[M]
    states: Sequence[State]
    moves: Sequence[Move[M]]
    main_clock: Callable[[M], str]
    lights: Callable[[M], LightRule]
    deadlines: Deadlines[M]
    silent: frozenset[str] = frozenset()
    part_of: str = ""
    follow: Follow[M] | None = None
    recount: str = ""
    precedence: Callable[[M], Bound | None] = lambda matter: None

    def __post_init__(self) -> None:
        known = {state.name for state in self.states}
        names = [move.name for move in self.moves]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.matter.__name__}: two moves share a name")
        for move in self.moves:
            unknown = (move.sources | move.targets) - known
            if unknown:
                raise ValueError(f"move {move.name} names unknown states {sorted(unknown)}")
        for state in self.states:
            leads_on = any(state.name in move.sources for move in self.moves)
            if state.is_open and not leads_on:
                raise ValueError(f"nothing can come after the open state {state.name}")

    @property
    def kind(self) -> str:
        return self.matter.KIND

    def state(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def move(self, name: str) -> Move[M]:
        return next(move for move in self.moves if move.name == name)

    def next_moves(self, matter: M, clocks: Readings, actor: Actor) -> list[Move[M]]:
        """The moves this actor may make now, in table order: the buttons of a screen."""
        return [
            move
            for move in self.moves
            if not move.by_clock
            and matter.state in move.sources
            and move.right.allows(actor, matter)
            and (move.guard is None or move.guard(matter, clocks) is None)
        ]
