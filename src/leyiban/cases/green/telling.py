"""What a party is told of its request for the green channel: granted until when, refused, over."""

import datetime as dt
from typing import Final

from leyiban.cases.models import Case, GreenGrant
from leyiban.cases.states import GreenState
from leyiban.cases.telling import listeners
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.templates import Fact
from leyiban.people.queries import phone_of

_TEMPLATES: Final = {
    "green_grant.granted/1": standard.GREEN_GRANTED,
    "green_grant.refused/1": standard.GREEN_REFUSED,
    "green_grant.withdrawn/1": standard.GREEN_LEFT,
    "green_grant.ended/1": standard.GREEN_LEFT,
}
TOLD: Final = tuple(_TEMPLATES)


def tell_of_answer(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the inbox at once, on the phone when it may ring. That a case which is decided left it, is no news."""
    if entry.kind == "green_grant.ended/1" and entry.facts.how == GreenState.DONE:
        return
    grant = GreenGrant.objects.select_related(
        "case__applicant", "case__operator", "case__item_version__item"
    ).get(number=entry.subject_key)
    case, template = grant.case, _TEMPLATES[entry.kind]
    facts: dict[str, Fact] = {
        "matter": case.title,
        "code": case.query_code.reveal(),
        "by": "" if grant.until is None else in_words(grant.until),
    }
    for party in listeners(case, now=now):
        notify(
            template=template,
            to=Recipient(party_id=party.pk, phone=phone_of(party)),
            matter=MatterRef(
                kind=Case.KIND,
                key=case.pk,
                number=case.number,
                region=case.region,
                agency_id=case.agency_id,
                party_id=case.applicant_id,
            ),
            facts={name: fact for name, fact in facts.items() if name in template.facts},
            cause=f"entry:{entry.entry_id}",
            now=now,
        )
