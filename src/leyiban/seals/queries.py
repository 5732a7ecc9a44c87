"""Reads of seals, for screens, the public verification page, and those who check from outside."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from cryptography import x509
from django.db.models import Count

from leyiban.seals.authority.certificates import from_pem
from leyiban.seals.errors import NoAuthority, SealNotFound
from leyiban.seals.life import SealKind, State
from leyiban.seals.models import Authority, ESeal, SealUse
from leyiban.seals.pades.verifying import SealVerdict, verify_pdf
from leyiban.seals.signatures import Algorithm, provider
from leyiban.seals.timestamps import trusted_time_stamp_roots

__all__ = [
    "SealedFile",
    "Uses",
    "active_seal",
    "city_ca_pem",
    "revocation_list_der",
    "seal_by_key",
    "uses_between",
    "verify_sealed_file",
]


def city_ca_pem(city: str) -> str:
    """The root certificate of the city's authority: what a verifier outside is given.

    Raises:
        NoAuthority
    """
    return _authority(city).certificate


def revocation_list_der(city: str) -> bytes:
    """Raises:
    NoAuthority
    """
    return bytes(_authority(city).list_der)


def _authority(city: str) -> Authority:
    authority = Authority.objects.filter(city=city).first()
    if authority is None:
        raise NoAuthority
    return authority


def seal_by_key(key: str) -> ESeal:
    """Raises:
    SealNotFound
    """
    seal = ESeal.objects.select_related("authority").filter(key=key).first()
    if seal is None:
        raise SealNotFound
    return seal


def active_seal(*, agency_key: str, kind: SealKind) -> ESeal | None:
    return ESeal.objects.filter(agency_key=agency_key, kind=kind, state=State.ACTIVE).first()


@dataclass(frozen=True, slots=True)
class Uses:
    """How often an agency's seals of one kind were used."""

    agency: str
    kind: SealKind
    count: int


def uses_between(start: dt.datetime, end: dt.datetime) -> tuple[Uses, ...]:
    """The count of uses that is published (F3.2), from ``start`` until before ``end``."""
    counted = (
        SealUse.objects.filter(used_at__gte=start, used_at__lt=end)
        .values_list("seal__agency_name", "seal__kind")
        .annotate(uses=Count("pk"))
        .order_by("seal__agency_name", "seal__kind")
    )
    return tuple(Uses(agency, SealKind(kind), count) for agency, kind, count in counted)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """All that is known of a sealed file.

    ``use`` is our own record of the sealing, found by the digest of the whole file, and None for a file
    that we never sealed. ``sm2`` says whether the detached SM2 signature of that record holds.
    """

    verdicts: tuple[SealVerdict, ...]
    use: SealUse | None
    sm2: bool

    @property
    def good(self) -> bool:
        return self.use is not None and all(verdict.good for verdict in self.verdicts)


def verify_sealed_file(content: bytes) -> SealedFile:
    """Hold a file against all authorities of this installation and against the record of uses.

    Raises:
        NotSealed
    """
    authorities = list(Authority.objects.order_by("pk"))
    verdicts = verify_pdf(
        content,
        roots=[from_pem(authority.certificate) for authority in authorities],
        revocation_lists=[
            x509.load_der_x509_crl(bytes(authority.list_der))
            for authority in authorities
            if authority.list_der
        ],
        time_stamp_roots=trusted_time_stamp_roots(),
    )
    digest = hashlib.sha256(content).hexdigest()
    use = SealUse.objects.select_related("seal").filter(digest=digest).first()
    return SealedFile(verdicts, use, sm2=use is not None and _sm2_holds(use, content))


def _sm2_holds(use: SealUse, content: bytes) -> bool:
    return provider(Algorithm.SM2).verify(
        public_key=bytes.fromhex(use.seal.sm2_public_key),
        message=content,
        signature=bytes(use.sm2_signature),
    )
