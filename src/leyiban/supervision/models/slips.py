"""A slip (督办单) or an instruction (领导批示): what is asked of an office about a matter, by when, and its answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Post
from leyiban.supervision.models.cards import Card
from leyiban.supervision.models.supervised import Supervised
from leyiban.supervision.states import SlipKind, SlipState


@classified({"issued_by": Personal("staff", Erase.KEEP)})
class Slip(Supervised):
    """It changes no limit of its matter. ``answering_post`` answers, ``issuing_post`` accepts or returns the answer.

    ``round`` counts what was asked: 1, then one more each time an answer was returned.
    """

    KIND: ClassVar[str] = "supervision_slip"

    slip_kind = models.TextField(choices=SlipKind.choices)
    card = models.ForeignKey(Card, models.PROTECT, null=True, related_name="slips")
    answering_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    issuing_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    after_seq = models.IntegerField(
        help_text="The matter's last entry when it was issued: proof comes later."
    )
    round = models.PositiveIntegerField(default=1)

    class Meta(Supervised.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["issued", "received", "answered"], closed_at__isnull=True)
                | Q(state__in=["accepted", "withdrawn"], closed_at__isnull=False),
                name="slip_open_or_closed",
            ),
        )
        indexes = (
            models.Index(fields=["about_kind", "about_number"], name="slip_about"),
            models.Index(fields=["state", "-id"], name="slip_by_state"),
        )

    @property
    def state_label(self) -> str:
        return str(SlipState(self.state).label)

    @property
    def kind_label(self) -> str:
        return str(SlipKind(self.slip_kind).label)


@classified(
    {
        "words": Personal("supervision", Erase.BLANK),
        "salt": Personal("supervision", Erase.DESTROY_KEY),
        "by": Personal("staff", Erase.KEEP),
    }
)
class SlipRemark(models.Model):
    """What was written at one move of a slip: what is asked, the answer, why it is returned or withdrawn."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="remarks")
    move = models.TextField()
    words = EncryptedText()
    salt = models.BinaryField()
    proof = models.TextField(default="", help_text="kind#seq of the matter's own entry that proves it.")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()


@classified()
class SlipClockEvent(ClockEventRow):
    """One event of a slip's clock; never changed, never removed."""

    matter = models.ForeignKey(Slip, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "slip_clock"))
