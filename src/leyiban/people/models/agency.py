"""Agencies (实施主体): the offices that take in, decide and seal."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leyiban.kernel.privacy import classified
from leyiban.people.models.region import Region


class AgencyQuerySet(models.QuerySet["Agency"]):
    def effective(self, on: dt.date) -> "AgencyQuerySet":
        """Those that exist on this day (``valid_to`` is the first day without them)."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )


@classified()
class Agency(models.Model):
    """An office with its own unified social credit code, which is its key across packs.

    ``short_name`` begins document numbers (``乐行审`` in 乐行审受〔2020〕12号). ``advice_phones`` and
    ``complaint_phones`` differ by law and are printed on every paper.
    """

    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    short_name = models.CharField(max_length=20)
    region = models.ForeignKey(Region, models.PROTECT, related_name="agencies")
    superior = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")
    address = models.CharField(max_length=120, blank=True)
    advice_phones = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    complaint_phones = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="agency_uscc_shape", condition=Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$")
            ),
            models.CheckConstraint(
                name="agency_period_runs_forward",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return self.name
