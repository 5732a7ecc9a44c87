"""A licence that is revoked gets its decision on paper, in the file of the case it came from."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.cases.papers_of_law import Fact, RevocationDecision
from leyiban.cases.paperwork import request_paper
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties
from leyiban.cases.states import HearingGround
from leyiban.credentials.models import Licence, LicenceChangeRecord
from leyiban.credentials.operations import LICENCE
from leyiban.credentials.states import Change
from leyiban.kernel.documents.operations import MatterRef
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry

_FRAUD = "行政许可法第六十九条第二款、第七十九条"
_OTHER = "行政许可法第六十九条第一款"


@reaction("licence.changed/1", follower="joins.revoked_licence_gets_its_paper", from_now=True)
def ask_for_decision(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Suspended, restored and cancelled licences have no such paper; nor do those that were revoked before this was asked for,
    whose decisions were written otherwise."""
    if entry.facts.change != Change.REVOKE:
        return
    licence = Licence.objects.get(identifier=entry.subject_key)
    record = licence.changes.get(change=Change.REVOKE)
    if not Case.objects.filter(number=licence.case_number).exists():
        return
    request_paper(
        Context.about_case(licence.case_number, entry),
        lambda context: revocation_decision(context, licence, record),
        occasion=str(entry.seq),
        matter=MatterRef(LICENCE, licence.identifier),  # its own entry allows the seal
        now=now,
    )


def revocation_decision(
    context: Context, licence: Licence, record: LicenceChangeRecord
) -> RevocationDecision:
    """Which licence, on what ground, why, and how to fight it."""
    return RevocationDecision(
        addressee=context.addressee,
        opening=context.opening("您的“{item}”许可，经查应当撤销。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("证照", licence.name),
            Fact("证照编号", licence.number, beside=True),
            Fact("决定", "撤销"),
            Fact("决定日期", in_words(context.day), beside=True),
            Fact("依据", _FRAUD if record.fraud else _OTHER),
            *context.heard(HearingGround.REVOCATION),
        ),
        reasons=tuple(line.strip() for line in record.reasons.reveal().splitlines() if line.strip()),
        remedies=context.remedies(),
        contacts=context.phones(),
        closing="证照从今天起不再有效，请不要再使用。",
    )
