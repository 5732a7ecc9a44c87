"""Handling items (业务办理项) and their versions. A case keeps the version it was filed under."""

import datetime as dt
import json
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.models.city import City
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.vocabulary import ItemType, ProjectType, TaskState, UseLevel
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import classified
from leyiban.people.models import Agency, Region

_STATES = [
    (TaskState.IN_USE.value, _("在用")),
    (TaskState.SUSPENDED.value, _("暂停办理")),
    (TaskState.CANCELLED.value, _("已取消")),
]

_KEPT: dict[str, RuleFile] = {}  # by digest
_KEPT_AT_MOST = 512


@classified()
class HandlingItem(models.Model):
    """One handling item of one city. ``code`` is stable for ever and part of web addresses.

    ``version`` numbers the item's ledger entries.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="items")
    code = models.SlugField(max_length=64)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="item_code_once_per_city", fields=["city", "code"]),)

    def __str__(self) -> str:
        return self.code

    @property
    def subject_key(self) -> str:
        """The ledger's name for the item: ``511100/food-business-new``."""
        return f"{self.city.region.code}/{self.code}"


def rulefile_of(version: int) -> RuleFile:
    """The rule file of the version with this key, whose text is read only when this process does not keep it yet."""
    digest = ItemVersion.objects.filter(pk=version).values_list("digest", flat=True).get()
    return _KEPT.get(digest) or ItemVersion.objects.get(pk=version).rulefile


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    def effective(self, on: dt.date) -> "ItemVersionQuerySet":
        """The version of each item whose period holds this day (at most one)."""
        return self.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=on), effective_from__lte=on)

    def in_use(self, on: dt.date) -> "ItemVersionQuerySet":
        """Those that take applications on this day."""
        return self.effective(on).filter(state=TaskState.IN_USE.value)

    def of_city(self, city: City) -> "ItemVersionQuerySet":
        return self.filter(item__city=city)

    def handled_in(self, region: str) -> "ItemVersionQuerySet":
        """Those that some body handles for ``region``: at its own level, above it, or below it.

        A reader who has only chosen the city sees what its counties handle; one who has chosen a village
        sees what his county and city handle.
        """
        above = Q(bodies__region__code__in=_chain(region))
        below = Q(bodies__region__path__contains=f"/{region}/")
        return self.filter(pk__in=ItemVersion.objects.filter(above | below).values("pk"))


def _chain(region: str) -> list[str]:
    """A division's code and those above it; a zone's host counts as above."""
    chain = [region, region[:9], region[:6], region[:4] + "00"]
    return list(dict.fromkeys(chain))


class _DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class _ItemAsRange(Func):
    """btree_gist is not at hand: an item's key as a range of one lets a gist index compare it."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


@classified()
class ItemVersion(models.Model):
    """One version: the rule file's exact text, its digest, and what lists are drawn from.

    In force from ``effective_from`` (inclusive) to ``effective_to`` (exclusive; None until superseded). A
    version that was superseded on its first day has an empty period, and its cases still have it.
    ``parsed`` is the text as JSON, written by the same act and never changed by itself.
    """

    # What only a look at the rule file itself needs: readers of cases leave these columns where they are.
    BULKY: ClassVar[tuple[str, ...]] = ("text", "parsed")

    item = models.ForeignKey(HandlingItem, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=71)
    parsed = models.JSONField()
    state = models.CharField(max_length=10, choices=_STATES, default=TaskState.IN_USE.value)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=200)
    summary_en = models.CharField(max_length=300, blank=True)
    item_type = models.CharField(max_length=20, choices=[(each.value, each.zh) for each in ItemType])
    project_type = models.CharField(max_length=8, choices=[(each.value, each.zh) for each in ProjectType])
    use_level = models.CharField(max_length=10, choices=[(each.value, each.zh) for each in UseLevel])

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="item_version_number_once", fields=["item", "number"]),
            models.CheckConstraint(
                name="item_version_period_runs_forward",
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="item_version_digest_shape", condition=Q(digest__regex=r"^sha256:[0-9a-f]{64}$")
            ),
            ExclusionConstraint(
                name="item_version_one_at_a_time",
                expressions=[
                    (_ItemAsRange("item_id"), RangeOperators.OVERLAPS),
                    (_DateRange("effective_from", "effective_to"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id}#{self.number}"

    def is_in_use(self, on: dt.date) -> bool:
        """Whether it takes applications on this day; of an item's versions at most one does."""
        began = self.effective_from <= on
        ended = self.effective_to is not None and self.effective_to <= on
        return began and not ended and self.state == TaskState.IN_USE.value

    @property
    def rulefile(self) -> RuleFile:
        """The typed rule file, kept per process by its digest: the text of a version never changes."""
        kept = _KEPT.get(self.digest)
        if kept is None:
            kept = RuleFile.model_validate_json(json.dumps(self.parsed), strict=True)
            if len(_KEPT) >= _KEPT_AT_MOST:
                _KEPT.clear()
            _KEPT[self.digest] = kept
        return kept

    @property
    def words(self) -> Bilingual:
        """The item's name in both languages."""
        return Bilingual(zh=self.name, en=self.name_en or None)

    @property
    def summary_words(self) -> Bilingual:
        return Bilingual(zh=self.summary, en=self.summary_en or None)


@classified()
class ItemBody(models.Model):
    """Who handles a version where (实施主体): one agency for one region and all below it."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="bodies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="item_bodies")
    region = models.ForeignKey(Region, models.PROTECT, related_name="item_bodies")
    task_code = models.CharField(max_length=31)
    task_handle_item = models.CharField(max_length=33)
    local_task_code = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="item_body_once_per_region", fields=["version", "region"]),
        )
        indexes = (models.Index(fields=["task_handle_item"], name="item_body_by_code"),)

    def __str__(self) -> str:
        return self.task_handle_item
