"""What a case does by itself after its own moves: ask for its papers, deliver electronically."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.cases.operations import deliver_case
from leyiban.cases.paperwork import request_papers
from leyiban.cases.states import CaseState, DeliveryWay
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry

# The kinds of entry after which the law asks for a paper (service-items §5, the list of documents).
WITH_PAPERS = (
    "case.submitted/1",
    "case.supplemented/1",
    "case.accepted/1",
    "case.refused/1",
    "case.correction_notified/1",
    "case.repeated_request/1",
    "case.special_started/1",
    "case.extended/1",
    "case.decided/1",
    "case.delivered/1",
    "case.withdrawn/1",
    "case.terminated/1",
)


@reaction(*WITH_PAPERS, follower="cases.papers")
def ask_for_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The paper of law that belongs to this move."""
    request_papers(entry, now=now)


@reaction("case.licence_made/1", "case.result_ready/1", follower="cases.electronic_delivery")
def deliver_electronically(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """R21: with consent to electronic delivery, arrival in the account is delivery."""
    case = Case.objects.get(number=entry.subject_key)
    if case.delivery_way == DeliveryWay.ELECTRONIC and case.state == CaseState.READY:
        deliver_case(
            case_id=case.pk,
            version=None,
            way=DeliveryWay.ELECTRONIC,
            evidence="account",
            actor=system_actor(),
            now=now,
        )
