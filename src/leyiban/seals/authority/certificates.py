"""X.509 of the city's authority (RFC 5280, ECDSA P-256 with SHA-256). Pure but for the signing key."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from leyiban.seals.authority.stored_key import StoredKey

DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_LONGEST_NAME: Final = 64  # RFC 5280, appendix A
_CLOCKS_DIFFER: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Period:
    """A certificate's life. It begins a little before ``start``, as clocks of others run behind."""

    start: dt.datetime
    end: dt.datetime

    @classmethod
    def of_years(cls, start: dt.datetime, years: int) -> "Period":
        return cls(start, start + dt.timedelta(days=round(365.2425 * years)))


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that no longer counts since ``at``."""

    serial: int
    at: dt.datetime
    reason: x509.ReasonFlags


def root_certificate(*, city: str, name: str, key: StoredKey, period: Period) -> x509.Certificate:
    """The self-signed certificate of the city's authority; it may issue end certificates and lists only."""
    subject = _name(organisation=city, common_name=name)
    public = key.public_key()
    return (
        _begun(subject, subject, public, period)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )


def seal_certificate(
    *,
    agency: str,
    seal: str,
    public_key: bytes,
    issuer: x509.Certificate,
    issuer_key: StoredKey,
    period: Period,
    crl_address: str = "",
) -> x509.Certificate:
    """The certificate of one seal: the agency is the organisation, the seal's name the common name."""
    public = serialization.load_der_public_key(public_key)
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError("a seal's key is an elliptic-curve key")
    builder = (
        _begun(_name(organisation=agency, common_name=seal), issuer.subject, public, period)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if crl_address:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_address)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def revocation_list(
    *,
    issuer: x509.Certificate,
    issuer_key: StoredKey,
    revoked: Iterable[Revoked],
    number: int,
    at: dt.datetime,
    next_update: dt.datetime,
) -> x509.CertificateRevocationList:
    """The list of everything revoked so far. ``number`` grows by one with each list."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at)
        .next_update(next_update)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    for each in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(each.serial)
            .revocation_date(each.at)
            .add_extension(x509.CRLReason(each.reason), critical=False)
            .build()
        )
    return builder.sign(issuer_key, hashes.SHA256())


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def from_pem(text: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(text.encode("ascii"))


def _begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, period: Period
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(period.start - _CLOCKS_DIFFER)
        .not_valid_after(period.end)
    )


def _name(*, organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:_LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:_LONGEST_NAME]),
        ]
    )


def _key_usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
