"""The applicant confirms or contests the moment of receipt; a contested one is decided, and the case counted anew."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO, Final

from django.db import transaction

from leyiban.cases import clock_names
from leyiban.cases.answers import seal_words
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper, Draft, ReceiptClaim
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.seen import case_for
from leyiban.cases.receipt.errors import (
    ReceiptClaimGone,
    ReceiptNeedsProof,
    ReceiptNotEarlier,
    ReceiptOver,
    ReceiptSaid,
)
from leyiban.cases.receipt.flow import RECEIPT_FLOW
from leyiban.cases.rules.receipts import ANSWER, ClaimAnswered, ClaimMade, Redating
from leyiban.cases.slots import RECEIPT_PROOF
from leyiban.cases.states import BEFORE_DECISION, CLAIM_HOLDS, CaseState, ReceiptState
from leyiban.kernel.actors import Actor
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.replaying import replay
from leyiban.kernel.clocks.terms import light_terms, term
from leyiban.kernel.flows.engine import Moved, Taken, begin, take
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers import operations as papers
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Paper, Trust

_ANSWERED_WITHIN: Final = "cases.receipt_claim_answer"
_BACK: Final = "cases.receipt_claim_back"
_PROOF: Final = Limits(kinds=frozenset({Media.PDF, Media.JPEG, Media.PNG}), max_bytes=10_000_000)

Upload = tuple[BinaryIO, str]
"""A file and what its giver calls it."""


def confirm_receipt(*, case_number: str, actor: Actor, now: dt.datetime) -> Moved[ReceiptClaim]:
    """The moment that stands is right.

    Raises:
        NotFound, MoveNotAllowed. ReceiptOver, ReceiptSaid.
    """
    with transaction.atomic():
        claim = _begun(_case(actor, case_number), None, now)
        return begin(RECEIPT_FLOW, claim, "confirm", actor=actor, now=now)


def contest_receipt(
    *,
    case_number: str,
    claimed_at: dt.datetime,
    words: str,
    uploads: Sequence[Upload] = (),
    actor: Actor,
    now: dt.datetime,
) -> Moved[ReceiptClaim]:
    """The papers were there earlier: at a window, in the post, in somebody's hands who entered them later or never.

    Args:
        words: what shows it, say the number of the postal receipt.
        uploads: pictures of it; they go into the case.

    Raises:
        NotFound, MoveNotAllowed. ReceiptOver, ReceiptSaid, ReceiptNotEarlier, ReceiptNeedsProof.
        Refusal: one of :mod:`leyiban.kernel.papers.errors`.
    """
    with transaction.atomic():
        case = _case(actor, case_number)
        days = int(lawbook.rule(_BACK, on=city_date(now), region=case.region).value)
        if not case.received_at - dt.timedelta(days=days) <= claimed_at < case.received_at:
            raise ReceiptNotEarlier(days=days)
        if not words.strip() and not uploads:
            raise ReceiptNeedsProof
        sealed = seal_words(words.strip())
        claim = _begun(case, claimed_at, now)
        claim.words, claim.words_salt = sealed.text, sealed.salt
        shown = [
            (papers.store(stream=stream, name=name, limits=_PROOF, actor=actor, now=now), name)
            for stream, name in uploads
        ]
        given = ClaimMade(
            digest=sealed.digest, papers=tuple(sorted(paper.named_digest for paper, _ in shown))
        )
        moved = begin(RECEIPT_FLOW, claim, "claim", given, actor=actor, now=now)
        for paper, name in shown:
            _keep(case, paper, name, actor, now)
        return moved


def _keep(case: Case, paper: Paper, name: str, actor: Actor, now: dt.datetime) -> None:
    CasePaper.objects.create(
        case=case,
        round=case.round,
        slot=RECEIPT_PROOF,
        paper=paper,
        trust=Trust.C.value,
        name=name,
        given_by=actor.pseudonym,
        channel=actor.channel.value,
        given_at=now,
    )


def _case(actor: Actor, number: str) -> Case:
    seen = case_for(actor, number)
    case = Case.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if case.state not in BEFORE_DECISION:
        raise ReceiptOver
    if ReceiptClaim.objects.filter(case=case, round=case.round).exists():
        raise ReceiptSaid
    return case


def _begun(case: Case, claimed_at: dt.datetime | None, now: dt.datetime) -> ReceiptClaim:
    filer = case.filed_by
    return ReceiptClaim(
        number=f"{case.number}-R{case.round}",
        region=case.region,
        title=case.title,
        party_label=case.party_label,
        state=ReceiptState.SAYING,
        since=now,
        case=case,
        round=case.round,
        entered_at=case.received_at,
        entered_by=filer if filer is not None and filer.is_staff_account else None,
        claimed_at=claimed_at or case.received_at,
        limits=_terms(case.region, city_date(now)),
    )


def _terms(region: str, on: dt.date) -> dict[str, Any]:
    book, chain = lawbook.book(), lawbook.region_chain(region)
    return {
        ANSWER: term(book, _ANSWERED_WITHIN, on=on, regions=chain),
        "lights": light_terms(book, on=on, regions=chain),
    }


def answer_receipt_claim(
    *, number: str, version: int | None, upholds: bool, words: str, actor: Actor, now: dt.datetime
) -> Moved[ReceiptClaim]:
    """Somebody of the office who did not enter the moment says which one is right, and why.

    Raises:
        ReceiptClaimGone, ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        claim = ReceiptClaim.objects.select_related("case").filter(number=number).first()
        if claim is None:
            raise ReceiptClaimGone
        refuse_own(actor, claim.case)
        sealed = seal_words(words.strip())
        given = ClaimAnswered(
            upholds=upholds,
            words=words,
            digest=sealed.digest,
            changes={"answer": sealed.text, "answer_salt": sealed.salt},
        )
        taken = take(RECEIPT_FLOW, claim.pk, now=now, version=version)
        return taken.make("answer", given, actor=actor, now=now)


