"""Whose licence an office suspends, restores, revokes or cancels is told so at once."""

import datetime as dt

from django.utils import translation

from leyiban.cases.models import Case
from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.people.queries import phone_of


@reaction("licence.changed/1", follower="joins.changed_licence_is_told")
def tell_holder(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the inbox at once, on the phone when it may ring."""
    licence = Licence.objects.select_related("holder").get(identifier=entry.subject_key)
    case = Case.objects.only("number", "region", "agency_id").get(number=licence.case_number)
    with translation.override("zh-hans"):
        status = str(LicenceStatus(entry.facts.status).label)
    notify(
        template=standard.LICENCE_STATUS_CHANGED,
        to=Recipient(party_id=licence.holder_id, phone=phone_of(licence.holder)),
        matter=MatterRef(
            kind=Case.KIND, key=case.pk, number=case.number, region=case.region, agency_id=case.agency_id
        ),
        facts={"matter": licence.name, "status": status},
        cause=f"entry:{entry.entry_id}",
        now=now,
    )
