"""What search reads: one row per item, and the city's other words for things."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from leyiban.catalogue.models.city import City
from leyiban.catalogue.models.item import HandlingItem
from leyiban.kernel.privacy import classified


@classified()
class ItemSearch(models.Model):
    """The item's search document, drawn from its newest version.

    ``vector`` holds the lexemes of ``kernel.search``: weight A for what the item is called, D for what else
    is said about it. ``keywords`` are whole phrases people use for the item.
    """

    item = models.OneToOneField(HandlingItem, models.CASCADE, related_name="search_document")
    vector = SearchVectorField()
    keywords = ArrayField(models.CharField(max_length=120), default=list)

    class Meta:
        indexes = (GinIndex(fields=["vector"], name="item_search_vector"),)

    def __str__(self) -> str:
        return str(self.item_id)


@classified()
class SynonymGroup(models.Model):
    """Words that mean the same to people who look for a service."""

    city = models.ForeignKey(City, models.CASCADE, related_name="synonym_groups")
    position = models.PositiveSmallIntegerField()
    words = ArrayField(models.CharField(max_length=40))

    class Meta:
        constraints = (
            models.UniqueConstraint(name="synonym_position_once_per_city", fields=["city", "position"]),
        )

    def __str__(self) -> str:
        return str(self.position)
