"""The only writes to licences."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from leyiban.credentials.errors import (
    ChangeNeedsReasons,
    ChangeNotAllowed,
    ChangeNotPossible,
    FraudRevokes,
    LicenceNotFound,
)
from leyiban.credentials.faces import Own, OwnFacts, Surface, full_face, label_of, printed_face
from leyiban.credentials.kinds import (
    LicenceChanged,
    LicenceIssued,
    LicenceRenewalClosed,
    LicenceRenewalOpened,
    LicenceReplaced,
)
from leyiban.credentials.models import Licence, LicenceChangeRecord, LicenceSeries
from leyiban.credentials.papers_of_law import LicencePaper, SurfaceLine
from leyiban.credentials.recording import LICENCE, record
from leyiban.credentials.revoking import check_heard, decides_on
from leyiban.credentials.states import CHANGES, Change, LicenceStatus
from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import commit
from leyiban.kernel.documents import operations as documents
from leyiban.kernel.documents.models import Document
from leyiban.kernel.documents.typesetting import Imprint
from leyiban.kernel.identifiers.licences import licence_identifier
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency, Party

__all__ = [
    "LICENCE",
    "Grant",
    "change_licence",
    "close_renewal",
    "mark_reminded",
    "open_renewal",
    "prepare_licence",
    "record_sealed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a granted case says about its licence. ``surface`` are (label, text) pairs, where an
    :class:`~leyiban.credentials.faces.Own` stands for what only this domain knows. ``decision_entry`` is the
    id of the ledger entry of the decision: no decision record, no seal. ``replaces`` is the identifier of the licence
    whose place this one takes and whose number it keeps."""

    case_number: str
    decision_entry: int
    holder: Party
    issuer: Agency
    type_code: str
    name: str
    number_prefix: str
    surface: Surface
    valid_from: dt.date
    valid_until: dt.date | None
    replaces: str = ""


def prepare_licence(*, grant: Grant, now: dt.datetime) -> Licence:
    """Give the licence its identifier and number and ask for its sealed paper. Once per case."""
    with transaction.atomic():
        existing = Licence.objects.filter(case_number=grant.case_number).first()
        if existing is not None:
            return existing
        issued_on = city_date(now)
        serial = _next_serial(grant, issued_on.year)
        earlier = _replaced(grant)
        number = f"{grant.number_prefix}{serial}" if earlier is None else earlier.number
        facts = OwnFacts(
            number=number,
            issuer=grant.issuer.name,
            issued_on=issued_on,
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
        )
        licence = Licence.objects.create(
            identifier=licence_identifier(type_code=grant.type_code, issuer=grant.issuer.uscc, serial=serial),
            type_code=grant.type_code,
            name=grant.name,
            number=number,
            holder=grant.holder,
            holder_label=grant.holder.label,
            issuer=grant.issuer,
            case_number=grant.case_number,
            surface=json.dumps(full_face(grant.surface, facts), ensure_ascii=False),
            issued_on=issued_on,
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
            replaces=earlier,
        )
        licence.document = _request_paper(licence, grant, facts, now)
        licence.save(update_fields=["document"])
        return licence


def _replaced(grant: Grant) -> Licence | None:
    """The licence whose place this grant takes, if another has not taken it already."""
    return Licence.objects.filter(identifier=grant.replaces, replaced_by__isnull=True).first()


def _next_serial(grant: Grant, year: int) -> str:
    key: dict[str, Any] = {"type_code": grant.type_code, "issuer": grant.issuer, "year": year}
    LicenceSeries.objects.get_or_create(**key)
    series = LicenceSeries.objects.select_for_update().get(**key)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{year}{series.last:06}"


def verification_address(identifier: str) -> str:
    """Where anybody sees whether the licence is valid now: what its QR code says."""
    return f"{settings.PUBLIC_URL}/licences/{identifier}"


def _request_paper(licence: Licence, grant: Grant, facts: OwnFacts, now: dt.datetime) -> Document:
    content = LicencePaper(
        name=licence.name,
        lines=tuple(SurfaceLine(label, text) for label, text in printed_face(grant.surface, facts)),
        office_label=label_of(grant.surface, Own.ISSUER),
        date_label=label_of(grant.surface, Own.ISSUED_ON),
        identifier=licence.identifier,
    )
    return documents.request(
        content=content,
        matter=documents.MatterRef("case", grant.case_number),
        occasion="grant",
        office=documents.Office(grant.issuer.uscc, grant.issuer.name, grant.issuer.short_name),
        dated=licence.issued_on,
        now=now,
        warrant_entry=grant.decision_entry,
        imprint=Imprint(
            code=licence.identifier,
            address=verification_address(licence.identifier),
            hint="扫码查验是否有效",
        ),
    )


