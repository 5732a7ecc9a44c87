"""How long an applicant was told that it would take (F5.5), kept as it was told and judged at the end."""

from django.db import models
from django.db.models import F, Q

from leyiban.cases.models.case import Case
from leyiban.cases.states import RangeFrom
from leyiban.kernel.privacy import classified
from leyiban.people.models import Agency


@classified()
class FinishRange(models.Model):
    """Told at acceptance: between ``low`` and ``high`` working days, as half of ``learnt_from`` finished cases took.

    ``took`` and ``hit`` are the outcome; None while it is open, or ended without a decision.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="finish_range")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    source = models.TextField(choices=RangeFrom.choices)
    learnt_from = models.IntegerField()
    low = models.IntegerField()
    high = models.IntegerField()
    told_at = models.DateTimeField()
    took = models.IntegerField(null=True)
    hit = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(low__gte=0, high__gte=F("low")), name="range_runs_forward"),
            models.CheckConstraint(
                condition=Q(took__isnull=True, hit__isnull=True) | Q(took__isnull=False, hit__isnull=False),
                name="range_judged_whole",
            ),
        )
        indexes = (models.Index(fields=["agency", "told_at"], name="range_by_agency"),)

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"
