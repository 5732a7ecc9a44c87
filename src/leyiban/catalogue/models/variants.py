"""Variants of items as the city proposes them, and the dry runs that each must have had before it is published."""

from django.db import models
from django.db.models import Q

from leyiban.catalogue.models.city import City
from leyiban.catalogue.models.item import HandlingItem, ItemVersion
from leyiban.catalogue.rulefile.variants import VariantFile
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.people.models import Account


@classified()
class ItemVariant(models.Model):
    """A variant as the city's file has it (``entry``). ``version``: the item's version that it was published as."""

    city = models.ForeignKey(City, models.CASCADE, related_name="variants")
    item = models.ForeignKey(HandlingItem, models.PROTECT, related_name="variants")
    key = models.SlugField(max_length=64)
    entry = models.JSONField()
    version = models.ForeignKey(ItemVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["city", "key"], name="item_variant_once_per_city"),)

    def __str__(self) -> str:
        return self.key

    @property
    def told(self) -> VariantFile:
        return VariantFile.model_validate(self.entry, strict=False)


@classified({"tried_by": Personal("staff", Erase.KEEP)})
class VariantTrial(models.Model):
    """A dry run on real cases. It is of one text: ``digest`` is that of the rule file that the variant made of the
    version with the digest ``base``; another text needs another run. ``found`` holds the counts, and the cases by
    number with what would have been different."""

    variant = models.ForeignKey(ItemVariant, models.CASCADE, related_name="trials")
    digest = models.CharField(max_length=71)
    base = models.CharField(max_length=71)
    cases = models.PositiveIntegerField()
    differing = models.PositiveIntegerField()
    stopped = models.PositiveIntegerField(help_text="Cases that could not have been filed under it.")
    found = models.JSONField()
    tried_at = models.DateTimeField()
    tried_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(digest__regex=r"^sha256:[0-9a-f]{64}$"), name="variant_trial_digest_shape"
            ),
        )

    def __str__(self) -> str:
        return f"{self.variant_id} {self.tried_at:%F}"
