"""What a case does by itself after its own moves: ask for its papers, deliver electronically."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.cases.operations import deliver_case
from leyiban.cases.paperwork import WITH_PAPERS, request_papers
from leyiban.cases.states import CaseState
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry


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
