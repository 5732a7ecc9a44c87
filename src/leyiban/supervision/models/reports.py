"""The daily report as it was drawn, and what was foreseen of open matters."""

from django.db import models
from django.db.models import Q

from leyiban.kernel.privacy import classified


@classified()
class DailyReport(models.Model):
    """``content`` is what the report of ``day`` says, ``digest`` binds it on the ledger; it names no applicant.

    ``position`` is the ledger's end when it was drawn.
    """

    day = models.DateField()
    region = models.TextField()
    content = models.JSONField()
    digest = models.TextField()
    position = models.BigIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "region"], name="daily_report_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.region} {self.day}"


@classified()
class Prediction(models.Model):
    """What was foreseen of an open matter on a day, in working days: ``used`` of its limit, ``needed`` from now on as
    its item's earlier matters took (``learnt_from`` of them), ``left`` of the limit. ``late`` is the outcome."""

    about_number = models.TextField()
    agency = models.BigIntegerField()
    region = models.TextField()
    item = models.TextField()
    day = models.DateField()
    used = models.IntegerField()
    needed = models.IntegerField()
    left = models.IntegerField()
    steps = models.IntegerField(help_text="Steps still ahead, the open one included.")
    learnt_from = models.IntegerField()
    likely_late = models.BooleanField()
    late = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["about_number", "day"], name="prediction_once_a_day"),
            models.CheckConstraint(condition=Q(needed__gte=0, used__gte=0), name="prediction_counts_up"),
        )
        indexes = (
            models.Index(fields=["day"], name="prediction_by_day"),
            models.Index(fields=["agency", "day"], name="prediction_by_agency"),
        )

    def __str__(self) -> str:
        return f"{self.about_number} {self.day}"
