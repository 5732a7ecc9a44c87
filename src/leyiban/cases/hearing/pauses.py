"""R10: the time of a hearing is not counted. From its notice on the case pauses, and when it was held, or will not be,
the case goes on."""

import datetime as dt
from typing import Final

from leyiban.cases.models import Case, Hearing
from leyiban.cases.operations import end_special, start_special
from leyiban.cases.states import CaseState, HearingGround, HearingState
from leyiban.catalogue.vocabulary import SpecialProcedureKind
from leyiban.kernel.actors import system_actor
from leyiban.kernel.clocks.errors import ClockRefused

PAUSED_BY: Final = ("hearing.scheduled/1", "case.special_ended/1")
RESUMED_BY: Final = ("hearing.held/1", "hearing.request_withdrawn/1", "hearing.dropped/1")
_HEARING: Final = SpecialProcedureKind.HEARING.value


def pause_case(number: str, *, now: dt.datetime) -> None:
    """Where its hearing has a day and nothing else stops it. A case whose clocks began before hearings could stop them
    goes on: that is against the office, never against the applicant."""
    case = Case.objects.get(number=number)
    scheduled = case.hearings.filter(ground=HearingGround.DECISION, state=HearingState.SCHEDULED)
    if case.state != CaseState.UNDER_REVIEW or not scheduled.exists():
        return
    try:
        start_special(case_id=case.pk, version=None, procedure=_HEARING, actor=system_actor(), now=now)
    except ClockRefused:
        return


def resume_case(number: str, *, now: dt.datetime) -> None:
    """Where it pauses for a hearing and none is ahead."""
    case = Case.objects.get(number=number)
    running = case.special_procedures.filter(ended_at__isnull=True, kind=_HEARING)
    ahead = case.hearings.filter(ground=HearingGround.DECISION, state=HearingState.SCHEDULED)
    if case.state == CaseState.SPECIAL_PROCEDURE and running.exists() and not ahead.exists():
        end_special(case_id=case.pk, version=None, actor=system_actor(), now=now)


def case_of(number: str) -> str:
    """The number of the case of a hearing."""
    return Hearing.objects.values_list("case__number", flat=True).get(number=number)
