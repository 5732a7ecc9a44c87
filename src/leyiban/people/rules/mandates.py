"""The lawful moves of a mandate, who makes each, and what a scope may be. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from leyiban.people.errors import MandateNotThere, MandateScopeInvalid, MandateTermInvalid
from leyiban.people.models.mandate import Capacity, MandateState, Power


class Move(Enum):
    CONFIRM = "confirm"  # the agent, from his own account
    DECLINE = "decline"  # the agent
    SUSPEND = "suspend"  # the representative changed
    RESUME = "resume"  # the new representative
    REVOKE = "revoke"  # the principal
    RESIGN = "resign"  # the agent
    EXPIRE = "expire"  # the clock


_PROPOSED, _ACTIVE, _SUSPENDED = MandateState.PROPOSED, MandateState.ACTIVE, MandateState.SUSPENDED
_SOURCES: dict[Move, frozenset[MandateState]] = {
    Move.CONFIRM: frozenset({_PROPOSED}),
    Move.DECLINE: frozenset({_PROPOSED}),
    Move.SUSPEND: frozenset({_PROPOSED, _ACTIVE}),
    Move.RESUME: frozenset({_SUSPENDED}),
    Move.REVOKE: frozenset({_PROPOSED, _ACTIVE, _SUSPENDED}),
    Move.RESIGN: frozenset({_ACTIVE, _SUSPENDED}),
    Move.EXPIRE: frozenset({_PROPOSED, _ACTIVE, _SUSPENDED}),
}


def next_state(move: Move, state: MandateState, *, confirmed: bool) -> MandateState:
    """The state after ``move``. What was never confirmed returns from a suspension to waiting for it.

    Raises:
        MandateNotThere: the move does not start from ``state``.
    """
    if state not in _SOURCES[move]:
        raise MandateNotThere(state=state.label)
    match move:
        case Move.CONFIRM:
            return MandateState.ACTIVE
        case Move.SUSPEND:
            return MandateState.SUSPENDED
        case Move.RESUME:
            return MandateState.ACTIVE if confirmed else MandateState.PROPOSED
        case Move.EXPIRE:
            return MandateState.EXPIRED
        case Move.REVOKE | Move.RESIGN | Move.DECLINE:
            return MandateState.REVOKED


def next_moves(state: MandateState) -> frozenset[Move]:
    """Every move that may come next; total over the states."""
    return frozenset(move for move, sources in _SOURCES.items() if state in sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is granted: items (None means all), powers, and the term ``[valid_from, valid_until)``."""

    items: tuple[str, ...] | None
    powers: frozenset[Power]
    valid_from: dt.datetime
    valid_until: dt.datetime


def check_scope(scope: Scope, *, capacity: Capacity, longest_months: int, now: dt.datetime) -> None:
    """
    Raises:
        MandateScopeInvalid: no power, an empty list of items, or a helper who may sign commitments: he
            must not vouch for facts that are the principal's (``service-items`` §13).
        MandateTermInvalid: it has ended, runs backward, or runs longer than the city allows.
    """
    if not scope.powers or scope.items == ():
        raise MandateScopeInvalid
    if capacity is Capacity.HELPER and Power.COMMIT in scope.powers:
        raise MandateScopeInvalid
    runs_forward = scope.valid_from < scope.valid_until and scope.valid_until > now
    if not runs_forward or scope.valid_until > _months_later(scope.valid_from, longest_months):
        raise MandateTermInvalid(months=longest_months)


def _months_later(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day ``months`` later; the last day of a shorter month; one day of grace for day ends."""
    years, month0 = divmod(moment.month - 1 + months, 12)
    first = moment.replace(day=1, year=moment.year + years, month=month0 + 1)
    return first + dt.timedelta(days=moment.day)
