"""What people ask the city for and others do: train tickets, a driving licence, one's parcel."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from leyiban.catalogue.models.city import City
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import classified


@classified()
class Elsewhere(models.Model):
    """``words_for`` are what people say when they mean it; ``advice`` says where to go instead, ``phone`` whom to call."""

    city = models.ForeignKey(City, models.CASCADE, related_name="elsewhere")
    key = models.SlugField(max_length=64)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60, blank=True)
    advice = models.CharField(max_length=60)
    advice_en = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    words_for = ArrayField(models.CharField(max_length=20))

    class Meta:
        constraints = (models.UniqueConstraint(name="elsewhere_key_once_per_city", fields=["city", "key"]),)

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.name, en=self.name_en or None)

    @property
    def advice_words(self) -> Bilingual:
        return Bilingual(zh=self.advice, en=self.advice_en or None)
