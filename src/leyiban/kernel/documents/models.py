"""Documents that the platform makes, and the counters their numbers come from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.papers.models import Paper
from leyiban.kernel.privacy import Erase, Personal, classified


class State(models.TextChoices):
    REQUESTED = "requested", _("正在制作")
    MADE = "made", _("已做好")
    FAILED = "failed", _("没有做成")


@classified(
    personal={
        "data": Personal(retention="case", erase=Erase.BLANK),
        "attachment": Personal(retention="case", erase=Erase.BLANK),
    }
)
class Document(models.Model):
    """A paper of law or certificate: what it says, and once made, the file.

    Asked for once per (template, matter, occasion). ``matter_kind`` and ``matter_key`` are the subject under
    which the ledger knows the matter, ``warrant_entry`` the ledger entry that allows the seal. ``data`` is
    all that the template is given. ``retry_at`` says when a failed one is tried again, and is empty
    when it waits for a person.
    """

    key = models.CharField(max_length=32, unique=True, help_text="Public name, also on the ledger.")
    template = models.CharField(max_length=100)
    template_version = models.PositiveSmallIntegerField()
    matter_kind = models.CharField(max_length=50)
    matter_key = models.CharField(max_length=100)
    occasion = models.CharField(max_length=100, help_text="Tells apart several of one kind in one matter.")
    agency_key = models.CharField(max_length=50)
    office_name = models.CharField(max_length=200)
    number = models.CharField(max_length=100, unique=True)
    dated = models.DateField(help_text="The date that is printed, in the city's time.")
    data = models.JSONField(null=True)
    imprint = models.JSONField(null=True)
    attachment = models.JSONField(null=True)
    warrant_entry = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, default="", help_text="Code of the last failure.")
    retry_at = models.DateTimeField(null=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["matter_kind", "matter_key", "template", "occasion"],
                name="document_once_per_occasion",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MADE, paper__isnull=False, made_at__isnull=False)
                | (~Q(state=State.MADE) & Q(paper__isnull=True, made_at__isnull=True)),
                name="document_made_has_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED) | ~Q(error=""), name="document_failed_says_why"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="document_state_is_known"),
        )
        indexes = (
            models.Index(
                fields=["state", "requested_at"], name="document_not_made", condition=~Q(state=State.MADE)
            ),
        )

    def __str__(self) -> str:
        return self.number


@classified()
class NumberSeries(models.Model):
    """The last serial given in one office, series and year. Locked while a number is taken, so no gaps."""

    agency_key = models.CharField(max_length=50)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency_key", "series", "year"], name="number_series_once_per_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_key} {self.series} {self.year}: {self.last}"