def redate_case(*, claim_number: str, actor: Actor, now: dt.datetime) -> Moved[Case] | None:
    """Count the case anew from the moment that a claim has put right. Done twice, it is done once.

    None: the claim does not hold, the case has gone on to another round or its end, or it is counted so already.
    """
    claim = ReceiptClaim.objects.get(number=claim_number)
    if claim.state not in CLAIM_HOLDS:
        return None
    with transaction.atomic():
        taken = take(CASE_FLOW, claim.case_id, now=now)
        case = taken.matter
        if (
            case.state not in BEFORE_DECISION
            or case.round != claim.round
            or case.received_at <= claim.claimed_at
        ):
            return None
        was_waiting = case.state == CaseState.CORRECTION_NOTIFIED
        given = Redating(
            claim=claim.number, received_at=claim.claimed_at, late=_answered_late(taken, claim.claimed_at)
        )
        moved = taken.make("redate_receipt", given, actor=actor, now=now)
        if was_waiting and case.state == CaseState.UNDER_REVIEW:
            case.corrections.unanswered().update(withdrawn_at=now)
            Draft.objects.filter(case=case).delete()
        taken.catch_up(now)
        return moved


def _answered_late(taken: Taken[Case], received_at: dt.datetime) -> bool:
    """Whether the office's answer came after the limit that runs from the right moment (R1)."""
    clock = clock_names.of_round(clock_names.ACCEPTANCE, taken.matter.round)
    events = [event for event in taken.timing.events if event.clock == clock]
    stopped = next((event.happened_at for event in events if event.kind is EventKind.STOP), None)
    if stopped is None:
        return False  # the clock itself will say so
    right = ClockEvent(
        clock=clock, kind=EventKind.REDATE, happened_at=received_at, entered_at=taken.timing.latest or stopped
    )
    due = replay([*events, right], taken.timing.calendar, lights=taken.timing.lights).due_at
    return due is not None and stopped > due
