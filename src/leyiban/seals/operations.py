"""The only writes to seals. Each step of a seal's life is one operation and one ledger entry."""

import datetime as dt
import hashlib
import secrets
from typing import Final

from django.conf import settings
from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.seals.authority.certificates import Period, from_pem, pem, seal_certificate
from leyiban.seals.authority.operations import (
    certificate_digest,
    ensure_city_authority,
    publish_revocation_list,
)
from leyiban.seals.authority.stored_key import StoredKey
from leyiban.seals.errors import NoAuthority, SealMoveNotLawful, SealNotFound, SecondPersonNeeded
from leyiban.seals.keystore import configured_key_store
from leyiban.seals.kinds import SealApplied, SealMade, SealMoved
from leyiban.seals.life import STEPS, Move, SealKind, State
from leyiban.seals.models import Authority, ESeal
from leyiban.seals.pictures import Form, draw_seal
from leyiban.seals.sealing import use_seal
from leyiban.seals.signatures import Algorithm

__all__ = [
    "activate_seal",
    "apply_for_seal",
    "approve_seal",
    "destroy_seal",
    "ensure_city_authority",
    "make_seal",
    "make_seal_keys",
    "publish_revocation_list",
    "refuse_seal",
    "replace_seal",
    "report_seal_lost",
    "resume_seal",
    "suspend_seal",
    "use_seal",
]

SEAL_YEARS: Final = 10
PACK: Final = "city-pack"
"""Who approves the seals that a city's own pack lists: the pack was published by two people's hands."""


def apply_for_seal(
    *, city: str, agency_key: str, agency_name: str, kind: SealKind, actor: Actor, now: dt.datetime
) -> ESeal:
    """Ask for a seal of ``kind`` for an agency.

    Raises:
        NoAuthority: the city has none yet. AgencyNameNotDrawable: the name cannot be written on a seal.
    """
    authority = Authority.objects.filter(city=city).first()
    if authority is None:
        raise NoAuthority
    draw_seal(agency=agency_name, title=kind.inscription, form=Form.SVG)
    with transaction.atomic():
        seal = ESeal.objects.create(
            key=f"seal-{secrets.token_hex(6)}",
            authority=authority,
            agency_key=agency_key,
            agency_name=agency_name,
            kind=kind,
            since=now,
            applied_by=actor.pseudonym,
            applied_at=now,
        )
        _note(seal, SealApplied(agency=agency_key, seal_kind=kind.value), actor=actor, now=now)
    return seal


