"""Followers read the ledger in position order and react; each keeps its own place.

A reaction runs at least once per entry, in one transaction with the follower's new place, so it must be
idempotent. It never calls outside: it calls one operation, or writes an outbound or document row. A
reaction that fails holds up only its own follower, visibly, and is tried again with growing pauses.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog
from django.db import DEFAULT_DB_ALIAS, transaction

from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.nodes import tree_size
from leyiban.kernel.ledger.queries import LedgerEntry, entries_after

log = structlog.get_logger(__name__)
_FIRST_PAUSE = dt.timedelta(seconds=1)
_LONGEST_PAUSE = dt.timedelta(minutes=10)


class Reaction(Protocol):
    def __call__(self, entry: LedgerEntry, *, now: dt.datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class _Registered:
    name: str
    kinds: tuple[str, ...]
    react: Reaction
    from_now: bool = False


_REACTIONS: dict[str, _Registered] = {}


def reaction(*kinds: str, follower: str, from_now: bool = False) -> Callable[[Reaction], Reaction]:
    """Register a reaction to entries of ``kinds`` under the unique name ``follower``.

    Args:
        from_now: it joins a ledger that may be years old and begins at its present end. What it does is not for the
            past; without this it first reads everything from the beginning.

    Raises:
        ValueError: the name is taken.
    """

    def register(react: Reaction) -> Reaction:
        if follower in _REACTIONS:
            raise ValueError(f"two followers are called {follower}")
        _REACTIONS[follower] = _Registered(follower, kinds, react, from_now)
        return react

    return register


def all_followers() -> list[str]:
    return sorted(_REACTIONS)


def follow_all(*, now: dt.datetime, limit: int = 100) -> int:
    """Let every follower that is not pausing react to its next entries. Returns how many it handled."""
    at_rest = _at_rest()
    return sum(follow(name, now=now, limit=limit) for name in all_followers() if name not in at_rest)


def _at_rest() -> set[str]:
    """Who has read everything: most of them most of the time, and each look of its own takes five statements."""
    end = tree_size(DEFAULT_DB_ALIAS)
    return set(Follower.objects.filter(next_position__gte=end).values_list("name", flat=True))


def follow(name: str, *, now: dt.datetime, limit: int = 100) -> int:
    """Let one follower catch up by at most ``limit`` entries; stop at the first failure."""
    registered = _REACTIONS[name]
    Follower.objects.get_or_create(name=name, defaults={"next_position": _beginning(registered)})
    for handled in range(limit):
        try:
            went_on = _step(registered, now=now)
        except Exception as error:
            _hold_up(name, error, now=now)
            return handled
        if not went_on:
            return handled
    return limit


def _beginning(registered: _Registered) -> int:
    return tree_size(DEFAULT_DB_ALIAS) if registered.from_now else 0


def _step(registered: _Registered, *, now: dt.datetime) -> bool:
    """Handle the next entry, or skip to the end when none is waiting. False when there is nothing to do."""
    with transaction.atomic():
        row = Follower.objects.select_for_update(skip_locked=True).filter(name=registered.name).first()
        if row is None or (row.retry_at is not None and row.retry_at > now):
            return False
        end = tree_size(DEFAULT_DB_ALIAS)
        if row.next_position >= end:
            return False
        entry = next(iter(entries_after(row.next_position, kinds=registered.kinds, limit=1)), None)
        if entry is not None and entry.position is not None:
            registered.react(entry, now=now)
            row.next_position = entry.position + 1
        else:
            row.next_position = end
        row.failures, row.error, row.retry_at = 0, "", None
        row.save()
        return entry is not None


def _hold_up(name: str, error: Exception, *, now: dt.datetime) -> None:
    log.exception("ledger.follower_failed", follower=name)
    row = Follower.objects.get(name=name)
    pause = min(_FIRST_PAUSE * 2 ** min(row.failures, 20), _LONGEST_PAUSE)
    row.failures, row.error, row.retry_at = row.failures + 1, type(error).__name__, now + pause
    row.save()
