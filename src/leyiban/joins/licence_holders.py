"""Telling the holder of a licence something: in the inbox at once, on the phone when it may ring."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.credentials.models import Licence
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.templates import Facts, Template
from leyiban.people.queries import phone_of


def tell_holder_of(
    licence: Licence, template: Template, facts: Facts, *, cause: str, now: dt.datetime
) -> None:
    """Once for each ``cause``. It is about the matter that the licence came from."""
    case = Case.objects.only("number", "region", "agency_id").get(number=licence.case_number)
    notify(
        template=template,
        to=Recipient(party_id=licence.holder_id, phone=phone_of(licence.holder)),
        matter=MatterRef(
            kind=Case.KIND, key=case.pk, number=case.number, region=case.region, agency_id=case.agency_id
        ),
        facts={"matter": licence.name, **facts},
        cause=cause,
        now=now,
    )
