"""How the line does, who has a case since when, and what a day's comparison found."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from leyiban.kernel.outbound.models import CallState, OutboundCall
from leyiban.kernel.outbound.queries import service_health
from leyiban.province.line import PROVINCE, Said
from leyiban.province.models import DayChecked, Discrepancy, Handover, Heard, Line, Outgoing, Record
from leyiban.province.signing import name_of, public_key
from leyiban.province.states import UNSETTLED, AnswerState, HandoverState

__all__ = [
    "LineState",
    "days_checked",
    "handovers_of",
    "last_words",
    "line_state",
    "refused_answers",
    "unsettled",
    "words_of",
]

_A_DAY, _A_MONTH = dt.timedelta(days=1), dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """``waiting`` calls are not delivered yet, ``late_since`` the oldest of them; ``late`` hand-overs are on their way
    for more than a day; ``failed`` messages were given up; ``refused`` answers of the last month were not believed."""

    is_configured: bool
    is_open: bool
    waiting: int
    late_since: dt.datetime | None
    failed: int
    late: int
    refused: int
    heard_at: dt.datetime | None
    key: str
    our_key: str
    unreported: int


def line_state(*, now: dt.datetime) -> LineState:
    """The line as the administrator and the doctor see it; a bounded number of queries."""
    health = next(
        each for each in service_health(now=now, failed_since=now - _A_DAY) if each.name == PROVINCE.name
    )
    row = Line.objects.filter(name="province").first()
    late = Q(state=HandoverState.ON_THE_WAY, handed_up_at__lt=now - _A_DAY)
    return LineState(
        is_configured=health.is_configured,
        is_open=health.is_open,
        waiting=health.waiting,
        late_since=health.late_since,
        failed=Outgoing.objects.exclude(failed="").count() + Record.objects.exclude(failed="").count(),
        late=Handover.objects.filter(late).count(),
        refused=Heard.objects.filter(state=AnswerState.REFUSED, came_at__gte=now - _A_MONTH).count(),
        heard_at=None if row is None else row.heard_at,
        key="" if row is None else name_of(row.key),
        our_key=name_of(public_key()),
        unreported=OutboundCall.objects.filter(
            service=PROVINCE.name, call="report", state=CallState.PENDING
        ).count(),
    )


def unsettled(*, limit: int = 100) -> list[Handover]:
    """What is on its way or lies at the province, the longest first."""
    rows = Handover.objects.filter(state__in=sorted(UNSETTLED))
    return list(rows.order_by("handed_up_at", "pk")[:limit])


def handovers_of(case_number: str) -> list[Handover]:
    """The rounds of a case at the province, oldest first, with the answers that were believed."""
    believed = Heard.objects.filter(state=AnswerState.FOLLOWED).order_by("sequence")
    rows = Handover.objects.filter(case_number=case_number)
    return list(rows.prefetch_related(Prefetch("answers", believed, to_attr="believed")).order_by("pk"))


def words_of(*, number: str, round_number: int, sequence: int) -> str:
    """What the province said in one answer that was followed; empty once it was erased."""
    heard = Heard.objects.filter(
        handover__number=number,
        handover__round=round_number,
        sequence=sequence,
        state=AnswerState.FOLLOWED,
    ).first()
    body = "" if heard is None else heard.body.reveal()
    return Said.model_validate_json(body).text if body else ""


def last_words(*, number: str, round_number: int, kind: str) -> str:
    """What the province said in its last answer of a kind that was followed; empty where there is none."""
    heard = Heard.objects.filter(
        handover__number=number, handover__round=round_number, kind=kind, state=AnswerState.FOLLOWED
    ).order_by("-sequence")
    latest = heard.first()
    body = "" if latest is None else latest.body.reveal()
    return Said.model_validate_json(body).text if body else ""


def refused_answers(*, limit: int = 50) -> list[Heard]:
    """Answers that were not believed, the latest first."""
    rows = Heard.objects.filter(state=AnswerState.REFUSED)
    return list(rows.order_by("-pk")[:limit])


def days_checked(*, limit: int = 31, days: Collection[dt.date] = ()) -> list[DayChecked]:
    """Reconciled days, the latest first, with what differs."""
    rows = DayChecked.objects.filter(day__in=days) if days else DayChecked.objects.all()
    found = Prefetch("discrepancies", Discrepancy.objects.order_by("name"))
    return list(rows.prefetch_related(found).order_by("-day")[:limit])
