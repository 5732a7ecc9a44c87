"""Whose licence an office suspends, restores, revokes or cancels is told so at once."""

import datetime as dt

from django.utils import translation

from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.joins.licence_holders import tell_holder_of
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.messages import standard


@reaction("licence.changed/1", follower="joins.changed_licence_is_told")
def tell_holder(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the inbox at once, on the phone when it may ring."""
    licence = Licence.objects.select_related("holder").get(identifier=entry.subject_key)
    with translation.override("zh-hans"):
        status = str(LicenceStatus(entry.facts.status).label)
    tell_holder_of(
        licence,
        standard.LICENCE_STATUS_CHANGED,
        {"status": status},
        cause=f"entry:{entry.entry_id}",
        now=now,
    )
