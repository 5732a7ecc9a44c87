"""Reads of licences."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from leyiban.credentials.errors import LicenceNotFound
from leyiban.credentials.models import Licence
from leyiban.credentials.states import NATIONAL_CODES, LicenceStatus
from leyiban.kernel.actors import Actor
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.moments import city_date


@dataclass(frozen=True, slots=True)
class PublicLicence:
    """What anybody who scans a licence may know: whether it is valid now, and just enough to compare.

    ``digest`` (``sha256:…``) lets anyone check that a file is the very one that was sealed. ``replaces`` and
    ``replaced_by`` are identifiers: of the licence before it and after it.
    """

    identifier: str
    name: str
    number: str
    holder: str
    issuer: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None
    status: LicenceStatus
    national_code: str
    digest: str
    checked_at: dt.datetime
    replaces: str | None = None
    replaced_by: str | None = None


def public_licence(identifier: str, *, now: dt.datetime) -> PublicLicence:
    """The licence as the world sees it at this moment.

    Raises:
        LicenceNotFound: none with this identifier was ever sealed.
    """
    row = (
        Licence.objects.select_related("issuer", "replaces", "replaced_by")
        .filter(identifier=normalise(identifier))
        .exclude(status=LicenceStatus.PREPARING)
        .first()
    )
    if row is None:
        raise LicenceNotFound
    status = row.status_on(city_date(now))
    return PublicLicence(
        identifier=row.identifier,
        name=row.name,
        number=row.number,
        holder=row.holder_label,
        issuer=row.issuer.name,
        issued_on=row.issued_on,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        status=status,
        national_code=NATIONAL_CODES[status],
        digest=row.digest,
        checked_at=now,
        replaces=None if row.replaces is None else row.replaces.identifier,
        replaced_by=_successor(row),
    )


def _successor(licence: Licence) -> str | None:
    """The licence that took its place; one that is still being made has not."""
    if licence.status != LicenceStatus.REPLACED:
        return None
    return licence.replaced_by.identifier


def licence_for_office(actor: Actor, identifier: str) -> Licence:
    """A sealed licence that the actor's agency issued, with what was done to it.

    Raises:
        LicenceNotFound: there is none, or another agency issued it.
    """
    agencies = {post.agency_id for post in actor.posts}
    row = (
        Licence.objects.select_related("issuer")
        .prefetch_related("changes")
        .filter(identifier=normalise(identifier), issuer_id__in=agencies)
        .exclude(status=LicenceStatus.PREPARING)
        .first()
    )
    if row is None:
        raise LicenceNotFound
    return row


def licence_of_holder(actor: Actor, identifier: str) -> Licence:
    """A licence of the actor, or of a principal whom he serves in all matters.

    Raises:
        LicenceNotFound.
    """
    row = visible_to(actor).filter(identifier=normalise(identifier)).first()
    if row is None:
        raise LicenceNotFound
    return row


def licence_of_case(case_number: str) -> Licence | None:
    """The sealed licence that this case ended in."""
    sealed = Licence.objects.exclude(status=LicenceStatus.PREPARING)
    return sealed.filter(case_number=case_number).first()


def held_licences(*, holder_id: int, type_code: str, on: dt.date, lock: bool = False) -> tuple[Licence, ...]:
    """The holder's licences of one type that are valid on a day, the newest first. Locked, they stay so."""
    rows = Licence.objects.filter(holder_id=holder_id, type_code=type_code, status=LicenceStatus.VALID)
    found = rows.select_for_update() if lock else rows
    return tuple(each for each in found.order_by("-pk") if each.status_on(on) is LicenceStatus.VALID)


def visible_to(actor: Actor) -> QuerySet[Licence]:
    """The actor's own licences and those of principals whom he serves in all matters; an office sees those it
    issued."""
    agencies = {post.agency_id for post in actor.posts}
    if agencies:
        return Licence.objects.filter(issuer_id__in=agencies)
    return Licence.objects.filter(holder_id__in=actor.parties_in_all_matters).exclude(
        status=LicenceStatus.PREPARING
    )
