"""The authority's certificates: a root made once, and a signer that may do nothing but stamp time."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sandbox.clock import now
from sandbox.keys import rsa_key

LIFE = dt.timedelta(days=20 * 365)
BEFORE = dt.timedelta(days=1)  # clocks of two machines differ


@dataclass(frozen=True, slots=True)
class Authority:
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    @property
    def chain_pem(self) -> bytes:
        return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in (self.certificate, self.root))


def open_authority(directory: Path) -> Authority:
    """The authority of this directory; made when there is none."""
    root_key = rsa_key(directory / "root-key.pem")
    key = rsa_key(directory / "signer-key.pem")
    root = _certificate(directory / "root.pem", lambda: _make_root(root_key))
    signer = _certificate(directory / "signer.pem", lambda: _make_signer(key, root_key, root))
    return Authority(key, signer, root)


def _certificate(path: Path, make: Callable[[], x509.Certificate]) -> x509.Certificate:
    if path.exists():
        return x509.load_pem_x509_certificate(path.read_bytes())
    certificate = make()
    draft = path.with_suffix(".new")
    draft.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    draft.replace(path)
    return certificate


def _make_root(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = _name("沙盒时间戳根证书")
    return (
        _builder(name, name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _make_signer(
    key: rsa.RSAPrivateKey, root_key: rsa.RSAPrivateKey, root: x509.Certificate
) -> x509.Certificate:
    return (
        _builder(_name("沙盒时间戳服务"), root.subject, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    moment = now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - BEFORE)
        .not_valid_after(moment + LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Leyiban sandbox"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )
