"""What cards and slips have in common: the matter that they are about, and who oversees its office."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from leyiban.kernel.docket.models import Matter
from leyiban.people.models import Agency


class Supervised(Matter):
    """``about_kind`` and ``about_number`` name the matter as the ledger names it; ``title`` is the matter's.

    ``overseers`` are the agency that handles it and those above it, the nearest first: supervisors and leaders of
    any of them see it. Nobody is named: ``party_label`` stays empty.
    """

    about_kind = models.TextField()
    about_number = models.TextField()
    item = models.TextField(help_text="Code of the handling item; empty for what has none.")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    overseers = ArrayField(models.BigIntegerField())
    limits = models.JSONField(help_text="The limit and the lights in force when it began.")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(Matter.Meta):
        abstract = True
