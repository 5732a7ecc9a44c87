"""Gives entries their place: the only writer of positions, tree and heads.

Runs under the database role ``leyiban_sequencer`` (connection alias ``sequencer``), one active at a time
by an advisory lock. Each round takes the visible pending entries in id order, so writers never wait for
each other and no transaction id is ever stored or compared.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from django.db import connections, transaction

from leyiban.kernel.ledger.canonical import canonical_moment
from leyiban.kernel.ledger.errors import SequencerBusy
from leyiban.kernel.ledger.heads import WITNESS_TROUBLE, HeadStore, SignedHead, check_against
from leyiban.kernel.ledger.keys import SigningKey
from leyiban.kernel.ledger.merkle import Frontier, leaf_hash
from leyiban.kernel.ledger.models import Head
from leyiban.kernel.ledger.nodes import current_epoch, node_reader, tree_size

USING = "sequencer"
_LOCK = 0x4C59_4201  # "LY" + 1: any constant, known to all sequencers of one database
log = structlog.get_logger(__name__)

_TAKE_ONE = """
    DELETE FROM ledger_pending p USING ledger_entry e
    WHERE p.entry_id = e.id AND p.entry_id = %s
    RETURNING e.id, e.kind || '/' || e.version, e.body
"""
_TAKE = _TAKE_ONE.replace("= %s", "IN (SELECT entry_id FROM ledger_pending ORDER BY entry_id LIMIT %s)")


@dataclass
class Sequencer:
    """``head_every`` is the longest time that an entry waits for a signed head."""

    key: SigningKey
    store: HeadStore
    witness: HeadStore | None
    head_every: dt.timedelta = dt.timedelta(seconds=3)
    batch: int = 2000
    _frontier: Frontier | None = field(default=None, init=False)
    _epoch: int = field(default=1, init=False)
    _published: SignedHead | None = field(default=None, init=False)
    _witnessed: int = field(default=0, init=False)
    _signed_at: dt.datetime | None = field(default=None, init=False)
    _witness_is_silent: bool = field(default=False, init=False)

    def start(self) -> None:
        """Take the lock, read the right edge of the tree and compare it with what was published.

        Raises:
            SequencerBusy: another process has the lock.
            LedgerBehind, LedgerForked: the database contradicts a published head. Sealing must not go on.
        """
        self.take_lock()
        node = node_reader(USING)
        self._epoch, size = current_epoch(USING), tree_size(USING)
        for published in self.published_heads():
            check_against(published, epoch=self._epoch, size=size, node=node)
        self._frontier = Frontier.read(size, node)
        self._published = self.store.latest()

    def take_lock(self) -> None:
        """Become the one active sequencer of this database, until the connection ends."""
        with connections[USING].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise SequencerBusy

    def start_epoch(self, *, entry_id: int, number: int) -> None:
        """Put the epoch's opening entry at its very first position, before anything that is pending.

        Called inside the transaction that wrote the entry; the caller then publishes a head.
        """
        self._epoch, self._published = number, None
        self._frontier = Frontier.read(tree_size(USING), node_reader(USING))
        with connections[USING].cursor() as cursor:
            cursor.execute(_TAKE_ONE, [entry_id])
            self._write(cursor, cursor.fetchall())

    def published_heads(self) -> list[SignedHead | None]:
        heads = [self.store.latest()]
        if self.witness is not None:
            try:
                heads.append(self.witness.latest())
            except WITNESS_TROUBLE as error:
                # The outside store still guards us; a witness that is down must not stop a city.
                self._note_witness(error)
        return heads

    def round(self, *, now: dt.datetime) -> int:
        """Sequence what is pending; sign and publish a head when one is due. Returns how many entries."""
        taken = self.sequence()
        size = self._tree.size
        signed_size = self._published.size if self._published and self._published.epoch == self._epoch else 0
        is_due = self._signed_at is None or now - self._signed_at >= self.head_every
        if size > signed_size and is_due:
            self.publish_head(now=now)
        self._tell_witness()
        return taken

    @property
    def _tree(self) -> Frontier:
        if self._frontier is None:
            raise RuntimeError("start() first")
        return self._frontier

    def sequence(self) -> int:
        """Move one batch of pending entries into the tree, in one transaction.

        After a failure the sequencer must be started anew: its tree may be ahead of the database's.
        """
        try:
            with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
                cursor.execute(_TAKE, [self.batch])
                rows = sorted(cursor.fetchall())
                if rows:
                    self._write(cursor, rows)
        except BaseException:
            self._frontier = None
            raise
        return len(rows)

    def _write(self, cursor: object, rows: Sequence[tuple[int, str, bytes]]) -> None:
        tree = self._tree
        positions: list[tuple[int, int, str]] = []
        nodes: list[tuple[int, int, bytes]] = []
        for entry_id, kind, body in rows:
            positions.append((tree.size, entry_id, kind))
            nodes.extend(tree.append(leaf_hash(bytes(body))))
        copy = cursor.copy  # type: ignore[attr-defined]
        with copy("COPY ledger_position (position, entry_id, kind) FROM STDIN") as sink:
            for row in positions:
                sink.write_row(row)
        with copy("COPY ledger_node (level, index, hash) FROM STDIN") as sink:
            for node in nodes:
                sink.write_row(node)

    def publish_head(self, *, now: dt.datetime) -> SignedHead:
        """Sign the present tree. Outside first, then the database: positions are committed already, so a
        crash in between leaves a published head that the database can always reproduce."""
        head = SignedHead.sign(
            self.key,
            epoch=self._epoch,
            size=self._tree.size,
            root=self._tree.root,
            signed_at=canonical_moment(now),
        )
        self.store.publish(head)
        Head.objects.using(USING).bulk_create(
            [Head(epoch=head.epoch, size=head.size, body=head.body, signature=head.signature)],
            ignore_conflicts=True,
        )
        self._published, self._signed_at = head, now
        return head

    def _tell_witness(self) -> None:
        """Hand the newest head to the witness; a silent witness is told again in the next round.

        Raises:
            LedgerForked: the witness knows another root for this size.
        """
        head = self._published
        if self.witness is None or head is None or head.size == self._witnessed:
            return
        try:
            self.witness.publish(head)
        except WITNESS_TROUBLE as error:
            self._note_witness(error)
        else:
            self._note_witness(None)
            self._witnessed = head.size

    def _note_witness(self, error: Exception | None) -> None:
        """Say that it fell silent, and that it answers again, once each: rounds come ten times a second."""
        if error is not None and not self._witness_is_silent:
            log.warning("ledger.witness_unreachable", error=type(error).__name__)
        if error is None and self._witness_is_silent:
            log.info("ledger.witness_answers_again")
        self._witness_is_silent = error is not None
