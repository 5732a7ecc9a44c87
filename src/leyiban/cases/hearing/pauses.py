"""R10: the time of a hearing is not counted. From its notice on the case pauses, and when it was held, or will not be,
or should have been, the case goes on."""

import datetime as dt
from typing import Final

from leyiban.cases.hearing.waiting import hearing_ahead
from leyiban.cases.models import Case, Hearing
from leyiban.cases.operations import end_special, start_special
from leyiban.cases.states import CaseState
from leyiban.catalogue.vocabulary import SpecialProcedureKind
from leyiban.kernel.actors import system_actor
from leyiban.kernel.clocks.errors import ClockRefused

PAUSED_BY: Final = ("hearing.scheduled/1", "hearing.postponed/1", "case.special_ended/1")
RESUMED_BY: Final = (
    "hearing.held/1",
    "hearing.request_withdrawn/1",
    "hearing.dropped/1",
    "hearing.light_changed/1",
)
_HEARING: Final = SpecialProcedureKind.HEARING.value


def pause_case(number: str, *, now: dt.datetime) -> None:
    """Where its hearing has a day and nothing else stops it. A case whose clocks began before hearings could stop them
    goes on: that is against the office, never against the applicant."""
    case = Case.objects.get(number=number)
    if case.state != CaseState.UNDER_REVIEW or hearing_ahead(case) is None:
        return
    try:
        start_special(case_id=case.pk, version=None, procedure=_HEARING, actor=system_actor(), now=now)
    except ClockRefused:
        return


def resume_case(number: str, *, now: dt.datetime) -> None:
    """Where it pauses for a hearing and none is ahead, or its day was let pass."""
    case = Case.objects.get(number=number)
    running = case.special_procedures.filter(ended_at__isnull=True, kind=_HEARING)
    if case.state == CaseState.SPECIAL_PROCEDURE and running.exists() and hearing_ahead(case) is None:
        end_special(case_id=case.pk, version=None, actor=system_actor(), now=now)


def case_of(number: str) -> str:
    """The number of the case of a hearing."""
    return Hearing.objects.values_list("case__number", flat=True).get(number=number)
