"""Records of cases that were reported (办件汇聚), and how each day compared with what the province has."""

from django.db import models

from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.province.states import Difference


@classified({"body": Personal("case", Erase.BLANK)})
class Record(models.Model):
    """One record as it was said. ``name`` is the same for the same entry of the ledger, so none is written twice."""

    name = models.TextField(unique=True)
    case_number = models.TextField()
    kind = models.TextField(help_text="base, step or result.")
    day = models.DateField(help_text="The civil day whose reconciliation counts it.")
    body = EncryptedText()
    digest = models.TextField()
    sendings = models.IntegerField(default=1)
    written_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    failed = models.TextField(default="", help_text="Why it was given up: a code.")

    class Meta:
        indexes = (
            models.Index(fields=["day", "name"], name="record_by_day"),
            models.Index(fields=["case_number"], name="record_of_case"),
        )


@classified()
class DayChecked(models.Model):
    """A day's reconciliation: our count and digest, and the province's, which it signed."""

    day = models.DateField(unique=True)
    asked = models.IntegerField(default=0, help_text="How often the province was asked.")
    ours = models.IntegerField(default=0)
    our_digest = models.TextField(default="")
    theirs = models.IntegerField(null=True)
    their_digest = models.TextField(default="")
    statement = models.TextField(default="", help_text="The signed statement, as it came.")
    signature = models.TextField(default="")
    checked_at = models.DateTimeField(null=True)
    seen = models.JSONField(
        default=list, help_text="Names of the records read so far, as often as they stood there."
    )
    doubt = models.TextField(default="", help_text="Why the statement is not believed; empty when it is.")

    @property
    def agrees(self) -> bool:
        """Number and digest are the same on both sides, in a statement that is believed."""
        return (
            self.checked_at is not None
            and not self.doubt
            and (self.ours, self.our_digest) == (self.theirs, self.their_digest)
        )


@classified()
class Discrepancy(models.Model):
    """A record that is not the same over there. ``fields`` names those that differ, never what they hold."""

    day = models.ForeignKey(DayChecked, models.CASCADE, related_name="discrepancies")
    name = models.TextField()
    case_number = models.TextField()
    difference = models.TextField(choices=Difference.choices)
    fields = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "name"], name="discrepancy_once_per_record"),)
