"""Exports of a trail that anyone can check offline with ``verify.py``.

Layout of a trail directory: ``trail.json`` (entries with their proofs, the signed head, a signed manifest)
and the files that entries bind by digest (``calendar.json``). The verifier's key is never inside.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS

from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment
from leyiban.kernel.ledger.errors import HeadNotReady
from leyiban.kernel.ledger.heads import SignedHead
from leyiban.kernel.ledger.keyring import desk_key
from leyiban.kernel.ledger.keys import TRAIL
from leyiban.kernel.ledger.merkle import NodeReader, inclusion_proof, leaf_hash
from leyiban.kernel.ledger.models import Head
from leyiban.kernel.ledger.nodes import node_reader
from leyiban.kernel.ledger.queries import LedgerEntry

FORMAT = "leyiban-trail/1"


def latest_head() -> SignedHead:
    """The newest signed head that the database holds.

    Raises:
        HeadNotReady: none has been signed yet.
    """
    row = Head.objects.order_by("-epoch", "-size").first()
    if row is None:
        raise HeadNotReady
    return SignedHead.from_parts(bytes(row.body), bytes(row.signature))


def is_under_head(entry: LedgerEntry) -> bool:
    """Whether the newest signed head covers the entry, so that nobody can change it unseen."""
    if entry.position is None:
        return False
    try:
        return entry.position < latest_head().size
    except HeadNotReady:
        return False


def proven(entry: LedgerEntry, head: SignedHead, node: NodeReader) -> dict[str, object]:
    """An entry with its place and its path to ``head``.

    Raises:
        HeadNotReady: the head does not cover the entry yet.
    """
    if entry.position is None or entry.position >= head.size:
        raise HeadNotReady
    path = inclusion_proof(entry.position, head.size, node)
    return {
        "body": entry.body.decode(),
        "position": entry.position,
        "path": [sibling.hex() for sibling in path],
    }


def export_trail(
    *, entries: Sequence[LedgerEntry], context: Sequence[LedgerEntry], now: dt.datetime
) -> dict[str, object]:
    """The content of ``trail.json``.

    Args:
        entries: the whole trail of one subject, in order.
        context: entries of other subjects that the trail leans on (the published calendar).

    Raises:
        HeadNotReady: the newest entry is not under a signed head yet.
    """
    head, node = latest_head(), node_reader(DEFAULT_DB_ALIAS)
    manifest = canonical_json(
        {
            "context": [leaf_hash(entry.body).hex() for entry in context],
            "entries": [leaf_hash(entry.body).hex() for entry in entries],
            "epoch": head.epoch,
            "exported_at": canonical_moment(now),
            "head": hashlib.sha256(head.body).hexdigest(),
            "subject": {"key": entries[0].subject_key, "kind": entries[0].subject_kind},
        }
    )
    return {
        "format": FORMAT,
        "head": head.as_json(),
        "manifest": desk_key().signed(TRAIL, manifest),
        "entries": [proven(entry, head, node) for entry in entries],
        "context": [proven(entry, head, node) for entry in context],
    }


def write_trail(directory: Path, trail: Mapping[str, object], files: Mapping[str, bytes]) -> None:
    """Write a trail directory; ``files`` are the exact bytes that entries bind by digest."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "trail.json").write_text(json.dumps(trail, ensure_ascii=False, indent=1))
    for name, content in files.items():
        (directory / name).write_bytes(content)
