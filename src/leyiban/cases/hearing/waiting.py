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
from leyiban.catalogue.vocabulary import SpecialProcedureKind
from leyiban.kernel.clocks.lights import Light
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


def hearing_ahead(case: Case) -> Hearing | None:
    """R10: the hearing whose time is not counted, from its notice on and whatever else the item lists.

    None once it is late: who does not hold it in time uses up his own. And no case stands still for a second hearing:
    whoever forgot to ask somebody, or gave the first one up, does so in his own time.
    """
    scheduled = case.hearings.filter(ground=HearingGround.DECISION, state=HearingState.SCHEDULED)
    hearing = scheduled.exclude(light=Light.RED).first()
    if hearing is None:
        return None
    paused = case.special_procedures.filter(kind=SpecialProcedureKind.HEARING.value)
    return None if paused.filter(started_at__lt=hearing.told_at).exists() else hearing


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
