"""What search reads: what each item is called, the city's other words for things, and whether any of it changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leyiban.catalogue.models.city import City
from leyiban.catalogue.models.item import HandlingItem
from leyiban.catalogue.vocabulary import WordKind
from leyiban.kernel.privacy import classified


@classified()
class ItemSearch(models.Model):
    """The item's search document, drawn from its newest version.

    ``names`` are what it is called and whole phrases people use for it, ``said`` what else is said about it,
    ``codes`` every code that lists print for it.
    """

    item = models.OneToOneField(HandlingItem, models.CASCADE, related_name="search_document")
    names = ArrayField(models.TextField(), default=list)
    said = ArrayField(models.TextField(), default=list)
    codes = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return str(self.item_id)


@classified()
class SynonymGroup(models.Model):
    """Words that mean the same to people who look for a service."""

    city = models.ForeignKey(City, models.CASCADE, related_name="synonym_groups")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in WordKind], default=WordKind.SAME.value
    )
    words = ArrayField(models.CharField(max_length=40))

    class Meta:
        constraints = (
            models.UniqueConstraint(name="synonym_position_once_per_city", fields=["city", "position"]),
            models.CheckConstraint(
                name="synonym_kind_known", condition=Q(kind__in=[each.value for each in WordKind])
            ),
        )

    def __str__(self) -> str:
        return str(self.position)


@classified()
class SearchStamp(models.Model):
    """Drawn anew with every change of what the city's search reads: whoever keeps an index sees that it is old.

    By chance and not counted: two histories (a restore, a transaction that was undone) never have one stamp.
    """

    city = models.OneToOneField(City, models.CASCADE, related_name="search_stamp")
    stamp = models.UUIDField()

    def __str__(self) -> str:
        return str(self.stamp)
