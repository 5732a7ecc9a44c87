"""The clocks of a case: how they start and stop, which one matters now, what they will do by themselves."""

import datetime as dt
from collections.abc import Iterable, Iterator

from leyiban.cases import clock_names
from leyiban.cases.models import Case
from leyiban.cases.states import BEFORE_DECISION
from leyiban.cases.states import CaseState as S
from leyiban.catalogue.vocabulary import SpecialProcedureKind
from leyiban.kernel.clocks import terms
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.limits import Limit
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Readings, Situation


def limit_of(case: Case, base: str) -> Limit:
    """The limit under which the case was filed."""
    return terms.limit_of(case.limits[base])


def lights_of(case: Case) -> LightRule:
    return LightRule(**case.limits["lights"])


def start(
    situation: Situation[Case],
    clock: str,
    *,
    at: dt.datetime | None = None,
    receipt: bool = False,
    grounds: Iterable[str] = (),
) -> ClockEvent:
    """Start ``clock`` under the limit of its base name. ``receipt``: something arrived."""
    written = situation.matter.limits[clock_names.base_name(clock)]
    return clockwork.start(situation, clock, written, at=at, receipt=receipt, grounds=grounds)


def stop_running(situation: Situation[Case], *bases: str, ground: str = "") -> list[ClockEvent]:
    """Stop every clock of these base names that still runs."""
    named = (clock for clock in situation.clocks if clock_names.base_name(clock) in bases)
    return clockwork.stop_running(situation, named, ground=ground)


def start_decision_clocks(
    situation: Situation[Case], *, at: dt.datetime, receipt: bool = False
) -> list[ClockEvent]:
    """The statutory and the promised limit run side by side from acceptance (R7, R17).

    Both may pause for a hearing, whatever else the item lists: any case may turn out to touch others [law: ALL art. 45].
    """
    grounds = {*situation.matter.limits["pause_grounds"], SpecialProcedureKind.HEARING.value}
    return [
        start(situation, clock, at=at, receipt=receipt, grounds=grounds)
        for clock in (clock_names.STATUTORY, clock_names.PROMISED)
    ]


def pass_decision_clocks(
    situation: Situation[Case], *, at: dt.datetime, ground: str = ""
) -> list[ClockEvent]:
    """Both limits started and stopped at one moment: taken up and decided in one act."""
    starts = start_decision_clocks(situation, at=at)
    return [*starts, *(clockwork.stop(situation, each.clock, at=at, ground=ground) for each in starts)]


def main_clock(case: Case) -> str:
    """The clock that matters in the present state: what lists sort by and lights show."""
    match S(case.state):
        case S.SUBMITTED:
            return clock_names.of_round(clock_names.ACCEPTANCE, case.round)
        case S.CORRECTION_NOTIFIED:
            return clock_names.of_round(clock_names.SUPPLEMENT, case.round)
        case S.DECIDED | S.READY:
            return clock_names.DELIVERY
        case S.DELIVERED:
            return clock_names.ARCHIVING
        case _:
            return clock_names.PROMISED


def deadlines(case: Case, clocks: Readings) -> Iterator[Deadline]:
    """What the clock will do by itself in this state, and when."""
    yield from _renewal(case)
    main = clocks.get(main_clock(case))
    match S(case.state):
        case S.SUBMITTED:
            first_answer = clocks.get(clock_names.of_round(clock_names.FIRST_ANSWER, case.round))
            yield from clockwork.after(main, "deem_accepted")
            yield from clockwork.after(first_answer, "miss_first_answer")
            yield from clockwork.amber_deadline(case.light, main)
        case S.CORRECTION_NOTIFIED:
            yield from clockwork.after(main, "deem_withdrawn")
            yield from clockwork.amber_deadline(case.light, main)
        case S.UNDER_REVIEW:
            yield from clockwork.light_deadlines(case.light, main, clocks.get(clock_names.STATUTORY))
        case S.DECIDED | S.READY:
            yield from clockwork.light_deadlines(case.light, main)
        case S.DELIVERED:
            yield from clockwork.after(main, "archive")


def _renewal(case: Case) -> Iterator[Deadline]:
    """R13: at the end of the licence, whatever the other clocks do. Who still owes papers, or gave false ones, has
    nothing granted by silence."""
    if case.deemed_at is None or case.state not in BEFORE_DECISION:
        return
    owed = case.state == S.CORRECTION_NOTIFIED or case.false_materials
    yield Deadline(case.deemed_at, "lapse_renewal" if owed else "deem_renewed")