def record_sealed(*, document: Document, digest: str, actor: Actor, now: dt.datetime) -> Licence | None:
    """The licence's paper is sealed: from now on it is in force. None when there is nothing new.

    Args:
        digest: ``sha256:…`` of the sealed file.
    """
    with transaction.atomic():
        licence = (
            Licence.objects.select_for_update(of=("self",))
            .select_related("issuer")
            .filter(document=document, status=LicenceStatus.PREPARING)
            .first()
        )
        if licence is None:
            return None
        licence.status, licence.digest = LicenceStatus.VALID, digest
        licence.save(update_fields=["status", "digest"])
        facts = LicenceIssued(
            type_code=licence.type_code,
            issuer=licence.issuer.uscc,
            case=licence.case_number,
            digest=digest,
            valid_from=licence.valid_from.isoformat(),
            valid_until=None if licence.valid_until is None else licence.valid_until.isoformat(),
        )
        record(licence, facts, actor, now)
        if licence.replaces_id is not None:
            _put_in_place(licence, licence.replaces_id, actor, now)
        return licence


def _put_in_place(licence: Licence, of: int, actor: Actor, now: dt.datetime) -> None:
    """The licence before it is replaced at the same moment; one that an office revoked meanwhile stays revoked."""
    earlier = Licence.objects.select_for_update(of=("self",)).get(pk=of)
    if earlier.status not in (LicenceStatus.VALID, LicenceStatus.SUSPENDED):
        return
    earlier.status, earlier.renewal_case, earlier.version = LicenceStatus.REPLACED, "", earlier.version + 1
    earlier.save(update_fields=["status", "renewal_case", "version"])
    record(earlier, LicenceReplaced(by=licence.identifier, case=licence.case_number), actor, now)


def open_renewal(*, identifier: str, case_number: str, actor: Actor, now: dt.datetime) -> None:
    """A renewal was asked for in time: until it is decided nobody sees the licence as simply expired. Twice is once."""
    with transaction.atomic():
        licence = Licence.objects.select_for_update().get(identifier=identifier)
        if licence.renewal_case == case_number or licence.status != LicenceStatus.VALID:
            return
        assert licence.valid_until is not None  # only a licence with an end is renewed
        licence.renewal_case, licence.version = case_number, licence.version + 1
        licence.save(update_fields=["renewal_case", "version"])
        facts = LicenceRenewalOpened(case=case_number, valid_until=licence.valid_until.isoformat())
        record(licence, facts, actor, now)


def close_renewal(*, identifier: str, case_number: str, actor: Actor, now: dt.datetime) -> None:
    """The renewal ended without a grant, or can no longer be granted by silence. Twice is once."""
    with transaction.atomic():
        licence = Licence.objects.select_for_update().get(identifier=identifier)
        if licence.renewal_case != case_number:
            return
        licence.renewal_case, licence.version = "", licence.version + 1
        licence.save(update_fields=["renewal_case", "version"])
        record(licence, LicenceRenewalClosed(case=case_number), actor, now)


def mark_reminded(*, identifier: str, on: dt.date) -> bool:
    """The holder is told that the licence ends. False: he was told before."""
    due = Licence.objects.filter(identifier=identifier, reminded_on__isnull=True)
    return bool(due.update(reminded_on=on))


def change_licence(
    *,
    identifier: str,
    change: Change,
    reasons: str,
    fraud: bool = False,
    actor: Actor,
    now: dt.datetime,
) -> Licence:
    """Suspend, restore, revoke or cancel a licence; its public page tells it at once. Before it is revoked its holder
    is heard (:mod:`leyiban.credentials.revoking`).

    Args:
        fraud: it was got by fraud or bribery (R14); a ground of revocation alone.

    Raises:
        LicenceNotFound, ChangeNotAllowed, ChangeNeedsReasons, ChangeNotPossible, FraudRevokes.
        RevocationNotAnnounced, HolderNotHeard, FraudNotAnnounced: its holder was not heard on it.
    """
    with transaction.atomic():
        licence = Licence.objects.select_for_update().filter(identifier=identifier).first()
        if licence is None:
            raise LicenceNotFound
        _check_change(licence, change, reasons, actor, now)
        if fraud and change is not Change.REVOKE:
            raise FraudRevokes
        if change is Change.REVOKE:
            check_heard(licence, fraud=fraud)
        licence.status = CHANGES[change][1]
        licence.save(update_fields=["status"])
        commitment = commit(reasons.encode())
        LicenceChangeRecord.objects.create(
            licence=licence,
            change=change,
            fraud=fraud,
            reasons=reasons,
            salt=commitment.salt,
            changed_by=actor.pseudonym,
            changed_at=now,
        )
        facts = LicenceChanged(change=change.value, status=licence.status, reasons=commitment.digest.hex())
        record(licence, facts, actor, now)
        return licence


def _check_change(licence: Licence, change: Change, reasons: str, actor: Actor, now: dt.datetime) -> None:
    if not decides_on(actor, licence):
        raise ChangeNotAllowed
    status = licence.status_on(city_date(now))
    if status not in CHANGES[change][0]:
        raise ChangeNotPossible(status=status.label, change=change.label)
    if not reasons.strip():
        raise ChangeNeedsReasons
