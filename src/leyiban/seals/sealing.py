"""Fill the kernel's port ``Sealing``: seal one document under one warrant, and record it."""

import datetime as dt
import hashlib

from cryptography.hazmat.primitives import serialization
from django.db import IntegrityError, transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.documents.sealing import Sealed, SealOrder
from leyiban.kernel.ledger.installed import check_nothing_forgotten
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.seals.authority.certificates import from_pem
from leyiban.seals.authority.operations import fresh_revocation_list
from leyiban.seals.errors import NoSealInForce, WarrantSpent
from leyiban.seals.keystore import configured_key_store
from leyiban.seals.kinds import SealUsed
from leyiban.seals.life import SealKind, State
from leyiban.seals.models import ESeal, SealUse
from leyiban.seals.pades.signing import SealingKey, VisibleSeal, sign_pdf
from leyiban.seals.pictures import DIAMETER_MM, Form, draw_seal
from leyiban.seals.signatures import Algorithm, provider
from leyiban.seals.timestamps import configured_time_stamper, trusted_time_stamp_roots
from leyiban.seals.warrants import check_warrant


def use_seal(order: SealOrder, *, actor: Actor, now: dt.datetime) -> Sealed:
    """Seal ``order.pdf``; the use is a row and a ledger entry of the caller's transaction.

    Raises:
        NoWarrant: the ledger holds no decision that allows it.
        NoSealInForce: the agency has no active seal of this kind, at the beginning or at the end.
        WarrantSpent: the decision sealed another such paper, or the document is sealed already.
        LedgerBehind, LedgerForked: an older backup was restored, or something was rewritten.
        KeyNotThere, TimestampUnavailable
    """
    check_nothing_forgotten()
    check_warrant(order.warrant)
    seal = _seal_in_force(order)
    signed = _signed(order, seal, now=now)
    detached = _detached_signature(seal, signed)
    with transaction.atomic():
        _record(order, seal, signed, detached, actor=actor, now=now)
    return Sealed(signed, seal.key)


def _seal_in_force(order: SealOrder) -> ESeal:
    seal = (
        ESeal.objects.select_related("authority")
        .filter(agency_key=order.agency_key, kind=order.seal_kind, state=State.ACTIVE)
        .first()
    )
    if seal is None:
        raise NoSealInForce(seal=SealKind(order.seal_kind).label)
    return seal


def _signed(order: SealOrder, seal: ESeal, *, now: dt.datetime) -> bytes:
    kind = SealKind(seal.kind)
    return sign_pdf(
        order.pdf,
        key=SealingKey(
            store=configured_key_store(),
            key_id=seal.key_id,
            certificate=_der(seal.certificate),
            issuer=_der(seal.authority.certificate),
            revocation_list=fresh_revocation_list(seal.authority, now=now),
            time_stamp_roots=trusted_time_stamp_roots(),
        ),
        seal=VisibleSeal(
            picture=draw_seal(agency=seal.agency_name, title=kind.inscription, form=Form.PDF),
            place=order.place,
            diameter_mm=DIAMETER_MM,
            agency=seal.agency_name,
        ),
        reason=str(kind.label),
        now=now,
        time_stamper=configured_time_stamper(),
    )


def _detached_signature(seal: ESeal, signed: bytes) -> bytes:
    return configured_key_store().sign(seal.sm2_key_id, provider(Algorithm.SM2).digest(signed))


def _record(
    order: SealOrder, seal: ESeal, signed: bytes, detached: bytes, *, actor: Actor, now: dt.datetime
) -> None:
    """Write the use. The seal is locked only now, so that signing does not make others wait; that it is
    still in force is asked again under the lock."""
    locked = ESeal.objects.select_for_update().get(pk=seal.pk)
    if locked.state != State.ACTIVE:
        raise NoSealInForce(seal=SealKind(order.seal_kind).label)
    digest = hashlib.sha256(signed).hexdigest()
    try:
        with transaction.atomic():
            SealUse.objects.create(
                seal=locked,
                document=order.document,
                template=order.template,
                matter_kind=order.warrant.matter_kind,
                matter_key=order.warrant.matter_key,
                warrant_entry=order.warrant.entry_id,
                digest=digest,
                sm2_signature=detached,
                used_by=actor.pseudonym,
                used_at=now,
            )
    except IntegrityError as spent:
        raise WarrantSpent from spent
    locked.version += 1
    locked.save(update_fields=["version"])
    append(
        facts=SealUsed(
            seal=locked.key,
            digest=f"sha256:{digest}",
            document=order.document,
            template=order.template,
            matter_kind=order.warrant.matter_kind,
            matter_key=order.warrant.matter_key,
            warrant=order.warrant.entry_id,
        ),
        subject=Subject("seal", locked.key, locked.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )


def _der(pem: str) -> bytes:
    return from_pem(pem).public_bytes(serialization.Encoding.DER)
