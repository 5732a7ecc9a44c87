"""Records of checks on site, and who may be named in one."""

import datetime as dt

from django.db.models import QuerySet

from leyiban.cases.models import Case, SiteCheck, SiteCheckOfficer
from leyiban.cases.rights import OFFICE_ROLES
from leyiban.kernel.actors import Actor
from leyiban.people.models import Account
from leyiban.people.queries import members_of


def officers_for(case: Case, *, now: dt.datetime) -> list[Account]:
    """Whoever may go to look: everybody who holds a post of review, check or decision in the case's office."""
    return members_of(case.agency_id, roles=OFFICE_ROLES, now=now)


def open_record(case: Case) -> SiteCheck | None:
    """The record that waits for signatures."""
    return case.site_checks.waiting().first()


def records_of(case: Case) -> list[SiteCheck]:
    """Every record, the oldest first, with its officers. Two queries."""
    return list(
        case.site_checks.select_related("recorded_by", "post")
        .prefetch_related("officers__account")
        .order_by("number")
    )


def to_sign(actor: Actor) -> QuerySet[SiteCheckOfficer]:
    """Rows that wait for this officer's signature."""
    return SiteCheckOfficer.objects.filter(
        account_id=actor.account_id or 0,
        signed_at__isnull=True,
        record__signed_at__isnull=True,
        record__voided_at__isnull=True,
    )
