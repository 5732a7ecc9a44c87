"""What a changed calendar would do to the open cases, before anybody publishes it."""

from collections import Counter
from collections.abc import ItemsView, Iterator
from dataclasses import dataclass, field

from leyiban.cases.clock_names import base_name
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.moved_days import MovedDay, moved_days, written
from leyiban.cases.telling import new_day_told
from leyiban.kernel.flows.shifting import Batch, Change, shifts


@dataclass(frozen=True, slots=True)
class Move:
    """The last day of one clock of an open case, and where it would go."""

    number: str
    state: str
    clock: str
    day: MovedDay


@dataclass(slots=True)
class Effect:
    """What was found so far. ``moves`` are those of the newest batch only: a city may have a million.

    ``told`` are the parties whose applications would be told a new day, ``posts`` those whose list would change.
    """

    looked_at: int = 0
    cases: int = 0
    by_move: Counter[tuple[str, MovedDay]] = field(default_factory=Counter)
    told: set[int] = field(default_factory=set)
    told_cases: int = 0
    posts: set[int] = field(default_factory=set)
    moves: list[Move] = field(default_factory=list)

    def add(self, batch: Batch[Case]) -> None:
        self.moves = []
        self.looked_at += batch.looked_at
        for shift in batch.shifts:
            facts = written(shift.moved)
            days = moved_days(facts)
            self.cases += bool(days)
            self._note(shift.matter, days.items())
            if new_day_told(facts) is not None:
                self.told.add(shift.matter.applicant_id)
                self.told_cases += 1
            if days and shift.matter.owner_post_id is not None:
                self.posts.add(shift.matter.owner_post_id)

    def _note(self, case: Case, days: ItemsView[str, MovedDay]) -> None:
        for clock, day in days:
            self.by_move[base_name(clock), day] += 1
            self.moves.append(Move(case.number, case.state, clock, day))


def effect_of(change: Change) -> Iterator[Effect]:
    """The effect, again and again as it grows: once for each batch of open cases, the last one whole."""
    effect = Effect()
    yield effect
    for batch in shifts(CASE_FLOW, change):
        effect.add(batch)
        yield effect
