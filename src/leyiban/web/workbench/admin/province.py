"""The line to the province: how it does, what waits, what was not believed, and every day's reconciliation (F5.3)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.errors import NotFound
from leyiban.province.formats import label_of
from leyiban.province.models import DayChecked, Discrepancy, Handover, Heard
from leyiban.province.operations import reconcile, resend_discrepancies
from leyiban.province.queries import days_checked, line_state, refused_answers, unsettled
from leyiban.province.states import Difference, Doubt, HandoverState
from leyiban.web import formats
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import ADMINISTERS, at_desk, show

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class UpThere:
    """A case that the province has, or is to have: since when, and how long that is."""

    number: str
    case: str
    office: str
    state: str
    since: dt.datetime
    dwelt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """An answer that was not believed."""

    about: str
    why: str
    at: dt.datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A record that is not the same on both sides; ``fields`` in the province's own words."""

    case: str
    name: str
    what: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A day's comparison. ``theirs`` is None while the province has not answered."""

    day: dt.date
    iso: str
    ours: int
    theirs: int | None
    result: str
    agrees: bool
    waits: bool
    differs: tuple[Differs, ...]


@at_desk(ADMINISTERS)
def line(visit: Visit) -> HttpResponseBase:
    """State, backlog, doubts, reconciliation. A bounded number of queries."""
    return _show(visit)


@at_desk(ADMINISTERS, "POST")
def compare(visit: Visit, day: str) -> HttpResponseBase:
    """Ask the province for the day's signed count anew."""
    return _do(visit, day, lambda date: reconcile(day=date, now=visit.now))


@at_desk(ADMINISTERS, "POST")
def send_again(visit: Visit, day: str) -> HttpResponseBase:
    """Send again what differs on that day, then compare anew."""

    def act(date: dt.date) -> object:
        resend_discrepancies(day=date, now=visit.now)
        return reconcile(day=date, now=visit.now)

    return _do(visit, day, act)


def _do(visit: Visit, day: str, act: Callable[[dt.date], object]) -> HttpResponseBase:
    date = _day(day)

    def once() -> str:
        act(date)
        return reverse("web:admin_province")

    made = attempt(lambda: send_once(visit, once))
    return _show(visit, made) if isinstance(made, Trouble) else made


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _show(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    return show(
        visit,
        "admin/province.html",
        {
            "state": line_state(now=visit.now),
            "up_there": [_up_there(each, visit.now) for each in unsettled(limit=_SHOWN)],
            "doubted": [_doubted(each) for each in refused_answers(limit=_SHOWN)],
            "days": [_line(each) for each in days_checked()],
            "sentence": "" if trouble is None else trouble.sentence,
            "once": new_once(),
        },
        here="province",
        status=200 if trouble is None else trouble.status,
    )


def _up_there(handover: Handover, now: dt.datetime) -> UpThere:
    return UpThere(
        number=handover.number,
        case=handover.case_number,
        office=handover.office_name,
        state=speak(HandoverState(handover.state).label),
        since=handover.handed_up_at,
        dwelt=formats.time_spent(now - handover.handed_up_at),
    )


def _doubted(heard: Heard) -> Doubted:
    return Doubted(
        about=heard.about, why=speak(Doubt(heard.doubt).label), at=heard.came_at, times=heard.times
    )


def _line(row: DayChecked) -> DayLine:
    found = list(row.discrepancies.all())  # prefetched, in the order of the records
    return DayLine(
        day=row.day,
        iso=row.day.isoformat(),
        ours=row.ours,
        theirs=row.theirs,
        result=_result(row, found),
        agrees=row.agrees,
        waits=row.checked_at is None,
        differs=tuple(
            Differs(
                case=each.case_number,
                name=each.name,
                what=speak(Difference(each.difference).label),
                fields=tuple(label_of(name) for name in each.fields),
            )
            for each in found
        ),
    )


def _result(row: DayChecked, found: list[Discrepancy]) -> str:
    if row.checked_at is None:
        return gettext("等省里答复")
    if row.doubt:
        return speak(Doubt(row.doubt).label)
    if row.agrees:
        return gettext("一致")
    return gettext("有%(n)s条不一样") % {"n": len(found)} if found else gettext("正在逐条核对")
