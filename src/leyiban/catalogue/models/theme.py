"""Life events (开店、生孩子、买房、退休 …): the doors through which people come with a need, not an item."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.models.city import City
from leyiban.catalogue.models.item import HandlingItem
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import classified


class Audience(models.TextChoices):
    PERSON = "person", _("个人")
    ENTERPRISE = "enterprise", _("企业")


@classified()
class Theme(models.Model):
    """``words_for`` are what people say when they mean this event; ``icon`` names a drawing of the design."""

    city = models.ForeignKey(City, models.CASCADE, related_name="themes")
    key = models.SlugField(max_length=64)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60, blank=True)
    hint = models.CharField(max_length=60, blank=True)
    hint_en = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=10, choices=Audience)
    icon = models.SlugField(max_length=32)
    position = models.PositiveSmallIntegerField()
    words_for = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(name="theme_key_once_per_city", fields=["city", "key"]),)

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.name, en=self.name_en or None)

    @property
    def hint_words(self) -> Bilingual | None:
        return Bilingual(zh=self.hint, en=self.hint_en or None) if self.hint else None


@classified()
class ThemeItem(models.Model):
    """An item of the event, in the order in which it is handled. ``optional``: may be left out."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="members")
    item = models.ForeignKey(HandlingItem, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    optional = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(name="theme_item_once", fields=["theme", "item"]),)

    def __str__(self) -> str:
        return f"{self.theme_id}:{self.item_id}"
