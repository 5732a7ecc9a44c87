"""A card (监察卡): something of a matter that somebody must look at, and who answers when nobody does."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account
from leyiban.supervision.models.supervised import Supervised
from leyiban.supervision.states import CardEnd, CardKind, CardState


@classified({"words": Personal("supervision", Erase.BLANK), "closed_by": Personal("staff", Erase.KEEP)})
class Card(Supervised):
    """``occasion`` is what of the matter set it off: each occasion opens one card, however often it is told.

    ``ladder`` are the posts that answer one after the other, ``level`` is whose turn it is. ``round`` counts the
    times to look: each step of the office and each level begins a new one.
    """

    KIND: ClassVar[str] = "supervision_card"

    reason = models.TextField(choices=CardKind.choices)
    occasion = models.TextField()
    told = ArrayField(models.TextField(), help_text="Roles that were told when it was opened.")
    ladder = ArrayField(models.BigIntegerField(), help_text="Keys of posts, the first to answer first.")
    level = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveIntegerField(default=1)
    end = models.TextField(choices=CardEnd.choices, default="")
    words = EncryptedText(null=True)
    words_salt = models.BinaryField(null=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta(Supervised.Meta):
        abstract = False
        constraints = (
            models.UniqueConstraint(
                fields=["about_kind", "about_number", "reason", "occasion"], name="card_once_per_occasion"
            ),
            models.CheckConstraint(
                condition=Q(state=CardState.OPEN.value, closed_at__isnull=True, end="")
                | (Q(state=CardState.CLOSED.value, closed_at__isnull=False) & ~Q(end="")),
                name="card_open_or_ended",
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-id"], name="card_by_agency"),
            models.Index(fields=["state", "-id"], name="card_by_state"),
        )


@classified()
class CardClockEvent(ClockEventRow):
    """One event of a card's clock; never changed, never removed."""

    matter = models.ForeignKey(Card, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "card_clock"))
