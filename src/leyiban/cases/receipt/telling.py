"""What becomes of a word about the moment of receipt: the case is counted anew, or the applicant learns why not."""

import datetime as dt

from leyiban.cases.models import Case, ReceiptClaim
from leyiban.cases.operations import redate_case
from leyiban.cases.states import ReceiptState
from leyiban.cases.telling import listeners
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.people.queries import phone_of


def follow_claim(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A claim that holds moves its case; of one that does not, the applicant is told."""
    if entry.facts.outcome != ReceiptState.REJECTED:
        redate_case(claim_number=entry.subject_key, actor=system_actor(), now=now)
        return
    claim = ReceiptClaim.objects.select_related("case__applicant", "case__operator").get(
        number=entry.subject_key
    )
    case = claim.case
    for party in listeners(case, now=now):
        notify(
            template=standard.RECEIPT_CLAIM_REJECTED,
            to=Recipient(party_id=party.pk, phone=phone_of(party)),
            matter=MatterRef(
                kind=Case.KIND,
                key=case.pk,
                number=case.number,
                region=case.region,
                agency_id=case.agency_id,
                party_id=case.applicant_id,
            ),
            facts={"matter": case.title, "code": case.query_code.reveal()},
            cause=f"entry:{entry.entry_id}",
            now=now,
        )
