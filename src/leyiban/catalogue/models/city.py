"""The city itself: what every face and paper of Leyiban takes from the pack."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import classified
from leyiban.people.models import Region


class CityQuerySet(models.QuerySet["City"]):
    def of_region(self, code: str) -> "CityQuerySet":
        """The city that a region of any level belongs to: its code begins with the city's digits."""
        return self.filter(region__code=code[:4] + "00")


@classified()
class City(models.Model):
    """One loaded pack. Several live in one database: the host name chooses, or a region's code does.

    ``number_prefix`` begins case numbers (``LS``), ``sms_sign`` every text message (``乐山政务``).
    ``entrances`` are the other doors to online handling (M1.1, M1.9): ``[{name: {zh, en}, url}]``.
    ``wording`` are the city's own texts by key: ``{key: {zh, en}}``.
    """

    key = models.SlugField(max_length=32, unique=True)
    region = models.OneToOneField(Region, models.PROTECT, related_name="city")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    hosts = ArrayField(models.CharField(max_length=120), default=list)
    number_prefix = models.CharField(max_length=4, unique=True)
    sms_sign = models.CharField(max_length=12)
    hotline = models.CharField(max_length=24)
    area_code = models.CharField(max_length=4)
    entrances = models.JSONField(default=list)
    wording = models.JSONField(default=dict)
    pack_digest = models.CharField(max_length=71)
    version = models.PositiveIntegerField(default=0)

    objects = CityQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="city_number_prefix_shape", condition=Q(number_prefix__regex=r"^[A-Z]{2,4}$")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> Bilingual:
        """The city's name in both languages."""
        return Bilingual(zh=self.name, en=self.name_en or None)

    def wording_of(self, key: str) -> Bilingual | None:
        """The city's own text under ``key``."""
        text = self.wording.get(key)
        return Bilingual.model_validate(text) if text else None
