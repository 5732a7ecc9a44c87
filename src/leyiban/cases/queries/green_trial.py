"""An office's last month as the simulator of the green channel needs it (F4.2): real cases, counts only, nobody's name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import F, Q

from leyiban.cases.models import Case, GreenGrant, Opinion
from leyiban.cases.rules.green_trial import Month, Sample
from leyiban.cases.states import Decision
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.calendar.worktime import WorkTime
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.clocks.replaying import replay
from leyiban.kernel.clocks.terms import limit_of
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.docket.simulating import Job
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency

MONTH: Final = dt.timedelta(days=30)
_HISTORY: Final = dt.timedelta(days=365)
_MOST: Final = 5000  # of cases and of earlier decisions, the newest
_LEAST: Final = 1.0  # minutes: something was done


def month_of(agency: Agency, *, now: dt.datetime) -> Month | None:
    """The cases that stood in the office's line in the last 30 days, those from before among them. Four queries.

    What was taken up and decided in one sitting never stood in it. How long a case took somebody is not written
    down anywhere: it is the working time from when it had come and its officer's previous decision was made.

    Returns None where nothing stood in line, or no calendar knows those days.
    """
    since = now - MONTH
    rows = _rows(agency, since, now)
    if not rows:
        return None
    calendar = calendar_of(agency.region.code, agency=agency.uscc)
    time = _work_time(calendar, now)
    if time is None:
        return None
    decisions = _decisions(agency, now)
    bounds = _bounds([row["pk"] for row in rows])
    return Month(
        samples=[_sample(row, bounds, calendar, time, since) for row in rows],
        people=max(len({officer for _, officer, _, at in decisions if at >= since}), 1),
        takes=_takes(decisions, time),
        time=time,
    )


def _work_time(calendar: WorkCalendar, now: dt.datetime) -> WorkTime | None:
    """From a year before the month, or the first year known without a gap, to a year from now; None: unknown."""
    first, year = city_date(now - _HISTORY - MONTH), city_date(now).year
    if year not in calendar.known_years:
        return None
    while year > first.year and year - 1 in calendar.known_years:
        year -= 1
    return WorkTime.of(calendar, max(first, dt.date(year, 1, 1)), city_date(now + _HISTORY))


def _rows(agency: Agency, since: dt.datetime, now: dt.datetime) -> Sequence[Mapping[str, Any]]:
    stood = (
        Q(accepted_at__gte=since)
        | Q(decided_at__gte=since)
        | Q(decided_at__isnull=True, closed_at__isnull=True)
    )
    return list(
        Case.objects.filter(stood, agency=agency, accepted_at__lte=now, entered_afterwards=False)
        .exclude(decided_at=F("accepted_at"))
        .order_by("-accepted_at", "-pk")
        .values("pk", "accepted_at", "limits", item=F("item_version__item__code"))[:_MOST]
    )


_Decision = tuple[str, int, dt.datetime, dt.datetime]
"""Item, officer, when it was accepted, when it was decided."""


def _decisions(agency: Agency, now: dt.datetime) -> list[_Decision]:
    """The last year's decisions that a person made, the earliest first."""
    newest = (
        Opinion.objects.filter(
            case__agency=agency,
            case__decided_at=F("given_at"),
            conclusion__in=Decision.values,
            case__entered_afterwards=False,
            given_at__gte=now - _HISTORY,
            given_at__lte=now,
        )
        .exclude(case__accepted_at=F("given_at"))
        .order_by("-given_at", "-pk")
        .values_list("case__item_version__item__code", "given_by_id", "case__accepted_at", "given_at")
    )
    known = [(*row[:2], came, row[3]) for row in newest[:_MOST] if (came := row[2]) is not None]
    return sorted(known, key=lambda row: row[3])


def _takes(decisions: Iterable[_Decision], time: WorkTime) -> Mapping[str, list[float]]:
    takes, before = defaultdict[str, list[float]](list), dict[int, float]()
    for item, officer, accepted, decided in decisions:
        came, done = time.at(accepted), time.at(decided)
        takes[item].append(max(done - max(came, before.get(officer, came)), _LEAST))
        before[officer] = done
    return takes


def _bounds(cases: list[int]) -> dict[int, Bound]:
    """Of the cases that were in the green channel: what their grant might cost the others."""
    grants = GreenGrant.objects.filter(case_id__in=cases, until__isnull=False).order_by("pk")
    return {
        case: Bound(terms["may_pass"], terms["firm_percent"])
        for case, terms in grants.values_list("case_id", "terms")
    }


def _sample(
    row: Mapping[str, Any],
    bounds: Mapping[int, Bound],
    calendar: WorkCalendar,
    time: WorkTime,
    since: dt.datetime,
) -> Sample:
    accepted = row["accepted_at"]
    job = Job(
        key=row["pk"],
        arrives=time.at(max(accepted, since)),
        takes=_LEAST,
        began_at=accepted,
        ends_at=_end(accepted, row["limits"], calendar),
        bound=bounds.get(row["pk"]),
    )
    return Sample(job, row["item"])


def _end(accepted: dt.datetime, limits: Mapping[str, Any], calendar: WorkCalendar) -> dt.datetime | None:
    """The end of the promised limit as it was when the case was taken up; pauses are no time in the line."""
    event = ClockEvent(
        clock="promised",
        kind=EventKind.START,
        happened_at=accepted,
        entered_at=accepted,
        limit=limit_of(limits["promised"]),
    )
    return replay([event], calendar, lights=LightRule(**limits["lights"])).due_at
