"""What a party is told of a bar: that it is there, and what became of an objection."""

import datetime as dt
from typing import Final

from leyiban.cases.models import Bar, Case
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.templates import Fact
from leyiban.people.queries import phone_of

_TEMPLATES: Final = {
    "application_bar.imposed/1": standard.BAR_IMPOSED,
    "application_bar.answered/1": standard.BAR_ANSWERED,
    "application_bar.lifted/1": standard.BAR_LIFTED,
}
TOLD: Final = tuple(_TEMPLATES)


def tell_party(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the inbox at once, on the phone when it may ring."""
    bar = Bar.objects.select_related("party", "case").get(number=entry.subject_key)
    template = _TEMPLATES[entry.kind]
    facts: dict[str, Fact] = {"matter": bar.title, "by": in_words(bar.until)}
    notify(
        template=template,
        to=Recipient(party_id=bar.party_id, phone=phone_of(bar.party)),
        matter=MatterRef(
            kind=Case.KIND,
            key=bar.case_id,
            number=bar.case.number,
            region=bar.region,
            agency_id=bar.agency_id,
        ),
        facts={name: fact for name, fact in facts.items() if name in template.facts},
        cause=f"entry:{entry.entry_id}",
        now=now,
    )
