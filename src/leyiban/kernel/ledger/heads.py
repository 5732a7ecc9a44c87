"""Signed heads and the places outside the database that remember them.

A head says: in this epoch, the first ``size`` entries have this Merkle root. Once published it can never
be taken back, because the head store and the witness keep it; a database that holds less, or something
else, is refused by :func:`check_against`.
"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import httpx

from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.errors import LedgerBehind, LedgerForked
from leyiban.kernel.ledger.keys import HEAD, SigningKey, verify
from leyiban.kernel.ledger.merkle import NodeReader, root_at

WITNESS_TROUBLE = (httpx.HTTPError, ValueError, KeyError)  # silent, or talking nonsense
_TAIL_BYTES = 4096  # several heads; one is about 300 bytes


@dataclass(frozen=True, slots=True)
class SignedHead:
    """``body`` is canonical JSON of {epoch, key, root (hex), signed_at, size}."""

    epoch: int
    size: int
    root: bytes
    body: bytes
    signature: bytes

    @classmethod
    def sign(cls, key: SigningKey, *, epoch: int, size: int, root: bytes, signed_at: str) -> "SignedHead":
        body = canonical_json(
            {"epoch": epoch, "key": key.id, "root": root.hex(), "signed_at": signed_at, "size": size}
        )
        return cls(epoch, size, root, body, key.sign(HEAD, body))

    @classmethod
    def from_parts(cls, body: bytes, signature: bytes) -> "SignedHead":
        facts = json.loads(body)
        return cls(facts["epoch"], facts["size"], bytes.fromhex(facts["root"]), body, signature)

    def as_json(self) -> dict[str, str]:
        return {"body": self.body.decode(), "signature": base64.b64encode(self.signature).decode()}

    @classmethod
    def from_json(cls, value: dict[str, str]) -> "SignedHead":
        return cls.from_parts(value["body"].encode(), base64.b64decode(value["signature"]))


class HeadStore(Protocol):
    """Memory for heads outside the database."""

    def publish(self, head: SignedHead) -> None:
        """Keep ``head`` durably. Raises LedgerForked when another root is known for its size."""

    def latest(self) -> SignedHead | None: ...


class FileHeadStore:
    """Heads as lines of a file that is only ever appended to, on a disk other than the database's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def publish(self, head: SignedHead) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(head.as_json()).encode() + b"\n"
        with self.path.open("a+b") as handle:
            handle.write(line if self._ends_whole(handle) else b"\n" + line)
            handle.flush()
            os.fsync(handle.fileno())

    @staticmethod
    def _ends_whole(handle: BinaryIO) -> bool:
        """Whether the last line was written to its end; a full disk or a crash may have cut it off."""
        if handle.seek(0, os.SEEK_END) == 0:
            return True
        handle.seek(-1, os.SEEK_END)
        return handle.read() == b"\n"

    def latest(self) -> SignedHead | None:
        if not self.path.exists():
            return None
        # A crash while appending leaves at most one broken last line; the one before it then counts.
        with self.path.open("rb") as handle:
            handle.seek(max(0, self.path.stat().st_size - _TAIL_BYTES))
            tail = handle.read()
        for line in reversed(tail.splitlines()[-2:]):
            try:
                return SignedHead.from_json(json.loads(line))
            except (ValueError, KeyError):
                continue
        return None


class HttpWitness:
    """The witness: another party that countersigns heads and refuses a second root for one size.

    Raises ``httpx.HTTPError``, ``ValueError`` or ``KeyError`` when it is silent or talks nonsense.
    """

    def __init__(self, url: str, *, key: SigningKey, deadline_seconds: float = 5) -> None:
        self._key = key
        self._http = httpx.Client(base_url=url, timeout=deadline_seconds)

    def publish(self, head: SignedHead) -> None:
        answer = self._http.post("heads", json={**head.as_json(), "public_key": self._key.public_text})
        if answer.status_code == httpx.codes.CONFLICT:
            problem = answer.json()
            if problem["code"] == "fork":
                raise LedgerForked(published=head.size)
            raise LedgerBehind(size=head.size, published=json.loads(problem["witnessed"]["body"])["size"])
        answer.raise_for_status()

    def latest(self) -> SignedHead | None:
        answer = self._http.get("heads/latest", params={"key": self._key.id})
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        answer.raise_for_status()
        head = SignedHead.from_json(answer.json())
        # A witness can only repeat what our own key signed; anything else must not stop a city.
        if not verify(self._key.private.public_key(), HEAD, head.body, head.signature):
            raise ValueError("the witness answered with a head that this ledger never signed")
        return head


def check_against(published: SignedHead | None, *, epoch: int, size: int, node: NodeReader) -> None:
    """Refuse to go on when the database contradicts a published head.

    Raises:
        LedgerBehind: the database has fewer entries than were published, or an older epoch.
        LedgerForked: it has other entries.
    """
    if published is None or published.epoch < epoch:
        return
    if published.epoch > epoch or published.size > size:
        raise LedgerBehind(size=size, published=published.size)
    if root_at(published.size, node) != published.root:
        raise LedgerForked(published=published.size)
