"""Due moments that a changed calendar moved, as the ledger writes them: ``clock=before>after``."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leyiban.kernel.flows.table import MovedDue
from leyiban.kernel.ledger.canonical import canonical_moment, parse_moment
from leyiban.kernel.moments import city_date


@dataclass(frozen=True, slots=True)
class MovedDay:
    """The last day of a clock before and after; None where no end was or is known."""

    before: dt.date | None
    after: dt.date | None


def written(moved: Iterable[MovedDue]) -> tuple[str, ...]:
    """For the ledger."""
    return tuple(f"{each.clock}={_moment(each.before)}>{_moment(each.after)}" for each in moved)


def moved_days(facts: Iterable[str]) -> Mapping[str, MovedDay]:
    """By clock, whose last day is another; where only the hour of closing moved, there is nothing to tell."""
    days = dict(map(_read, facts))
    return {clock: day for clock, day in days.items() if day.before != day.after}


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else canonical_moment(moment)


def _read(fact: str) -> tuple[str, MovedDay]:
    clock, _, moments = fact.partition("=")
    before, _, after = moments.partition(">")
    return clock, MovedDay(_day(before), _day(after))


def _day(moment: str) -> dt.date | None:
    return city_date(parse_moment(moment)) if moment else None
