"""The time-stamp authority: its stamps verify down to its root, and the signing library takes them."""

import asyncio
import hashlib

import pytest
from asn1crypto import algos, cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import HTTPTimeStamper

from tests.support.street import Street

DOCUMENT = b"licence"
HEADERS = {"Content-Type": "application/timestamp-query"}


def question(digest: str = "sha256", **more: object) -> bytes:
    imprint = tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": digest}),
            "hashed_message": hashlib.new(digest, DOCUMENT).digest(),
        }
    )
    fields = {"version": "v1", "message_imprint": imprint, "nonce": 77, "cert_req": True}
    der: bytes = tsp.TimeStampReq(fields | more).dump()
    return der


def stamp(street: Street, body: bytes) -> tuple[cms.SignedData, tsp.TSTInfo]:
    answer = street.http.post("/tsa/v1/stamp", content=body, headers=HEADERS)
    assert answer.headers["content-type"] == "application/timestamp-reply"
    reply = tsp.TimeStampResp.load(answer.content, strict=True)
    assert reply["status"]["status"].native == "granted"
    data = reply["time_stamp_token"]["content"]
    return data, data["encap_content_info"]["content"].parsed


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_stamp_binds_the_digest_and_verifies_to_the_root(street: Street, digest: str) -> None:
    data, info = stamp(street, question(digest))
    assert info["message_imprint"]["hashed_message"].native == hashlib.new(digest, DOCUMENT).digest()
    assert info["nonce"].native == 77

    chain = x509.load_pem_x509_certificates(street.http.get("/tsa/v1/chain.pem").content)
    signer, root = chain
    signer.verify_directly_issued_by(root)
    usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]

    signed = data["signer_infos"][0]
    attributes = {attribute["type"].native: attribute["values"][0] for attribute in signed["signed_attrs"]}
    content = data["encap_content_info"]["content"].contents
    assert attributes["message_digest"].native == hashlib.sha256(content).digest()
    key = signer.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    covered = signed["signed_attrs"].untag().dump()
    key.verify(signed["signature"].native, covered, padding.PKCS1v15(), hashes.SHA256())


def test_certificates_come_only_when_asked(street: Street) -> None:
    data, _ = stamp(street, question(cert_req=False))
    assert not data["certificates"]


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (question("sha1"), "bad_alg"),
        (question(req_policy="1.2.3.4"), "unaccepted_policy"),
        (b"not DER at all", "bad_data_format"),
        (b"", "bad_data_format"),
    ],
)
def test_a_bad_request_is_rejected_inside_the_protocol(street: Street, body: bytes, failure: str) -> None:
    answer = street.http.post("/tsa/v1/stamp", content=body, headers=HEADERS)
    status = tsp.PKIStatusInfo.load(cms.Any.load(answer.content).contents)
    assert (status["status"].native, status["fail_info"].native) == ("rejection", {failure})


def test_another_media_type_is_refused(street: Street) -> None:
    assert street.http.post("/tsa/v1/stamp", content=question()).status_code == 415


def test_own_ways_of_being_wrong(street: Street) -> None:
    street.fault("tsa", "wrong", way="nonce", count=1)
    assert stamp(street, question())[1]["nonce"].native == 78
    street.fault("tsa", "wrong", way="imprint", count=1)
    assert stamp(street, question())[1]["message_imprint"]["hashed_message"].native == bytes(32)


def test_the_signing_library_accepts_the_stamp(street: Street) -> None:
    client = HTTPTimeStamper(f"{street.url}/tsa/v1/stamp")
    token = asyncio.run(client.async_timestamp(hashlib.sha256(DOCUMENT).digest(), "sha256"))
    assert token["content_type"].native == "signed_data"
