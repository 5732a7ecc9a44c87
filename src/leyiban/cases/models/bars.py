"""What false papers cost (R14): a warning, and where safety is at stake no new application for a time."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.cases.models.hearings import Hearing
from leyiban.cases.states import BARRING, BarGround, BarState
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency, Party

_CASE = Personal("case", Erase.BLANK)
_SALT = Personal("case", Erase.DESTROY_KEY)


@classified(
    {
        "reasons": _CASE,
        "salt": _SALT,
        "given_by": Personal("staff", Erase.KEEP),
        "withdrawn_reasons": _CASE,
        "withdrawn_salt": _SALT,
    }
)
class FalsehoodWarning(models.Model):
    """The warning in a case whose papers were found to be false, with what it rests on; taken back when they were
    not. One stands at a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="warnings")
    reasons = EncryptedText()
    salt = models.BinaryField()
    barred_until = models.DateField(null=True, help_text="None: the licence guards no safety.")
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    hearing = models.OneToOneField(
        Hearing,
        models.PROTECT,
        null=True,
        related_name="warning",
        help_text="In which the party was heard before.",
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reasons = EncryptedText(null=True)
    withdrawn_salt = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at__isnull=True), name="warning_one_stands"
            ),
        )


class BarQuerySet(models.QuerySet["Bar"]):
    def in_force(self, day: dt.date) -> "BarQuerySet":
        """Those that keep somebody from applying on ``day``."""
        return self.filter(state__in=[state.value for state in BARRING], until__gte=day)


@classified(
    {
        "party_label": _CASE,
        "reasons": _CASE,
        "salt": _SALT,
        "objection": _CASE,
        "objection_salt": _SALT,
        "answer": _CASE,
        "answer_salt": _SALT,
    }
)
class Bar(Matter):
    """A party may not apply for a kind of licence (``catalog_code``) until the end of the day ``until``.

    ``case`` is the application it comes from: the false one, or the one whose licence was revoked
    (``licence``). The party may object once; the bar stands until it is lifted.
    """

    KIND: ClassVar[str] = "application_bar"

    case = models.ForeignKey(Case, models.PROTECT, related_name="bars")
    party = models.ForeignKey(Party, models.PROTECT, related_name="bars")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    catalog_code = models.TextField()
    ground = models.TextField(choices=BarGround.choices)
    licence = models.TextField(default="", help_text="Identifier of the licence that was revoked.")
    reasons = EncryptedText()
    salt = models.BinaryField()
    imposed_on = models.DateField()
    until = models.DateField(help_text="The last day.")
    limits = models.JSONField(help_text="Within what an objection is answered, and when lights come on.")
    objection = EncryptedText(null=True)
    objection_salt = models.BinaryField(null=True)
    objected_at = models.DateTimeField(null=True)
    answer = EncryptedText(null=True)
    answer_salt = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = BarQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BarState if state is not BarState.IMPOSING]),
                name="bar_state_known",
            ),
            models.CheckConstraint(condition=Q(until__gt=models.F("imposed_on")), name="bar_runs_forward"),
            models.CheckConstraint(
                condition=~Q(state=BarState.OBJECTED)
                | Q(objected_at__isnull=False, answered_at__isnull=True),
                name="bar_objected_waits_for_its_answer",
            ),
            models.UniqueConstraint(
                fields=["case", "ground"],
                condition=~Q(state=BarState.LIFTED),
                name="bar_once_per_case_and_ground",
            ),
        )
        indexes = (
            models.Index(
                fields=["party", "catalog_code"],
                condition=Q(state__in=sorted(state.value for state in BARRING)),
                name="bar_of_party",
            ),
        )


@classified()
class BarClockEvent(ClockEventRow):
    """One event of a bar's clock; never changed, never removed."""

    matter = models.ForeignKey(Bar, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "bar_clock"))
