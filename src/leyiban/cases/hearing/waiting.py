"""Whether those who must be heard were heard (R12): why a decision or a warning has to wait, and for what.

Read by the guards of a case, whose row is locked when it counts: a hearing of a case begins under the same lock.
"""

import datetime as dt
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from leyiban.cases.hearing.errors import HearingOpen, PartyNotHeard, ViewsUnanswered, WarningNotAnnounced
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import Case, Hearing
from leyiban.cases.rules.hearings import due_day
from leyiban.cases.states import HEARD, HEARING_OPEN, HearingGround, HearingState
from leyiban.kernel.errors import Refusal
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.moments import city_date

_OPEN: Final = [state.value for state in HEARING_OPEN]
_HEARD: Final = [state.value for state in HEARD]


def decision_waits(case: Case) -> Refusal | None:
    """An open hearing bars every decision; an item that touches others is decided only after one."""
    found = list(case.hearings.filter(ground=HearingGround.DECISION).order_by("pk"))
    for hearing in found:
        if hearing.state in _OPEN:
            return waits_for(hearing)
    if case.rules.touches_others is not None and not any(each.state in _HEARD for each in found):
        return PartyNotHeard()
    return None


def warning_waits(case: Case) -> Refusal | None:
    """The party knows what is intended, and had its say; each warning rests on a hearing of its own."""
    announced = unspent_announcement(case)
    if announced is None:
        return WarningNotAnnounced()
    return waits_for(announced) if announced.state in _OPEN else None


def unspent_announcement(case: Case) -> Hearing | None:
    """The hearing before a warning that no warning rests on yet; one that was dropped does not count."""
    announced = case.hearings.filter(ground=HearingGround.WARNING, warning__isnull=True)
    return announced.exclude(state=HearingState.DROPPED).order_by("pk").last()


def hearing_is_scheduled(case: Case) -> bool:
    """R10: from the notice of a hearing on, its time is not counted, whatever else the item lists."""
    return case.hearings.filter(ground=HearingGround.DECISION, state=HearingState.SCHEDULED).exists()


def waits_for(hearing: Hearing) -> Refusal:
    """Until when, and what is to be done."""
    if hearing.state == HearingState.ANSWERING:
        return ViewsUnanswered(number=hearing.number)
    label = HearingState(hearing.state).label
    return HearingOpen(number=hearing.number, state=label, until=_until(hearing))


def _until(hearing: Hearing) -> object:
    day: dt.date | None
    if hearing.state == HearingState.SCHEDULED:
        day = city_date(hearing.opening)
    else:
        day = due_day(matter_clocks(HEARING_FLOW, hearing), hearing)
    return _("签完字") if day is None else date_format(day, "DATE_FORMAT")
