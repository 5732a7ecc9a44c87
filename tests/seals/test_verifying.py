"""Four answers, each on its own, without a database."""

import contextlib
import datetime as dt
import io
import re
from dataclasses import dataclass

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from leyiban.kernel.documents.typesetting import Attachment
from leyiban.seals.authority.certificates import (
    Period,
    Revoked,
    revocation_list,
    root_certificate,
    seal_certificate,
)
from leyiban.seals.authority.stored_key import StoredKey
from leyiban.seals.errors import NotSealed
from leyiban.seals.keystore.files import FileKeyStore
from leyiban.seals.pades.signing import SealingKey, VisibleSeal, sign_pdf
from leyiban.seals.pades.verifying import SealVerdict, verify_pdf
from leyiban.seals.pictures import Form, draw_seal
from leyiban.seals.signatures import Algorithm
from tests.kernel.documents.test_typesetting import set_paper

DER = serialization.Encoding.DER
NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Sealed:
    content: bytes
    root: x509.Certificate
    other_root: x509.Certificate
    certificate: x509.Certificate
    root_key: StoredKey

    def list_of(
        self, *revoked: Revoked, issuer_key: StoredKey | None = None
    ) -> x509.CertificateRevocationList:
        return revocation_list(
            issuer=self.root,
            issuer_key=issuer_key or self.root_key,
            revoked=revoked,
            number=2,
            at=NOW,
            next_update=NOW + 24 * HOUR,
        )


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    store = FileKeyStore(tmp_path_factory.mktemp("keys"), b"passphrase")
    for key_id in ("root", "other", "seal"):
        store.create(key_id, Algorithm.ECDSA_P256)
    root_key, other_key = StoredKey(store, "root"), StoredKey(store, "other")
    period = Period.of_years(NOW, 10)
    root = root_certificate(city="某市", name="某市电子印章根证书", key=root_key, period=period)
    other = root_certificate(city="某市", name="某市电子印章根证书", key=other_key, period=period)
    certificate = seal_certificate(
        agency="某市行政审批局",
        seal="受理专用章",
        public_key=store.public_key("seal"),
        issuer=root,
        issuer_key=root_key,
        period=period,
    )
    crl = revocation_list(
        issuer=root, issuer_key=root_key, revoked=(), number=1, at=NOW, next_update=NOW + 24 * HOUR
    )
    rendered = set_paper(attachment=Attachment("receipt.json", '{"a":1}', "收件凭证"))
    assert rendered.seal_place is not None
    content = sign_pdf(
        rendered.pdf,
        key=SealingKey(
            store=store,
            key_id="seal",
            certificate=certificate.public_bytes(DER),
            issuer=root.public_bytes(DER),
            revocation_list=crl.public_bytes(DER),
        ),
        seal=VisibleSeal(
            picture=draw_seal(agency="某市行政审批局", title="受理专用章", form=Form.PDF),
            place=rendered.seal_place,
            diameter_mm=42,
            agency="某市行政审批局",
        ),
        reason="受理专用章",
        now=NOW,
    )
    return Sealed(content, root, other, certificate, root_key)


def verdict(sealed: Sealed, content: bytes | None = None, **more: object) -> SealVerdict:
    trust = {"roots": [sealed.root], **more}
    (only,) = verify_pdf(sealed.content if content is None else content, **trust)  # type: ignore[arg-type]
    return only


@pytest.mark.proves("F3.3")
def test_all_four_are_good(sealed: Sealed) -> None:
    found = verdict(sealed, revocation_lists=[sealed.list_of()])
    assert found.good
    assert (found.agency, found.seal, found.signed_at) == ("某市行政审批局", "受理专用章", NOW)
    assert not found.time_stamped


def test_another_root_of_the_same_name_is_not_the_citys(sealed: Sealed) -> None:
    found = verdict(sealed, roots=[sealed.other_root])
    assert (found.chain, found.intact, found.signature) == (False, True, True)
    assert not verdict(sealed, roots=[]).good


def test_a_seal_revoked_before_signing_was_not_in_force_and_later_it_was(sealed: Sealed) -> None:
    def revoked(at: dt.datetime) -> x509.CertificateRevocationList:
        return sealed.list_of(Revoked(sealed.certificate.serial_number, at, x509.ReasonFlags.key_compromise))

    early = verdict(sealed, revocation_lists=[revoked(NOW - HOUR)])
    assert (early.seal_in_force, early.chain, early.intact, early.signature) == (False, True, True, True)
    assert verdict(sealed, revocation_lists=[revoked(NOW + HOUR)]).good


def test_a_list_that_the_root_did_not_sign_says_nothing(sealed: Sealed) -> None:
    store = sealed.root_key._store
    forged = sealed.list_of(
        Revoked(sealed.certificate.serial_number, NOW - HOUR, x509.ReasonFlags.key_compromise),
        issuer_key=StoredKey(store, "other"),
    )
    assert verdict(sealed, revocation_lists=[forged]).good


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_noticed(sealed: Sealed, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sealed.content) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = bytearray(sealed.content)
    changed[place] ^= flip
    with contextlib.suppress(NotSealed):  # no longer readable as a sealed file: that is noticing, too
        assert not all(each.good for each in verify_pdf(bytes(changed), roots=[sealed.root]))


def test_what_no_signature_covers_is_noticed_too(sealed: Sealed) -> None:
    """The room left behind the signature, the case of its letters, and the root that it carries along."""
    match = re.search(rb"/Contents\s*<([0-9A-F]+)>", sealed.content)
    assert match is not None
    start, end = match.span(1)
    letter = re.compile(rb"[A-F]").search(sealed.content, start)
    root = sealed.content.index(sealed.root.signature.hex().upper().encode(), start)
    assert letter is not None
    for place, bit in ((end - 1, 1), (letter.start(), 0x20), (root, 1)):
        changed = bytearray(sealed.content)
        changed[place] ^= bit
        with contextlib.suppress(NotSealed):
            assert not any(each.good for each in verify_pdf(bytes(changed), roots=[sealed.root])), place


def test_something_added_after_the_seal_is_noticed(sealed: Sealed) -> None:
    found = verdict(sealed, sealed.content + b"\n% one more line\n")
    assert (found.intact, found.signature) == (False, True)


def test_an_unsealed_pdf_is_said_to_be_one(sealed: Sealed) -> None:
    for content in (set_paper().pdf, b"%PDF-1.7\n%%EOF", b"", b"x" * 1000):
        with pytest.raises(NotSealed):
            verify_pdf(content, roots=[sealed.root])


def test_what_travels_inside_is_readable_after_sealing(sealed: Sealed) -> None:
    reader = PdfReader(io.BytesIO(sealed.content))
    assert reader.attachments["receipt.json"] == [b'{"a":1}']
    unsealed = PdfReader(
        io.BytesIO(set_paper(attachment=Attachment("receipt.json", '{"a":1}', "收件凭证")).pdf)
    )
    described = [each.root_object["/Metadata"].get_data() for each in (reader, unsealed)]  # type: ignore[union-attr]
    assert described[0] == described[1] and b"<pdfaid:part>3<" in described[0]


def test_certificate_revocation_list_and_root_travel_inside_for_the_long_term(sealed: Sealed) -> None:
    security_store = PdfReader(io.BytesIO(sealed.content)).root_object["/DSS"]
    assert len(security_store["/CRLs"]) == 1  # type: ignore[index, arg-type]
    assert len(security_store["/Certs"]) >= 1  # type: ignore[index, arg-type]
