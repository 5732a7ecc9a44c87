"""Writes to a city's authority: found it, and keep its revocation list fresh."""

import datetime as dt
import hashlib
import secrets
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.seals.authority.certificates import (
    Period,
    Revoked,
    from_pem,
    pem,
    revocation_list,
    root_certificate,
)
from leyiban.seals.authority.stored_key import StoredKey
from leyiban.seals.errors import NoAuthority
from leyiban.seals.keystore import configured_key_store
from leyiban.seals.kinds import AuthorityCreated
from leyiban.seals.life import State
from leyiban.seals.models import Authority, ESeal
from leyiban.seals.signatures import Algorithm

ROOT_YEARS: Final = 30
LIST_DAYS: Final = 30
_RENEW_DAYS_BEFORE_END: Final = 15

_REASONS: Final = {
    State.SUSPENDED: x509.ReasonFlags.certificate_hold,
    State.LOST: x509.ReasonFlags.key_compromise,
    State.REPLACED: x509.ReasonFlags.superseded,
    State.DESTROYED: x509.ReasonFlags.cessation_of_operation,
}


def ensure_city_authority(*, city: str, city_name: str, actor: Actor, now: dt.datetime) -> Authority:
    """The authority of ``city`` (a division code); founded with a new root key when there is none yet."""
    if existing := Authority.objects.filter(city=city).first():
        return existing
    store, key_id = configured_key_store(), f"root-{secrets.token_hex(6)}"
    store.create(key_id, Algorithm.ECDSA_P256)
    name = f"{city_name}电子印章根证书"
    certificate = root_certificate(
        city=city_name,
        name=name,
        key=StoredKey(store, key_id),
        period=Period.of_years(now, getattr(settings, "SEAL_ROOT_YEARS", ROOT_YEARS)),
    )
    with transaction.atomic():
        authority, created = Authority.objects.get_or_create(
            city=city,
            defaults={
                "name": name,
                "certificate": pem(certificate),
                "key_id": key_id,
                "created_at": now,
                "version": 1,
            },
        )
        if created:
            append(
                facts=AuthorityCreated(city=city, certificate=certificate_digest(certificate)),
                subject=Subject("seal_authority", city, 1),
                actor=actor,
                happened_at=now,
                entered_at=now,
            )
            publish_revocation_list(city=city, now=now)
    if not created:  # somebody else founded it at the same instant
        store.destroy(key_id)
    authority.refresh_from_db()
    return authority


def publish_revocation_list(*, city: str, now: dt.datetime) -> Authority:
    """Sign a new list of all seals that are out of force.

    Raises:
        NoAuthority, KeyNotThere
    """
    with transaction.atomic():
        authority = Authority.objects.select_for_update().filter(city=city).first()
        if authority is None:
            raise NoAuthority
        signed = revocation_list(
            issuer=from_pem(authority.certificate),
            issuer_key=StoredKey(configured_key_store(), authority.key_id),
            revoked=_revoked(authority),
            number=authority.list_number + 1,
            at=now,
            next_update=now + dt.timedelta(days=LIST_DAYS),
        )
        authority.list_number += 1
        authority.list_der = signed.public_bytes(serialization.Encoding.DER)
        authority.list_at, authority.list_until = now, now + dt.timedelta(days=LIST_DAYS)
        authority.save(update_fields=["list_number", "list_der", "list_at", "list_until"])
    return authority


def fresh_revocation_list(authority: Authority, *, now: dt.datetime) -> bytes:
    """The list in DER, signed anew when less than half of its life is left."""
    renew_from = now + dt.timedelta(days=_RENEW_DAYS_BEFORE_END)
    if authority.list_until is None or authority.list_until < renew_from:
        authority = publish_revocation_list(city=authority.city, now=now)
    return bytes(authority.list_der)


def _revoked(authority: Authority) -> list[Revoked]:
    seals = ESeal.objects.filter(authority=authority, revoked_at__isnull=False).order_by("pk")
    return [
        Revoked(int(seal.serial, 16), seal.revoked_at, _REASONS[State(seal.state)])
        for seal in seals
        if seal.revoked_at is not None
    ]


def certificate_digest(certificate: x509.Certificate) -> str:
    """How the ledger names a certificate."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    return f"sha256:{hashlib.sha256(der).hexdigest()}"
