"""After the decision: what joins bring back, and handing the result over."""

import datetime as dt

from django.db import transaction

from leyiban.cases import kinds
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper
from leyiban.cases.rules.finishing import DeliveryGiven
from leyiban.cases.slots import SIGNED_SLIP
from leyiban.cases.states import CaseState
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import Actor
from leyiban.kernel.documents.models import Document
from leyiban.kernel.flows.engine import Moved, take
from leyiban.kernel.papers.models import Paper

_ISSUED_TRUST = "A"  # 国办函〔2016〕108号: produced by the issuing body itself


def record_licence(
    *, case_id: int, licence: str, digest: str, actor: Actor, now: dt.datetime
) -> Moved[Case] | None:
    """The licence of a granted case is sealed. None when that is on record already."""
    with transaction.atomic():
        taken = take(CASE_FLOW, case_id, now=now)
        if taken.matter.state != CaseState.DECIDED:
            return None
        facts = kinds.CaseLicenceMade(licence=licence, digest=digest)
        return taken.make("record_licence", facts, actor=actor, now=now)


def record_result(*, case_id: int, result: str, actor: Actor, now: dt.datetime) -> Moved[Case] | None:
    """The result that is no licence (a document, a denial) is ready. None when it was before."""
    with transaction.atomic():
        taken = take(CASE_FLOW, case_id, now=now)
        if taken.matter.state != CaseState.DECIDED:
            return None
        facts = kinds.CaseResultReady(result=result)
        return taken.make("record_result", facts, actor=actor, now=now)


def record_paper(*, case_id: int, document: Document, actor: Actor, now: dt.datetime) -> Moved[Case] | None:
    """A paper of law is made: file it and put its digest on the trail. None when it is filed already."""
    with transaction.atomic():
        taken = take(CASE_FLOW, case_id, now=now)
        case = taken.matter
        if document.paper is None or CasePaper.objects.filter(document=document).exists():
            return None
        facts = kinds.CasePaperIssued(
            template=document.template, number=document.number, digest=document.paper.named_digest
        )
        moved = taken.make("record_paper", facts, actor=actor, now=now)
        CasePaper.objects.create(
            case=case,
            round=case.round,
            slot=document.template,
            paper=document.paper,
            document=document,
            name=document.number,
            trust=_ISSUED_TRUST,
            given_by=actor.pseudonym,
            channel=actor.channel.value,
            given_at=now,
        )
        return moved


def deliver_case(
    *,
    case_id: int,
    version: int | None,
    way: DeliveryWay,
    evidence: str = "",
    slip: Paper | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case] | None:
    """R21: hand the result over. None when it was delivered before.

    Args:
        evidence: ``account`` for electronic arrival, the parcel's code by post.
        slip: the signed delivery slip, scanned: it is kept with the case, and its digest is the evidence.

    Raises:
        DeliveryUnproven: neither of the two. Stale, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken = take(CASE_FLOW, case_id, now=now, version=version)
        if taken.matter.state == CaseState.DELIVERED:
            return None
        proof = evidence if slip is None else slip.named_digest
        moved = taken.make("deliver", DeliveryGiven(way=way.value, evidence=proof), actor=actor, now=now)
        if slip is not None:
            _keep_slip(moved.matter, slip, actor, now)
        return moved


def _keep_slip(case: Case, slip: Paper, actor: Actor, now: dt.datetime) -> None:
    CasePaper.objects.create(
        case=case,
        round=case.round,
        slot=SIGNED_SLIP,
        paper=slip,
        name=SIGNED_SLIP,
        trust=_ISSUED_TRUST,
        given_by=actor.pseudonym,
        channel=actor.channel.value,
        given_at=now,
    )
