"""A planned sample, and the platform's part of its chance until it is drawn."""

from django.db import models
from django.db.models import F, Q

from leyiban.kernel.lots.models import Draw
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency


@classified({"planned_by": Personal("staff", Erase.KEEP)})
class Sample(models.Model):
    """A sample of the cases that were decided in a span of days; its number is that of its draw.

    The entrants of the draw are the numbers of the cases: they say nothing of a person, and whoever has a case
    finds it on the list. ``seed`` and ``platform_value`` are secrets until the draw, which publishes them.
    """

    draw = models.OneToOneField(Draw, models.PROTECT, related_name="audit_sample")
    number = models.TextField(unique=True)
    region = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField()
    cases = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    auditor = models.TextField(help_text="Pseudonym: the name of the auditor's part of the chance.")
    planned_at = models.DateTimeField()
    draw_by = models.DateTimeField()
    seed = EncryptedText()
    platform_value = EncryptedText()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="sample_period_runs_forward"),
            models.CheckConstraint(condition=Q(size__gte=1, cases__gte=1), name="sample_draws_something"),
        )

    def __str__(self) -> str:
        return self.number
