"""Take a sealed PDF apart and answer four questions separately (identity-and-codes §6).

Needs no database: trust comes from the roots that the caller names, never from the file.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from leyiban.seals.errors import NotSealed

_UNREADABLE = (
    PdfError,
    SignatureValidationError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
)
"""What the libraries raise over a file that somebody has damaged on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealVerdict:
    """One signature of a file.

    Args:
        seal_in_force: at the signing time the certificate had begun, not ended, and was not revoked.
        chain: the certificate was issued by one of the trusted roots.
        intact: not one byte of the whole file differs from what was signed.
        signature: the signature is of the key in the certificate.
        time_stamped: the signing time was confirmed by a time-stamp authority, not only claimed.
    """

    seal_in_force: bool
    chain: bool
    intact: bool
    signature: bool
    time_stamped: bool
    agency: str
    seal: str
    serial: str
    signed_at: dt.datetime | None

    @property
    def good(self) -> bool:
        return self.seal_in_force and self.chain and self.intact and self.signature


def verify_pdf(
    content: bytes,
    *,
    roots: Sequence[x509.Certificate],
    revocation_lists: Sequence[x509.CertificateRevocationList] = (),
    time_stamp_roots: Sequence[asn1_x509.Certificate] = (),
) -> tuple[SealVerdict, ...]:
    """The verdict on every signature in ``content``.

    Raises:
        NotSealed: it is no PDF, or bears no signature that can be read.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = list(reader.embedded_regular_signatures)
        verdicts = tuple(
            _verdict(each, content, roots, revocation_lists, time_stamp_roots) for each in signatures
        )
    except _UNREADABLE as unreadable:
        raise NotSealed from unreadable
    if not verdicts:
        raise NotSealed
    return verdicts


def _verdict(
    embedded: EmbeddedPdfSignature,
    content: bytes,
    roots: Sequence[x509.Certificate],
    lists: Sequence[x509.CertificateRevocationList],
    time_stamp_roots: Sequence[asn1_x509.Certificate],
) -> SealVerdict:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    status = validate_pdf_signature(
        embedded,
        signer_validation_context=_trusting(()),  # the chain is asked about separately
        ts_validation_context=_trusting(time_stamp_roots),
        skip_diff=True,
    )
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
    signed_at = stamp.timestamp if stamp is not None and stamped else embedded.self_reported_timestamp
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return SealVerdict(
        seal_in_force=signed_at is not None and in_force(certificate, signed_at, roots=roots, lists=lists),
        chain=any(_issued_by(certificate, root) for root in roots),
        intact=bool(status.intact) and whole and _is_wrapped_as_written(embedded, content),
        signature=bool(status.valid),
        time_stamped=stamped,
        agency=_named(certificate, NameOID.ORGANIZATION_NAME),
        seal=_named(certificate, NameOID.COMMON_NAME),
        serial=f"{certificate.serial_number:x}",
        signed_at=signed_at,
    )


def _is_wrapped_as_written(embedded: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the signature stands in the file as our signer writes it: upper-case hex, then zeros, and the
    roots that it carries along whole. No signature covers these bytes.
    """
    start, length, resume, _ = embedded.byte_range
    wrapped = content[start + length : resume]
    inside = bytes.fromhex(wrapped[1:-1].decode("ascii"))
    padding = inside[asn1_parser.peek(inside) :]
    carried = (x509.load_der_x509_certificate(each.dump()) for each in embedded.other_embedded_certs)
    return (
        wrapped == b"<%s>" % inside.hex().upper().encode()
        and not any(padding)
        and all(_issued_by(each, each) for each in carried)
    )


def in_force(
    certificate: x509.Certificate,
    at: dt.datetime,
    *,
    roots: Sequence[x509.Certificate],
    lists: Sequence[x509.CertificateRevocationList],
) -> bool:
    """Whether the certificate had begun, not ended and was not revoked at ``at``.

    A list counts only when one of ``roots`` has signed it.
    """
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return False
    for each in lists:
        if not any(_signed_by(each, root) for root in roots):
            continue
        entry = each.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and entry.revocation_date_utc <= at:
            return False
    return True


def _issued_by(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _signed_by(revocation_list: x509.CertificateRevocationList, root: x509.Certificate) -> bool:
    key = root.public_key()
    return isinstance(key, ec.EllipticCurvePublicKey) and revocation_list.is_signature_valid(key)


def _trusting(roots: Sequence[asn1_x509.Certificate]) -> ValidationContext:
    return ValidationContext(trust_roots=list(roots), allow_fetching=False, revocation_mode="soft-fail")


def _named(certificate: x509.Certificate, attribute: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(attribute)
    return str(found[0].value) if found else ""
