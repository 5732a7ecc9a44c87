"""What the worker remembers of its own days."""

from django.db import models

from leyiban.kernel.privacy import classified


@classified()
class DailyRun(models.Model):
    """One daily task on one civil day. Claimed by inserting the row, so that several workers run it once."""

    task = models.TextField()
    day = models.DateField()
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    said = models.TextField(default="", help_text="What the task said it did, or the class of its failure.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["task", "day"], name="daily_run_once"),)

    def __str__(self) -> str:
        return f"{self.task} {self.day}"
