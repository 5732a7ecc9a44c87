"""From a case's entries to what it adds to which day. Pure: the same entries give the same figures.

Two sorts: what happened on a day, and by how much the stock of open cases rose or fell on it. The stock at the end of a
day is the sum over all days up to it, so it can be told of any past day without looking at a case.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leyiban.cases.clock_names import ACCEPTANCE, FIRST_ANSWER, PROMISED, STATUTORY, base_name
from leyiban.cases.figures.counting import FOLLOWED, Tally
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date


class DayFigure(models.TextChoices):
    """What is counted of a case by the day on which it took effect."""

    RECEIVED = "received", pgettext_lazy("figure", "收件")
    ACCEPTED = "accepted", pgettext_lazy("figure", "受理")
    DECIDED = "decided", pgettext_lazy("figure", "决定")
    ENDED = "ended", _("没作决定就结束")
    OPEN = "open", _("在办")
    AMBER = "amber", _("黄灯")
    RED = "red", _("红灯")
    BLACK = "black", _("黑灯")
    PAUSED = "paused", pgettext_lazy("figure", "暂停")


STOCK: Final = frozenset({DayFigure.OPEN, DayFigure.AMBER, DayFigure.RED, DayFigure.BLACK, DayFigure.PAUSED})
"""Those of which a day holds the rise or fall; the others it holds whole."""

DAILY: Final = (*FOLLOWED, "case.extended/1")
_OFFICES: Final = frozenset({FIRST_ANSWER, ACCEPTANCE, PROMISED, STATUTORY})
_LIT: Final = {
    Light.AMBER.value: DayFigure.AMBER,
    Light.RED.value: DayFigure.RED,
    Light.BLACK.value: DayFigure.BLACK,
}


@dataclass(slots=True)
class _Course:
    """What has been read of a case so far."""

    is_open: bool = False
    accepted: bool = False
    paused: bool = False
    light: DayFigure | None = None
    days: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, day: dt.date, figure: DayFigure, amount: int = 1) -> None:
        self.days.setdefault(day.isoformat(), Counter())[figure.value] += amount

    def turn(self, day: dt.date, light: DayFigure | None) -> None:
        if light is self.light:
            return
        if self.light is not None:
            self.add(day, self.light, -1)
        if light is not None:
            self.add(day, light)
        self.light = light

    def pause(self, day: dt.date, paused: bool) -> None:
        if paused is not self.paused:
            self.add(day, DayFigure.PAUSED, 1 if paused else -1)
        self.paused = paused


def counted_by_day(entries: Iterable[LedgerEntry]) -> Tally:
    """What the case with these entries (of one case, oldest first) adds: day → figure → amount, none of it zero."""
    course = _Course()
    for entry in entries:
        _read(course, entry)
    found = {
        day: {figure: amount for figure, amount in sorted(counts.items()) if amount}
        for day, counts in sorted(course.days.items())
    }
    return {day: counts for day, counts in found.items() if counts}


def _read(course: _Course, entry: LedgerEntry) -> None:
    day = city_date(entry.happened_at)
    match entry.kind:
        case "case.submitted/1":
            course.is_open = True
            course.add(day, DayFigure.RECEIVED)
            course.add(day, DayFigure.OPEN)
        case "case.accepted/1":
            course.accepted = True
            course.add(day, DayFigure.ACCEPTED)
            course.turn(day, None)
        case "case.correction_notified/1":
            course.turn(day, None)
        case "case.light_changed/1":
            if course.is_open and base_name(entry.facts.clock) in _OFFICES:
                course.turn(day, _LIT.get(entry.facts.light))
        case "case.special_started/1":
            course.pause(day, True)
            _calm(course, day)
        case "case.special_ended/1":
            course.pause(day, False)
        case "case.extended/1":
            _calm(course, day)
        case "case.decided/1":
            if not course.accepted:  # on the spot: what is decided so is accepted by it
                course.add(day, DayFigure.ACCEPTED)
            _end(course, day, DayFigure.DECIDED)
        case "case.refused/1" | "case.withdrawn/1" | "case.terminated/1":
            _end(course, day, DayFigure.ENDED)


def _calm(course: _Course, day: dt.date) -> None:
    """More time puts amber out; what is over stays over."""
    if course.light is DayFigure.AMBER:
        course.turn(day, None)


def _end(course: _Course, day: dt.date, how: DayFigure) -> None:
    course.add(day, how)
    course.turn(day, None)
    course.pause(day, False)
    if course.is_open:
        course.add(day, DayFigure.OPEN, -1)
    course.is_open = False
