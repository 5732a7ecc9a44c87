"""Looks of staff at personal data. Not on the ledger, which may hold no such thing: only a digest of each
day goes there, so that a look cannot be taken out of the log unseen."""

from django.db import models

from leyiban.kernel.privacy.classification import Erase, Personal, classified


@classified({"actor": Personal("access_log", Erase.KEEP)})
class Look(models.Model):
    """``actor`` (a pseudonym) looked at ``what`` of a subject, for the reason its duty gives."""

    actor = models.TextField()
    subject_kind = models.TextField()
    subject_key = models.TextField()
    what = models.TextField(help_text="Which part: answers, papers, person.")
    duty = models.TextField(help_text="The right that allowed it: owner, office, auditor …")
    looked_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["subject_kind", "subject_key", "looked_at"], name="look_by_subject"),
            models.Index(fields=["looked_at"], name="look_by_day"),
        )


@classified()
class LookDay(models.Model):
    """A finished day of the access log: how many looks, and the digest that went to the ledger."""

    day = models.DateField(primary_key=True)
    looks = models.IntegerField()
    digest = models.TextField()


@classified()
class KeyRotation(models.Model):
    """Everything is brought under the keys with these ids. ``part`` and ``after`` are the place it has come to, written
    with each batch; ``rows`` are those of a round, of which ``walked`` were looked at."""

    field_key = models.TextField()
    digest_key = models.TextField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    part = models.TextField(default="")
    after = models.BigIntegerField(default=0)
    rounds = models.PositiveIntegerField(default=1)
    rows = models.PositiveBigIntegerField(default=0)
    walked = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    changed_before = models.PositiveBigIntegerField(default=0, help_text="When the round began.")
    left = models.PositiveBigIntegerField(default=0, help_text="Values that could not be brought along.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.Value(1),
                name="key_rotation_one_at_a_time",
                condition=models.Q(finished_at__isnull=True),
            ),
        )

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100; 100 only when it has ended."""
        if self.finished_at is not None:
            return 100
        return min(99, self.walked * 100 // self.rows) if self.rows else 0
