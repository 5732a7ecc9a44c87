"""From a case's entries on the ledger to what it adds to which month. Pure: the same entries give the same figures."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from leyiban.cases.clock_names import ACCEPTANCE, FIRST_ANSWER, PROMISED, STATUTORY, base_name
from leyiban.cases.figures.columns import DAYS, Figure
from leyiban.cases.states import DECIDED_ENTRIES, AcceptanceMode, Decision, WithdrawalReason
from leyiban.kernel.actors import Channel
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date

FOLLOWED: Final = (
    "case.submitted/1",
    "case.correction_notified/1",
    "case.repeated_request/1",
    "case.accepted/1",
    "case.refused/1",
    "case.special_started/1",
    "case.special_ended/1",
    "case.light_changed/1",
    *DECIDED_ENTRIES,
    "case.withdrawn/1",
    "case.terminated/1",
    "withdrawal_voice.given/1",
    "case.receipt_redated/1",
)
ONLINE: Final = frozenset({Channel.PORTAL.value, Channel.API.value})
_LATE: Final = frozenset({Light.RED.value, Light.BLACK.value})
_LIMITS: Final = frozenset({PROMISED, STATUTORY})
_OFFICES: Final = frozenset({FIRST_ANSWER, ACCEPTANCE, PROMISED, STATUTORY})
_COUNTY_DIGITS: Final = 6

Tally = dict[str, dict[str, int]]
"""Month (``2026-03-01``) → figure → amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a case counts."""

    county: str
    agency: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    place: Place
    tally: Tally


@dataclass(slots=True)
class _Course:
    """What has been read of a case so far."""

    place: Place | None = None
    accepted_on: dt.date | None = None
    corrected: bool = False
    asked_again: bool = False
    near: bool = False  # the limit that the office has now is nearly over, or over
    late: bool = False  # past a limit for deciding
    overdue: bool = False  # past any limit of the office's
    paused: bool = False
    paused_since: dt.date | None = None
    paused_days: int = 0
    months: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, day: dt.date, figure: str, amount: int = 1) -> None:
        if amount:
            self.months.setdefault(day.replace(day=1).isoformat(), Counter())[figure] += amount


def counted(entries: Iterable[LedgerEntry]) -> Counted | None:
    """What the case with these entries (of one case, oldest first) adds; None before it was submitted. What was said
    after a withdrawal counts apart, under a key that leads to no case."""
    course = _Course()
    for entry in entries:
        _read(course, entry)
    if course.place is None:
        return None
    tally = {month: dict(sorted(counts.items())) for month, counts in sorted(course.months.items())}
    return Counted(place=course.place, tally=tally)


def _read(course: _Course, entry: LedgerEntry) -> None:
    facts, day = entry.facts, city_date(entry.happened_at)
    match entry.kind:
        case "case.submitted/1":
            received = dt.date.fromisoformat(facts.received_on)
            course.place = Place(county=facts.region[:_COUNTY_DIGITS], agency=facts.agency, item=facts.item)
            course.add(received, Figure.RECEIVED)
            course.add(received, Figure.ONLINE, int(entry.channel in ONLINE))
            course.add(received, Figure.ENTERED_AFTERWARDS, int(entry.happened_at < entry.entered_at))
            course.add(received, Figure.REFILED, int(facts.linked_to is not None))
        case "case.correction_notified/1":
            course.add(day, Figure.CORRECTED, int(not course.corrected))
            course.corrected, course.near = True, False
        case "case.repeated_request/1":
            course.add(day, Figure.ASKED_AGAIN, int(not course.asked_again))
            course.asked_again = True
        case "case.accepted/1":
            course.accepted_on, course.near = dt.date.fromisoformat(facts.accepted_on), False
            course.add(course.accepted_on, Figure.ACCEPTED)
            course.add(course.accepted_on, Figure.DEEMED, int(facts.mode == AcceptanceMode.DEEMED))
        case "case.refused/1":
            course.add(day, Figure.REFUSED)
        case "case.special_started/1":
            course.add(day, Figure.PAUSED, int(not course.paused))
            course.paused, course.paused_since = True, day
        case "case.special_ended/1":
            _end_pause(course, day)
        case "case.light_changed/1":
            course.near = course.near or base_name(facts.clock) in _OFFICES
            _turn_light(course, day, late=facts.light in _LATE, deciding=base_name(facts.clock) in _LIMITS)
        case "case.decided/1" | "case.deemed_renewed/1":
            _decide(course, dt.date.fromisoformat(facts.decided_on), granted=facts.decision == Decision.GRANT)
        case "case.withdrawn/1":
            own = facts.mode != "deemed"
            course.add(day, Figure.WITHDRAWN if own else Figure.DEEMED_WITHDRAWN)
            course.add(day, Figure.WITHDRAWN_NEAR_LIMIT, int(own and course.near))
        case "case.receipt_redated/1":
            _redate(course, city_date(entry.entered_at), facts.accepted_on)
        case "withdrawal_voice.given/1":
            course.place = Place(county=facts.region[:_COUNTY_DIGITS], agency=facts.agency, item=facts.item)
            course.add(day, Figure.TALKED_OUT, int(facts.reason == WithdrawalReason.OFFICE_ASKED))
        case "case.terminated/1":
            course.add(day, Figure.TERMINATED)


def _redate(course: _Course, day: dt.date, accepted_on: str | None) -> None:
    """Counted when it was put right. What counts as accepted by it and was not yet, is accepted since then."""
    course.add(day, Figure.RECEIPT_CORRECTED)
    if accepted_on is not None and course.accepted_on is None:
        course.accepted_on = dt.date.fromisoformat(accepted_on)
        course.add(course.accepted_on, Figure.ACCEPTED)
        course.add(course.accepted_on, Figure.DEEMED)


def _turn_light(course: _Course, day: dt.date, *, late: bool, deciding: bool) -> None:
    course.add(day, Figure.OVERDUE, int(late and not course.overdue))
    course.overdue = course.overdue or late
    course.late = course.late or (late and deciding)


def _end_pause(course: _Course, day: dt.date) -> None:
    if course.paused_since is not None:
        course.paused_days += max((day - course.paused_since).days, 0)
        course.paused_since = None


def _decide(course: _Course, day: dt.date, *, granted: bool) -> None:
    """What is decided on the spot is accepted by it."""
    if course.accepted_on is None:
        course.accepted_on = day
        course.add(day, Figure.ACCEPTED)
    _end_pause(course, day)
    course.add(day, Figure.GRANTED if granted else Figure.DENIED)
    course.add(day, Figure.IN_TIME, int(not course.late))
    course.add(day, Figure.PAUSED_DAYS, course.paused_days)
    course.add(day, f"{DAYS}{max((day - course.accepted_on).days, 0)}")


def difference(before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]) -> Tally:
    """What must be added to the counts for ``after`` to stand in place of ``before``."""
    found: Tally = {}
    for month in sorted({*before, *after}):
        old, new = before.get(month, {}), after.get(month, {})
        changed = {
            figure: new.get(figure, 0) - old.get(figure, 0)
            for figure in sorted({*old, *new})
            if new.get(figure, 0) != old.get(figure, 0)
        }
        if changed:
            found[month] = changed
    return found
