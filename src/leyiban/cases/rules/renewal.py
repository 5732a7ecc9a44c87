"""延续 [ALL art. 50]: when one may ask, until when silence grants it, and what silence does. Pure."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases import clock_names, kinds
from leyiban.cases.models import Case
from leyiban.cases.rules.clocks import pass_decision_clocks, start, stop_running
from leyiban.cases.rules.review import decide_task
from leyiban.cases.states import AcceptanceMode, Decision
from leyiban.cases.states import CaseState as S
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.clocks.limits import Limit, Unit
from leyiban.kernel.flows.table import Outcome, Situation
from leyiban.kernel.moments import city_date

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """``opens`` is the first day on which one may ask, ``until`` the last on which asking is in time."""

    opens: dt.date
    until: dt.date
    ends: dt.date

    def is_open(self, day: dt.date) -> bool:
        return self.opens <= day <= self.ends

    def in_time(self, day: dt.date) -> bool:
        return self.opens <= day <= self.until


def window_of(last_day: dt.date, *, opens: Limit, ahead: Limit, calendar: WorkCalendar) -> Window:
    """When the renewal of a licence that is valid through ``last_day`` can be asked for.

    Raises:
        YearUnknown: it is counted in working days, and the calendar of that year is not published.
    """
    return Window(
        opens=_day_before(last_day, opens, calendar),
        until=_day_before(last_day, ahead, calendar),
        ends=last_day,
    )


def _day_before(day: dt.date, length: Limit, calendar: WorkCalendar) -> dt.date:
    """The day that lies ``length`` before ``day``."""
    if length.unit is Unit.NATURAL_DAY:
        return day - dt.timedelta(days=length.amount)
    if length.unit is not Unit.WORKING_DAY:
        raise ValueError(f"nobody counts back in {length.unit}")
    left = length.amount
    while left:
        day -= _ONE_DAY
        left -= calendar.is_working_day(day)
    return day


def decide_deemed_renewal(situation: Situation[Case], given: None) -> Outcome:
    """Nobody decided by the end of the licence: it counts as renewed on its very last day. What was paused or
    extended moves no licence's end."""
    case, at = situation.matter, situation.happened_at
    assert case.earlier_until is not None  # a CHECK constraint says so
    accepted = case.accepted_at is not None
    passed = [] if accepted else pass_decision_clocks(situation, at=at, ground="deemed")
    return Outcome(
        target=S.DECIDED,
        facts=kinds.CaseDeemedRenewed(
            decision=Decision.GRANT,
            decided_on=city_date(at).isoformat(),
            licence=case.earlier_licence,
            licence_until=case.earlier_until.isoformat(),
            asked_by=case.limits["renewal"]["asked_by"],
            asked_on=case.limits["renewal"]["asked_on"],
        ),
        changes={
            **({} if accepted else {"accepted_at": at, "acceptance_mode": AcceptanceMode.DEEMED}),
            "decision": Decision.GRANT,
            "decided_at": at,
            "deemed_at": None,
            "task": decide_task(case)["key"],
            "signers": [],
            "light": Light.GREEN,
        },
        clocks=[
            *stop_running(situation, *map(clock_names.base_name, situation.clocks), ground="deemed"),
            *passed,
            start(situation, clock_names.DELIVERY),
        ],
        owner_post_id=case.route["result"],
    )


def decide_lapse(situation: Situation[Case], given: None) -> Outcome:
    """Silence grants nothing any more: by the licence's end the papers were still not right, or were false, or the
    office took the licence away. The application goes on, and is decided like any other."""
    case = situation.matter
    return Outcome(
        target=case.state,
        facts=kinds.CaseRenewalLapsed(licence=case.earlier_licence),
        changes={"deemed_at": None},
        owner_post_id=case.owner_post_id,
    )
