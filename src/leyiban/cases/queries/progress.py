"""How far a case has come, in the words of its applicant."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q

from leyiban.cases.errors import WrongQueryCode
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.queries.seen import visible_to
from leyiban.cases.rules.clocks import main_clock
from leyiban.cases.states import CLOSED, CaseState, Decision
from leyiban.kernel.actors import Actor
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.kernel.crypto import same, search_digests
from leyiban.kernel.errors import NotFound
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.identifiers import check_mobile, normalise
from leyiban.people.models import Account, Post
from leyiban.people.models.party import PHONE_DOMAIN

_MOST_OF_ONE_PHONE = 50
_TOLD_FROM = (
    *("number", "title", "region", "state", "version", "light", "decision", "limits", "round"),
    *("received_at", "accepted_at", "decided_at", "delivered_at"),
    *("owner_post_id", "holder_id", "agency__name", "agency__name_en"),
)


class Step(Enum):
    """The parcel-like line of a case: 收到 → 受理 → 审查 → 决定 → 送达."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody who may follow the case is told.

    ``reached`` are the steps done, with their moments where they have one; ``holder`` who has it now (a
    person, else the post), empty when it is the applicant's turn or over. ``due_at`` is the latest moment
    of the clock that matters now; ``unknown_year`` says why there is none. ``agency_en`` and ``holder_en`` are the
    English names, as far as the city has given any; a person's name has none.
    """

    number: str
    title: str
    agency: str
    state: CaseState
    light: Light
    decision: Decision | None
    holder: str
    reached: dict[Step, dt.datetime]
    reading: ClockReading | None
    is_paused: bool
    received_at: dt.datetime
    version: int
    region: str
    agency_en: str
    holder_en: str

    @property
    def due_at(self) -> dt.datetime | None:
        return None if self.reading is None else self.reading.due_at

    @property
    def unknown_year(self) -> int | None:
        return None if self.reading is None else self.reading.unknown_year

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


def case_to_follow(actor: Actor, number: str) -> Case:
    """The case with this number as far as its progress is told from it; the rest stays where it is.

    Raises:
        NotFound: there is none, or the actor may not know that there is.
    """
    try:
        return visible_to(actor).select_related("agency").only(*_TOLD_FROM).get(number=number)
    except Case.DoesNotExist:
        raise NotFound from None


def progress_of(case: Case) -> Progress:
    """The progress of a case that the caller was allowed to load. Three queries."""
    reading = matter_clocks(CASE_FLOW, case).get(main_clock(case))
    is_over = reading is None or reading.state is ClockState.STOPPED
    holder, holder_en = _holder(case)
    return Progress(
        number=case.number,
        title=case.title,
        agency=case.agency.name,
        state=CaseState(case.state),
        light=Light(case.light),
        decision=Decision(case.decision) if case.decision else None,
        holder=holder,
        reached=_reached(case),
        reading=None if is_over else reading,
        is_paused=case.state == CaseState.SPECIAL_PROCEDURE,
        received_at=case.received_at,
        version=case.version,
        region=case.region,
        agency_en=case.agency.name_en,
        holder_en=holder_en,
    )


def _holder(case: Case) -> tuple[str, str]:
    """Whoever has it now, in Chinese and in English: a person, else the post."""
    if case.holder_id is not None:
        name = Account.objects.filter(pk=case.holder_id).values_list("display_name", flat=True).first()
        if name is not None:
            return name, ""
    if case.owner_post_id is None:
        return "", ""
    post = Post.objects.filter(pk=case.owner_post_id).values_list("name", "name_en")
    return post.first() or ("", "")


def _reached(case: Case) -> dict[Step, dt.datetime]:
    moments = {
        Step.RECEIVED: case.received_at,
        Step.ACCEPTED: case.accepted_at,
        Step.REVIEWED: case.decided_at,
        Step.DECIDED: case.decided_at,
        Step.DELIVERED: case.delivered_at,
    }
    return {step: moment for step, moment in moments.items() if moment is not None}


def progress_by_code(number_or_phone: str, code: str) -> Progress:
    """Progress for whoever holds the query password, with the case number or the mobile it was sent to.

    No sign-in (M3.12). The caller throttles: six digits are guarded by the number of tries.

    Raises:
        WrongQueryCode: they do not belong together; it is not told which of the two is wrong.
    """
    typed = normalise(code).encode()
    for case in _candidates(number_or_phone):
        if same(case.query_code.reveal().encode(), typed):
            return progress_of(case)
    raise WrongQueryCode


def _candidates(number_or_phone: str) -> list[Case]:
    cases = Case.objects.select_related("agency")
    mobile = check_mobile(number_or_phone)
    if not mobile.valid:
        number = normalise(number_or_phone)
        return list(cases.filter(number=number)) if number.isascii() and number.isalnum() else []
    digests = search_digests(mobile.value, domain=PHONE_DOMAIN)
    of_phone = (
        Q(applicant__phone_digest__in=digests)
        | Q(operator__phone_digest__in=digests)
        | Q(filed_by__phone_digest__in=digests)
    )
    return list(cases.filter(of_phone).order_by("-pk")[:_MOST_OF_ONE_PHONE])
