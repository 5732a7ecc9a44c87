"""Checks the whole ledger against itself and against what was published."""

import datetime as dt
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS

from leyiban.kernel.ledger.errors import LedgerForked
from leyiban.kernel.ledger.heads import HeadStore, check_against
from leyiban.kernel.ledger.keyring import head_key
from leyiban.kernel.ledger.keys import HEAD, verify
from leyiban.kernel.ledger.merkle import Frontier, leaf_hash
from leyiban.kernel.ledger.models import Head, Pending, Position
from leyiban.kernel.ledger.nodes import current_epoch, node_reader, tree_size


@dataclass(frozen=True, slots=True)
class LedgerState:
    """``entries`` in the tree, ``heads`` signed, ``waiting`` for their place; ``root`` in hex."""

    epoch: int
    entries: int
    heads: int
    waiting: int
    root: str


def check_ledger(*, store: HeadStore) -> LedgerState:
    """Recompute the tree from the exact bytes of every entry and hold every signed head against it.

    Raises:
        LedgerForked: the bytes no longer give what was signed. LedgerBehind: less is here than was published.
    """
    epoch, size, node = (
        current_epoch(DEFAULT_DB_ALIAS),
        tree_size(DEFAULT_DB_ALIAS),
        node_reader(DEFAULT_DB_ALIAS),
    )
    check_against(store.latest(), epoch=epoch, size=size, node=node)
    heads = {head.size: head for head in Head.objects.filter(epoch=epoch)}
    tree = Frontier(0, [])
    places = Position.objects.select_related("entry").order_by("position")
    for place in places.iterator(chunk_size=2000):
        if place.position != tree.size:
            raise LedgerForked(published=tree.size)
        for _ in tree.append(leaf_hash(bytes(place.entry.body))):
            pass
        if tree.size in heads:
            _check_head(heads[tree.size], tree)
    return LedgerState(epoch, tree.size, len(heads), Pending.objects.count(), tree.root.hex())


def _check_head(head: Head, tree: Frontier) -> None:
    body = bytes(head.body)
    public = head_key().private.public_key()
    is_signed = verify(public, HEAD, body, bytes(head.signature))
    if not is_signed or tree.root.hex().encode() not in body:
        raise LedgerForked(published=head.size)


def oldest_pending() -> dt.datetime | None:
    """When the entry that has waited longest for its place was entered; None when none waits."""
    row = Pending.objects.select_related("entry").order_by("entry_id").first()
    return None if row is None else row.entry.entered_at
