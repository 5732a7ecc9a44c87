"""Classes of the green channel (M4.1): what goes first, until when, and by whose decision."""

import datetime as dt

from django.db import models
from django.db.models import Q

from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.models.city import City
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.people.models import Agency


class GreenClassQuerySet(models.QuerySet["GreenClass"]):
    def on(self, day: dt.date) -> "GreenClassQuerySet":
        """Those that hold on this day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


@classified()
class GreenClass(models.Model):
    """One class from ``valid_from`` to the end of ``valid_to``; ``entry`` is what the city's file says of it."""

    city = models.ForeignKey(City, models.CASCADE, related_name="green_classes")
    key = models.TextField()
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entry = models.JSONField()

    objects = GreenClassQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["city", "key", "valid_from"], name="green_class_once_from_a_day"),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def told(self) -> GreenClassEntry:
        return GreenClassEntry.model_validate(self.entry, strict=False)


@classified({"name": Personal("staff", Erase.KEEP), "name_en": Personal("staff", Erase.KEEP)})
class GreenContact(models.Model):
    """The person whom an office names for the green channel; everybody may read it."""

    city = models.ForeignKey(City, models.CASCADE, related_name="green_contacts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.TextField()
    name_en = models.TextField(default="")
    phone = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["city", "agency"], name="green_contact_once_per_office"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.phone}"

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.name, en=self.name_en or None)
