"""Life events (开店、生孩子、买房、退休 …): the doors through which people come with a need, not an item."""

import json
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from leyiban.catalogue.models.city import City
from leyiban.catalogue.models.item import HandlingItem
from leyiban.catalogue.rulefile.events import EventQuestion
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import classified

_QUESTIONS: Final = TypeAdapter(tuple[EventQuestion, ...])


class Audience(models.TextChoices):
    PERSON = "person", _("个人")
    ENTERPRISE = "enterprise", _("企业")


@classified()
class Theme(models.Model):
    """``words_for`` are what people say when they mean this event; ``icon`` names a drawing of the design.

    ``questions`` lead to the items that apply, written as the city's file has them.
    """

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
    questions = models.JSONField(default=list, db_default=Value([], models.JSONField()))

    class Meta:
        constraints = (models.UniqueConstraint(name="theme_key_once_per_city", fields=["city", "key"]),)

    def __str__(self) -> str:
        return self.key

    @property
    def asked(self) -> tuple[EventQuestion, ...]:
        """The questions as they may be asked."""
        return _QUESTIONS.validate_json(json.dumps(self.questions))

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.name, en=self.name_en or None)

    @property
    def hint_words(self) -> Bilingual | None:
        return Bilingual(zh=self.hint, en=self.hint_en or None) if self.hint else None


@classified()
class ThemeItem(models.Model):
    """An item of the event, in the order in which it is handled. ``optional``: may be left out.

    ``when`` says for whom it is, over the event's questions (JSON logic); None for everybody.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="members")
    item = models.ForeignKey(HandlingItem, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    optional = models.BooleanField(default=False)
    when = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="theme_item_once", fields=["theme", "item"]),)

    def __str__(self) -> str:
        return f"{self.theme_id}:{self.item_id}"
