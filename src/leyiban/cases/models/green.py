"""The green channel (M4, F4.1): one request for one case, its answer, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.cases.states import GreenGround, GreenState
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency, Post

_CASE = Personal("case", Erase.BLANK)
_SALT = Personal("case", Erase.DESTROY_KEY)
GREEN_OPEN = (GreenState.REQUESTED.value, GreenState.GRANTED.value)


@classified(
    {
        "party_label": _CASE,
        "statement": _CASE,
        "statement_salt": _SALT,
        "reasons": _CASE,
        "reasons_salt": _SALT,
        "answered_by": Personal("staff", Erase.KEEP),
        "end_reasons": _CASE,
        "end_salt": _SALT,
    }
)
class GreenGrant(Matter):
    """A case asks to go first. ``terms`` are what its class allowed on the day of the request, with the clocks' terms;
    they hold whatever the class becomes. ``until`` is the last day of a grant. The case's own limits stay as they
    are: the shortened one is a clock of this matter."""

    KIND: ClassVar[str] = "green_grant"

    case = models.ForeignKey(Case, models.PROTECT, related_name="green_grants")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    green_class = models.TextField()
    class_until = models.DateField(null=True, help_text="The last day on which the class holds.")
    proof = models.TextField()
    statement = EncryptedText()
    statement_salt = models.BinaryField()
    terms = models.JSONField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    reasons = EncryptedText(null=True)
    reasons_salt = models.BinaryField(null=True)
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_ground = models.TextField(choices=GreenGround.choices, default="")
    end_reasons = EncryptedText(null=True)
    end_salt = models.BinaryField(null=True)
    passed = models.IntegerField(default=0, help_text="How many ordinary cases it had passed when it ended.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(state.value for state in GreenState if state is not GreenState.ASKING)
                ),
                name="green_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=GreenState.GRANTED) | Q(until__isnull=False, answered_by__isnull=False),
                name="green_granted_by_somebody_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=GreenState.WITHDRAWN) | ~Q(end_ground=""),
                name="green_withdrawn_on_a_ground",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=GREEN_OPEN), name="green_one_open_per_case"
            ),
        )
        indexes = (
            models.Index(
                fields=["-answered_at"],
                condition=Q(until__isnull=False),
                name="green_register",
            ),
        )


@classified()
class GreenClockEvent(ClockEventRow):
    """One event of a request's clocks; never changed, never removed."""

    matter = models.ForeignKey(GreenGrant, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "green_clock"))
