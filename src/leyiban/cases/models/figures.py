"""Open statistics (FX.6): what each case adds to the counts of its months, and the counts themselves.

Both are drawn from the ledger and from nothing else, so that they can be drawn again and compared.
"""

from django.db import models

from leyiban.kernel.privacy import classified


class Cell(models.Model):
    """Where a case counts. ``county`` is a division code of six digits, ``agency`` a credit code, ``item`` a code."""

    county = models.TextField()
    agency = models.TextField()
    item = models.TextField()

    class Meta:
        abstract = True


@classified()
class CaseTally(Cell):
    """What one case has added: month (``2026-03-01``) → figure → amount; ``days`` likewise by day. ``position`` is its
    last entry that counted."""

    number = models.TextField(primary_key=True)
    tally = models.JSONField(default=dict)
    days = models.JSONField(default=dict)
    position = models.BigIntegerField()

    def __str__(self) -> str:
        return self.number


@classified()
class MonthFigures(Cell):
    """The counts of one month, county, office and item: figure → amount; a figure of zero is left out."""

    month = models.DateField()
    counts = models.JSONField(default=dict)
    position = models.BigIntegerField(help_text="The entry that changed them last.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["month", "county", "agency", "item"], name="month_figures_once_per_cell"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.county} {self.item}"


@classified()
class DayFigures(Cell):
    """The counts of one day, county, office and item: figure → amount; a figure of zero is left out.

    ``is_base``: it holds the stock that all days up to it left behind, and what happened on them is forgotten.
    """

    day = models.DateField()
    counts = models.JSONField(default=dict)
    position = models.BigIntegerField(help_text="The entry that changed them last.")
    is_base = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["day", "county", "agency", "item"], name="day_figures_once_per_cell"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.county} {self.item}"


@classified()
class FigureCorrection(Cell):
    """A figure of a month that was final when it changed: what it was, what it is, since when, by which entry."""

    month = models.DateField()
    figure = models.TextField()
    before = models.IntegerField()
    after = models.IntegerField()
    at = models.DateTimeField()
    position = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["month", "-id"], name="figure_correction_by_month"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.figure}: {self.before} → {self.after}"
