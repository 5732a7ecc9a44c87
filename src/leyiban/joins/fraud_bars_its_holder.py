"""Whose licence is revoked because it was got by fraud may not apply for it again for a time (R14)."""

import datetime as dt

from leyiban.cases.operations import bar_for_fraud
from leyiban.credentials.models import Licence
from leyiban.credentials.states import Change
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry


@reaction("licence.changed/1", follower="joins.fraud_bars_its_holder")
def bar_holder(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Where the licence guards safety; the bar begins on the day of the revocation."""
    if entry.facts.change != Change.REVOKE:
        return
    licence = Licence.objects.get(identifier=entry.subject_key)
    record = licence.changes.get(change=Change.REVOKE)
    if record.fraud:
        bar_for_fraud(
            case_number=licence.case_number,
            licence=licence.identifier,
            reasons=record.reasons.reveal(),
            actor=system_actor(),
            now=entry.happened_at,
        )
