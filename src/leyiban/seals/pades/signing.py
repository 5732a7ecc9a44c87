"""Sign a PDF with a key that stays in its store (PAdES B-B; B-T with a time-stamp authority; with the
revocation list inside, B-LT)."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from asn1crypto import algos
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from leyiban.kernel.documents.typesetting import SealPlace
from leyiban.seals.keystore.port import KeyStore
from leyiban.seals.pades.appearance import SealStampStyle, field_at

_BESIDE_CERTIFICATES = 2048  # bytes; signature, signed attributes and frame take some 600
_DIGEST = "sha256"
_LONGEST_ECDSA = 72  # bytes of a DER signature over P-256
_BESIDE_SIGNATURE = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingKey:
    """All that signs: the certificate, its issuer, the issuer's revocation list (DER each), the key's id."""

    store: KeyStore
    key_id: str
    certificate: bytes
    issuer: bytes
    revocation_list: bytes
    time_stamp_roots: tuple[asn1_x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleSeal:
    """What a reader sees: ``picture`` is a one-page PDF, ``agency`` who seals."""

    picture: bytes
    place: SealPlace
    diameter_mm: float
    agency: str


class StoreSigner(Signer):
    """Hands digests to the key store."""

    def __init__(self, key: SealingKey) -> None:
        registry = SimpleCertificateStore()
        registry.register(asn1_x509.Certificate.load(key.issuer))
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(key.certificate),
            cert_registry=registry,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(_LONGEST_ECDSA)
        return self._key.store.sign(self._key.key_id, hashlib.new(digest_algorithm, data).digest())


class _Revision(IncrementalPdfFileWriter):
    """Adds a revision and leaves the document's metadata alone.

    The library would write the metadata anew, with the machine's clock and with other prefixes than PDF/A
    asks for; the typesetter's own still holds, as sealing does not change what the document says.
    """

    def _update_meta(self) -> None:
        pass


class _SignerAt(PdfSigner):
    """Signs with the moment it is given instead of the machine's clock."""

    at: dt.datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def sign_pdf(
    pdf: bytes,
    *,
    key: SealingKey,
    seal: VisibleSeal,
    reason: str,
    now: dt.datetime,
    time_stamper: TimeStamper | None = None,
) -> bytes:
    """``pdf`` with one more revision that holds signature, visible seal, certificates and revocation list.

    The signature covers the whole file. ``now`` is the signing time that is claimed.

    Raises:
        KeyNotThere, TimestampUnavailable
    """
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(key.issuer), *key.time_stamp_roots],
        crls=[asn1_crl.CertificateList.load(key.revocation_list)],
        allow_fetching=False,
        moment=now,
        revocation_mode="soft-fail",
    )
    field = field_at(seal.place, name="Seal", diameter_mm=seal.diameter_mm)
    meta = PdfSignatureMetadata(
        field_name=field.sig_field_name,
        md_algorithm=_DIGEST,
        name=seal.agency,
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=context,
        dss_settings=_BESIDE_SIGNATURE,
    )
    signer = _SignerAt(
        meta,
        StoreSigner(key),
        timestamper=time_stamper,
        stamp_style=SealStampStyle(picture=seal.picture, border_width=0),
        new_field_spec=field,
    )
    signer.at = now
    room = None if time_stamper else _room_for_signature(key)
    signed: io.BytesIO = signer.sign_pdf(_Revision(io.BytesIO(pdf)), bytes_reserved=room)
    return signed.getvalue()


def _room_for_signature(key: SealingKey) -> int:
    """How many hexadecimal digits the container may take; the library fails loudly where it were too short.

    Left alone, the library signs twice, the first time to measure: a third of the work. Only what a time-stamping
    authority answers is of unknown length.
    """
    return 2 * (len(key.certificate) + len(key.issuer) + _BESIDE_CERTIFICATES)
