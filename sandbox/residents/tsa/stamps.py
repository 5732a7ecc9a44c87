"""Time-stamp requests and tokens (RFC 3161, RFC 5816)."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from sandbox.residents.tsa.authority import Authority

POLICY = "1.3.6.1.4.1.99999.1"  # below an arc that is nobody's
DIGEST_BYTES = {"sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True, slots=True)
class Rejected(Exception):
    """``failure`` is a name of PKIFailureInfo."""

    failure: str


def read_request(der: bytes) -> tsp.TimeStampReq:
    """A request this authority will answer, or :class:`Rejected`."""
    try:
        request = tsp.TimeStampReq.load(der, strict=True)
        imprint = request["message_imprint"]
        name = imprint["hash_algorithm"]["algorithm"].native
        length = len(imprint["hashed_message"].native)
        policy = request["req_policy"].native
        extensions = request["extensions"].native
    except (ValueError, TypeError):
        raise Rejected("bad_data_format") from None
    if name not in DIGEST_BYTES:
        raise Rejected("bad_alg")
    if length != DIGEST_BYTES[name]:
        raise Rejected("bad_data_format")
    if policy not in (None, POLICY):
        raise Rejected("unaccepted_policy")
    if extensions:
        raise Rejected("unaccepted_extensions")
    return request


def granted(request: tsp.TimeStampReq, *, authority: Authority, at: dt.datetime, wrong: str | None) -> bytes:
    """The answer with a token. ``wrong`` spoils the nonce or the imprint, on order."""
    info = _info(request, at, wrong)
    token = _signed(info, authority, at, with_certificates=bool(request["cert_req"].native))
    answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
    der: bytes = answer.dump()
    return der


def rejected(failure: str) -> bytes:
    """An answer without a token (its token field is optional in the RFC, not in the library)."""
    status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {failure}})
    der: bytes = core.SequenceOf([status], spec=tsp.PKIStatusInfo).dump()
    return der


def _info(request: tsp.TimeStampReq, at: dt.datetime, wrong: str | None) -> tsp.TSTInfo:
    imprint = request["message_imprint"].copy()
    nonce = request["nonce"].native
    if wrong == "imprint":
        imprint["hashed_message"] = bytes(len(imprint["hashed_message"].native))
    if wrong == "nonce" and nonce is not None:
        nonce += 1
    fields = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": imprint,
        "serial_number": secrets.randbits(63),
        "gen_time": at.replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    return tsp.TSTInfo(fields if nonce is None else {**fields, "nonce": nonce})


def _signed(
    info: tsp.TSTInfo, authority: Authority, at: dt.datetime, *, with_certificates: bool
) -> cms.ContentInfo:
    content: bytes = info.dump()
    signer = asn1_x509.Certificate.load(authority.certificate.public_bytes(serialization.Encoding.DER))
    root = asn1_x509.Certificate.load(authority.root.public_bytes(serialization.Encoding.DER))
    attributes = _attributes(content, signer, at)
    signature = authority.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer_info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": signer.issuer, "serial_number": signer.serial_number},
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": signature,
        }
    )
    data = {
        "version": "v3",
        "digest_algorithms": [sha256],
        "encap_content_info": {
            "content_type": "tst_info",
            "content": core.ParsableOctetString(content),
        },
        "signer_infos": [signer_info],
    }
    if with_certificates:
        data["certificates"] = [signer, root]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})


def _attributes(content: bytes, signer: asn1_x509.Certificate, at: dt.datetime) -> cms.CMSAttributes:
    """What the signature covers; ``signing_certificate_v2`` ties the token to one certificate."""
    certificate = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(signer.dump()).digest()})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute(
                {"type": "signing_time", "values": [cms.Time({"utc_time": at.replace(microsecond=0)})]}
            ),
            cms.CMSAttribute(
                {
                    "type": "signing_certificate_v2",
                    "values": [tsp.SigningCertificateV2({"certs": [certificate]})],
                }
            ),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
        ]
    )
