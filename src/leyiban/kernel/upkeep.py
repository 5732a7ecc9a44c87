"""What an operator's tools ask of every floor: prepare yourself, are you well, what after a restore.

An app says so in a module named ``upkeep.py``, which autodiscovery imports::

    @preparation("ledger.keys")
    def keys(*, now: datetime) -> str:
        ...
        return "keys are there"

    @health_check("ledger.heads")
    def heads(*, now: datetime) -> Finding:
        ...
        return fail("The database is behind the last head outside.", "Run leyiban ledger …")

    @after_restore("privacy.erasures")
    def erase_again(*, now: datetime) -> str:
        ...
        return "12 erasures applied again"

    @daily("papers.orphans")
    def sweep(*, now: datetime) -> str:
        ...
        return "3 papers removed"
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol


class Level(StrEnum):
    """How bad it is. ``SKIPPED`` means that the question could not be asked."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """``message`` says what is; ``remedy`` what to do, and is empty when there is nothing to do."""

    level: Level
    message: str
    remedy: str = ""


def ok(message: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, message)


def warn(message: str, remedy: str) -> Finding:
    """It works today."""
    return Finding(Level.WARN, message, remedy)


def fail(message: str, remedy: str) -> Finding:
    """Somebody is being failed now."""
    return Finding(Level.FAIL, message, remedy)


class Question(Protocol):
    """A health check's function. It may raise; that counts as a failure."""

    def __call__(self, *, now: dt.datetime) -> Finding: ...


class Repair(Protocol):
    """A function that may run again and again; returns one line saying what it did."""

    def __call__(self, *, now: dt.datetime) -> str: ...


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One question of ``leyiban doctor``."""

    name: str
    ask: Question
    needs_database: bool


_CHECKS: dict[str, HealthCheck] = {}
_REPAIRS: dict[str, Repair] = {}
_PREPARATIONS: dict[str, Repair] = {}
_DAILY: dict[str, Callable[[dt.date], "tuple[DailyTask, ...]"]] = {}
NIGHT = 3
"""The hour in the city at which daily tasks begin: the halls are long closed, and yesterday is over everywhere."""


@dataclass(frozen=True, slots=True)
class DailyTask:
    """What the worker runs once on each civil day, from ``from_hour`` of the city's day on."""

    name: str
    run: Repair
    from_hour: int


class SharedRepair(Protocol):
    """A function that does one share of a daily task, and may run again and again."""

    def __call__(self, share: str, /, *, now: dt.datetime) -> str: ...


Hours = Callable[[dt.date], Mapping[str, int]]
"""The shares of a task on a day, each with the hour of the city's day from which it is done."""


def health_check(name: str, *, needs_database: bool = True) -> Callable[[Question], Question]:
    """Register a question for ``leyiban doctor`` under a dotted ``name``.

    Raises:
        ValueError: the name is taken.
    """

    def register(question: Question) -> Question:
        if name in _CHECKS:
            raise ValueError(f"two health checks are named {name}")
        _CHECKS[name] = HealthCheck(name, question, needs_database)
        return question

    return register


def after_restore(name: str) -> Callable[[Repair], Repair]:
    """Register a function that runs after a restore and before anybody is served.

    Raises:
        ValueError: the name is taken.
    """
    return _registering(name, _REPAIRS)


def preparation(name: str) -> Callable[[Repair], Repair]:
    """Register a function that makes what must exist outside the database before serving: keys, folders.

    Raises:
        ValueError: the name is taken.
    """
    return _registering(name, _PREPARATIONS)


def daily(name: str, *, from_hour: int = NIGHT) -> Callable[[Repair], Repair]:
    """Register a function that the worker runs once on each civil day, from ``from_hour`` on.

    Raises:
        ValueError: the name is taken.
    """

    def register(function: Repair) -> Repair:
        only = (DailyTask(name, function, from_hour),)
        _claim_daily(name, lambda day: only)
        return function

    return register


def daily_shares(name: str, *, hours: Hours) -> Callable[[SharedRepair], SharedRepair]:
    """Register a function of which the worker runs each share once on each civil day, from the share's own hour on.

    Raises:
        ValueError: the name is taken.
    """

    def register(function: SharedRepair) -> SharedRepair:
        _claim_daily(
            name,
            lambda day: tuple(
                DailyTask(f"{name}/{share}", partial(function, share), hour)
                for share, hour in hours(day).items()
            ),
        )
        return function

    return register


def _claim_daily(name: str, tasks: Callable[[dt.date], tuple[DailyTask, ...]]) -> None:
    if name in _DAILY:
        raise ValueError(f"{name} is registered twice")
    _DAILY[name] = tasks


def _registering(name: str, registry: dict[str, Repair]) -> Callable[[Repair], Repair]:
    def register(function: Repair) -> Repair:
        if name in registry:
            raise ValueError(f"{name} is registered twice")
        registry[name] = function
        return function

    return register


def health_checks() -> tuple[HealthCheck, ...]:
    """All questions, by name."""
    return tuple(_CHECKS[name] for name in sorted(_CHECKS))


def restore_hooks() -> Mapping[str, Repair]:
    """All restore hooks, by name."""
    return dict(sorted(_REPAIRS.items()))


def preparations() -> Mapping[str, Repair]:
    """All preparations, by name."""
    return dict(sorted(_PREPARATIONS.items()))


def daily_tasks(day: dt.date) -> tuple[DailyTask, ...]:
    """All that is to be done on a day, by name."""
    return tuple(task for name in sorted(_DAILY) for task in _DAILY[name](day))
