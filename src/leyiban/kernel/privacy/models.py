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
