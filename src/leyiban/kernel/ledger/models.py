"""The ledger's tables. All but the follower offsets are append-only, held so by triggers and grants
(migration 0002); the sequencer's tables can be written by its own role only.
"""

from django.db import models

from leyiban.kernel.ledger.registry import Visibility
from leyiban.kernel.privacy import classified


@classified()
class Entry(models.Model):
    """Something that happened. ``body`` is the exact canonical JSON that is hashed; the other columns
    are copies from it, for finding."""

    kind = models.TextField()
    version = models.SmallIntegerField()
    visibility = models.TextField(choices=[(each.value, each.value) for each in Visibility])
    subject_kind = models.TextField()
    subject_key = models.TextField()
    seq = models.IntegerField(help_text="Gap-free within the subject, from 1.")
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "seq"], name="ledger_one_entry_per_seq"
            ),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_seq_from_one"),
        )
        indexes = (
            # What everyone may see is rare among millions of entries, and the public record asks for it by kind.
            models.Index(
                fields=["kind", "id"],
                condition=models.Q(visibility=Visibility.PUBLIC.value),
                name="ledger_public_by_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.version} {self.subject_kind}:{self.subject_key}#{self.seq}"


@classified()
class Pending(models.Model):
    """An entry that has no position yet. Written by a trigger on Entry, emptied by the sequencer."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)


@classified()
class Position(models.Model):
    """The place of an entry in the one order of the ledger: 0, 1, 2 … without a gap."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, db_constraint=False)
    kind = models.TextField(help_text="Copied from the entry, so that a follower reads one index.")

    class Meta:
        indexes = (models.Index(fields=["kind", "position"], name="ledger_position_by_kind"),)


@classified()
class Node(models.Model):
    """A complete subtree of the Merkle tree (see :mod:`leyiban.kernel.ledger.merkle`)."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()


@classified()
class Epoch(models.Model):
    """A stretch of the ledger without loss. A second epoch exists only where data was lost for good."""

    number = models.IntegerField(primary_key=True)
    first_position = models.BigIntegerField()
    opened_at = models.DateTimeField()
    reason = models.TextField(help_text="The operator's words; the ledger entry holds the code only.")


@classified()
class Head(models.Model):
    """A signed head: epoch, size, root and moment as exact bytes, and the signature over them."""

    epoch = models.IntegerField()
    size = models.BigIntegerField()
    body = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["epoch", "size"], name="ledger_one_head_per_size"),)


@classified()
class Follower(models.Model):
    """How far a follower has read, and what holds it up."""

    name = models.TextField(primary_key=True)
    next_position = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    error = models.TextField(default="", help_text="Class name of the last failure; never its data.")
    retry_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} @ {self.next_position}"
