"""A day off is decreed in a large city: what the look beforehand costs, and how fast open cases are counted again."""

import datetime as dt
import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.ground import CITY, NOW
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.queries.decreed import Effect, effect_of
from leyiban.catalogue.models import City
from leyiban.kernel.actors import system_actor
from leyiban.kernel.calendar.days import NATION, DayKind
from leyiban.kernel.calendar.decrees import decreed_layer, layer_in_force
from leyiban.kernel.calendar.models import CalendarScope
from leyiban.kernel.calendar.operations import publish_decree
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.tables import DayRow
from leyiban.kernel.docket.models import OpenMatter, Recount
from leyiban.kernel.flows.recounting import recount, recount_later
from leyiban.kernel.flows.shifting import Change
from leyiban.kernel.ledger.queries import trail

_STATED = 3600.0  # seconds for all open cases of the city
_FIRST = dt.date(2026, 3, 12)  # a Thursday, with a weekend and more of the limits still to come


def measure(*, seconds: float) -> Iterator[Figure]:
    """Cases in a second, beside what it takes to be through with all of them within the hour.

    Args:
        seconds: the longest time for each of the two; what they have come to by then is told.
    """
    day = _next_day()
    cases = OpenMatter.objects.filter(kind=Case.KIND).count()
    looked_at, moved, took = _looked(day, seconds)
    print(
        f"  a decree, looked at beforehand: {looked_at:,} of {cases:,} open cases in {took:.0f} s, {moved:,} move",
        flush=True,
    )
    publish_decree(scope=NATION, days=[day], actor=system_actor(), now=NOW)
    recount_later(CASE_FLOW, trail("calendar", NATION)[-1])
    began = time.monotonic()
    while recount(now=NOW) and time.monotonic() - began < seconds:
        pass
    took = time.monotonic() - began
    job = Recount.objects.latest("pk")
    state = "all" if job.done_at else f"{job.looked_at:,} of {cases:,}"
    print(
        f"  counted again: {state} open cases in {took:.0f} s, {job.moved:,} moved, {job.failed} failed",
        flush=True,
    )
    yield Figure(
        name="decree, counted again",
        against=f"{cases:,} open cases in an hour",
        unit="/s",
        rounds=[(job.looked_at / took, cases / _STATED)],
        target=1.0,
    )


def _looked(day: DayRow, seconds: float) -> tuple[int, int, float]:
    """Cases looked at, cases that move, seconds."""
    scope = CalendarScope.objects.get(code=NATION)
    change = Change(layer_in_force(scope), decreed_layer(scope, [day], now=NOW))
    began, effect = time.monotonic(), Effect()
    for effect in effect_of(change):  # noqa: B007  # the last one is looked at
        if time.monotonic() - began > seconds:
            break
    return effect.looked_at, effect.cases, time.monotonic() - began


def _next_day() -> DayRow:
    """A working day to come that no run before has made a holiday of."""
    day = calendar_of(City.objects.get(key=CITY.name).region.code).next_working_day(_FIRST)
    return DayRow(day, DayKind.HOLIDAY, "延长假期", "Longer holiday", source="国办发明电〔2020〕1号")