def approve_seal(*, seal_key: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Raises:
    SecondPersonNeeded: the applicant himself. SealNotFound, SealMoveNotLawful
    """
    with transaction.atomic():
        seal = _locked(seal_key, Move.APPROVE)
        return _approve(seal, approver=actor.pseudonym, actor=actor, now=now)


def _approve(seal: ESeal, *, approver: str, actor: Actor, now: dt.datetime) -> ESeal:
    if approver == seal.applied_by:
        raise SecondPersonNeeded
    seal.approved_by = approver
    return _move(seal, Move.APPROVE, actor=actor, now=now)


def refuse_seal(*, seal_key: str, ground: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Turn an application down; ``ground`` is a code."""
    with transaction.atomic():
        return _move(_locked(seal_key, Move.REFUSE), Move.REFUSE, ground=ground, actor=actor, now=now)


def make_seal_keys(*, seal_key: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Make the seal itself (制章): two keys inside the store, and the certificate of the first.

    Raises:
        SealNotFound, SealMoveNotLawful, KeyNotThere: the authority's key is not in the store.
    """
    with transaction.atomic():
        seal = _locked(seal_key, Move.MAKE)
        store, authority = configured_key_store(), seal.authority
        seal.key_id, seal.sm2_key_id = f"{seal.key}-p256", f"{seal.key}-sm2"
        for key_id, algorithm in ((seal.key_id, Algorithm.ECDSA_P256), (seal.sm2_key_id, Algorithm.SM2)):
            store.destroy(key_id)  # left behind by an attempt that did not commit
            store.create(key_id, algorithm)
        certificate = seal_certificate(
            agency=seal.agency_name,
            seal=str(SealKind(seal.kind).label),
            public_key=store.public_key(seal.key_id),
            issuer=from_pem(authority.certificate),
            issuer_key=StoredKey(store, authority.key_id),
            period=Period.of_years(now, getattr(settings, "SEAL_YEARS", SEAL_YEARS)),
        )
        sm2_key = store.public_key(seal.sm2_key_id)
        seal.certificate, seal.serial = pem(certificate), f"{certificate.serial_number:x}"
        seal.sm2_public_key, seal.made_at = sm2_key.hex(), now
        seal.state, seal.since = State.MADE, now
        facts = SealMade(
            agency=seal.agency_key,
            seal_kind=seal.kind,
            certificate=certificate_digest(certificate),
            sm2_key=f"sha256:{hashlib.sha256(sm2_key).hexdigest()}",
        )
        _note(seal, facts, actor=actor, now=now)
    return seal


def activate_seal(*, seal_key: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Put a made seal into use. An agency has one active seal of a kind.

    Raises:
        SealMoveNotLawful: another one is active, or this one is not freshly made. SealNotFound
    """
    with transaction.atomic():
        seal = _locked(seal_key, Move.ACTIVATE)
        _refuse_second_active(seal)
        seal.activated_at = now
        return _move(seal, Move.ACTIVATE, actor=actor, now=now)


def suspend_seal(*, seal_key: str, ground: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Take a seal out of use for a while; it is on the revocation list until it is resumed."""
    return _revoke(seal_key, Move.SUSPEND, ground=ground, actor=actor, now=now)


def resume_seal(*, seal_key: str, ground: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Put a suspended seal back into use; the list no longer names it."""
    with transaction.atomic():
        seal = _locked(seal_key, Move.RESUME)
        _refuse_second_active(seal)
        seal.revoked_at = None
        _move(seal, Move.RESUME, ground=ground, actor=actor, now=now)
        publish_revocation_list(city=seal.authority.city, now=now)
    return seal


def report_seal_lost(
    *, seal_key: str, ground: str, actor: Actor, now: dt.datetime, lost_since: dt.datetime | None = None
) -> ESeal:
    """The key may be in other hands: signatures since ``lost_since`` (else ``now``) do not count."""
    return _revoke(seal_key, Move.REPORT_LOST, ground=ground, actor=actor, now=now, since=lost_since)


def replace_seal(*, seal_key: str, successor_key: str, ground: str, actor: Actor, now: dt.datetime) -> ESeal:
    """Put a made seal of the same agency and kind in the place of this one; returns the successor.

    Raises:
        SealMoveNotLawful: the successor is not a made seal of the same agency and kind. SealNotFound
    """
    with transaction.atomic():
        first, second = sorted((seal_key, successor_key))
        locked = {key: _locked(key) for key in (first, second)}
        old, successor = locked[seal_key], locked[successor_key]
        if (old.agency_key, old.kind) != (successor.agency_key, successor.kind):
            raise SealMoveNotLawful(state=successor.get_state_display())
        _refuse_unlawful(old, Move.REPLACE)
        _refuse_unlawful(successor, Move.ACTIVATE)
        old.revoked_at, old.successor = old.revoked_at or now, successor
        _move(old, Move.REPLACE, ground=ground, successor=successor.key, actor=actor, now=now)
        successor.activated_at = now
        _move(successor, Move.ACTIVATE, actor=actor, now=now)
        publish_revocation_list(city=old.authority.city, now=now)
    return successor


def destroy_seal(*, seal_key: str, ground: str, actor: Actor, now: dt.datetime) -> ESeal:
    """End a seal for good: its keys are destroyed when the transaction has committed."""
    seal = _revoke(seal_key, Move.DESTROY, ground=ground, actor=actor, now=now)
    store = configured_key_store()
    for key_id in (seal.key_id, seal.sm2_key_id):
        transaction.on_commit(lambda doomed=key_id: store.destroy(doomed))  # type: ignore[misc]
    return seal


def make_seal(
    *, city: str, agency_key: str, agency_name: str, kind: SealKind, actor: Actor, now: dt.datetime
) -> ESeal:
    """The agency's active seal of ``kind``; made at once, with all steps on the ledger, when there is none.

    For the loader of a city's pack: the pack itself is the approval.

    Raises:
        NoAuthority, AgencyNameNotDrawable, KeyNotThere
    """
    with transaction.atomic():
        Authority.objects.select_for_update().filter(city=city).first()  # two loaders make one seal
        existing = ESeal.objects.filter(agency_key=agency_key, kind=kind, state=State.ACTIVE).first()
        if existing is not None:
            return existing
        seal = apply_for_seal(
            city=city, agency_key=agency_key, agency_name=agency_name, kind=kind, actor=actor, now=now
        )
        _approve(_locked(seal.key, Move.APPROVE), approver=PACK, actor=actor, now=now)
        make_seal_keys(seal_key=seal.key, actor=actor, now=now)
        return activate_seal(seal_key=seal.key, actor=actor, now=now)


def _revoke(
    seal_key: str,
    move: Move,
    *,
    ground: str,
    actor: Actor,
    now: dt.datetime,
    since: dt.datetime | None = None,
) -> ESeal:
    with transaction.atomic():
        seal = _locked(seal_key, move)
        seal.revoked_at = min(filter(None, (seal.revoked_at, since, now)))
        _move(seal, move, ground=ground, actor=actor, now=now)
        publish_revocation_list(city=seal.authority.city, now=now)
    return seal


def _locked(seal_key: str, move: Move | None = None) -> ESeal:
    seal = (
        ESeal.objects.select_for_update(of=("self",)).select_related("authority").filter(key=seal_key).first()
    )
    if seal is None:
        raise SealNotFound
    if move is not None:
        _refuse_unlawful(seal, move)
    return seal


def _refuse_unlawful(seal: ESeal, move: Move) -> None:
    if State(seal.state) not in STEPS[move].sources:
        raise SealMoveNotLawful(state=seal.get_state_display())


def _refuse_second_active(seal: ESeal) -> None:
    if ESeal.objects.filter(agency_key=seal.agency_key, kind=seal.kind, state=State.ACTIVE).exists():
        raise SealMoveNotLawful(state=State.ACTIVE.label)


def _move(
    seal: ESeal,
    move: Move,
    *,
    actor: Actor,
    now: dt.datetime,
    ground: str | None = None,
    successor: str | None = None,
) -> ESeal:
    seal.state, seal.since = STEPS[move].target, now
    facts = SealMoved(move=move.value, state=seal.state, ground=ground, successor=successor)
    _note(seal, facts, actor=actor, now=now)
    return seal


def _note(seal: ESeal, facts: object, *, actor: Actor, now: dt.datetime) -> None:
    """Save the seal with its next version, and append the entry that has this version as its seq."""
    seal.version += 1
    seal.save()
    append(
        facts=facts,
        subject=Subject("seal", seal.key, seal.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )
