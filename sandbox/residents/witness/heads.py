"""What a witness reads and what it remembers."""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sandbox.answers import Problem
from sandbox.canonical import canonical
from sandbox.clock import read
from sandbox.journal import Record

HEAD_FIELDS = {"epoch", "key", "root", "signed_at", "size"}
ROOT = re.compile(r"[0-9a-f]{64}")
KEY = re.compile(r"[0-9a-f]{16}")
SIGNED_AS = b"leyiban-head/1\n"  # what precedes a head under its signature
COUNTERSIGNED_AS = b"leyiban-witness/1\n"  # and what precedes the witness's statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A signed tree head. ``body`` is the canonical JSON that was signed, byte for byte."""

    epoch: int
    size: int
    root: str
    key: str
    signed_at: str
    body: str
    signature: str

    @property
    def place(self) -> tuple[int, int]:
        return self.epoch, self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """A head with the witness's statement about it. ``proven``: its growth was shown by a proof."""

    head: Head
    statement: str
    countersignature: str
    seen_at: str
    proven: bool

    def record(self) -> Record:
        return {
            "body": self.head.body,
            "signature": self.head.signature,
            "statement": self.statement,
            "countersignature": self.countersignature,
            "seen_at": self.seen_at,
            "proven": self.proven,
        }

    @classmethod
    def of(cls, record: Record) -> "Witnessed":
        rest = {field: record[field] for field in ("statement", "countersignature", "seen_at", "proven")}
        return cls(head=read_head(record["body"], record["signature"]), **rest)


def read_head(body: str, signature: str) -> Head:
    """A head from its exact text; every departure from the form is ``invalid_head`` with a reason."""
    try:
        value = json.loads(body)
    except ValueError:
        raise _invalid("not_json") from None
    if not isinstance(value, dict) or set(value) != HEAD_FIELDS:
        raise _invalid("fields")
    if not _is_whole(value["epoch"], 1) or not _is_whole(value["size"], 0):
        raise _invalid("numbers")
    if not all(isinstance(value[name], str) for name in ("key", "root", "signed_at")):
        raise _invalid("strings")
    if not ROOT.fullmatch(value["root"]) or not KEY.fullmatch(value["key"]):
        raise _invalid("strings")
    if not _is_moment(value["signed_at"]):
        raise _invalid("signed_at")
    if canonical(value) != body:
        raise _invalid("not_canonical")
    return Head(**value, body=body, signature=signature)


def verify_head(head: Head, public_key: bytes) -> None:
    """Refuse a head that names another key, or that this key did not sign."""
    if head.key != hashlib.sha256(public_key).hexdigest()[:16]:
        raise Problem(422, "key_mismatch", "The head's key id does not belong to this public key.")
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(raw(head.signature), SIGNED_AS + head.body.encode())
    except (InvalidSignature, ValueError):
        raise Problem(422, "bad_signature", "The signature does not belong to this head and key.") from None


def raw(text: str) -> bytes:
    """Base64 (standard alphabet, padded) to bytes."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Problem(422, "invalid_body", "This is not base64.") from None


def base64_text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _is_whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53


def _is_moment(text: str) -> bool:
    try:
        return read(text).utcoffset() is not None
    except ValueError:
        return False


def _invalid(reason: str) -> Problem:
    return Problem(422, "invalid_head", "The head is not canonical JSON of the agreed form.", reason=reason)
