"""The line itself, cases handed up over it, and every answer that came back."""

from django.db import models
from django.db.models import Q

from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.province.states import UNSETTLED, AnswerState, Doubt, HandoverState

_CASE = Personal("case", Erase.BLANK)


@classified()
class Line(models.Model):
    """One row. ``cursor`` is the last place of the mailbox before which nothing is missing; ``polls`` counts how often
    it was asked, so that one question is open at a time. ``key`` is the province's, believed since ``key_since``."""

    name = models.TextField(primary_key=True)
    cursor = models.IntegerField(default=0)
    polls = models.IntegerField(default=0)
    key = models.TextField(default="")
    key_since = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True, help_text="When it last answered.")


@classified()
class Handover(models.Model):
    """A case in one round at the province. ``number`` is the task's, ``package`` the digest of what was signed.

    ``heard`` is the sequence of its last answer that was followed.
    """

    number = models.TextField()
    round = models.IntegerField()
    case_number = models.TextField()
    item = models.TextField(help_text="Code of the handling item.")
    office = models.TextField(help_text="Credit code of the office of the province.")
    office_name = models.TextField()
    package = models.TextField()
    papers = models.IntegerField(help_text="How many were counted into it.")
    state = models.TextField(choices=HandoverState.choices, default=HandoverState.ON_THE_WAY)
    registry = models.TextField(default="", help_text="The number that the province gave it.")
    heard = models.IntegerField(default=0)
    licence = models.TextField(default="", help_text="Number of the licence that the province issued.")
    version = models.IntegerField(default=0)
    handed_up_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, help_text="When the province's platform took it.")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["number", "round"], name="handover_once_per_round"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNSETTLED), settled_at__isnull=True)
                | ~Q(state__in=sorted(UNSETTLED)) & Q(settled_at__isnull=False),
                name="handover_settled_at_a_moment",
            ),
        )
        indexes = (
            models.Index(fields=["case_number"], name="handover_of_case"),
            models.Index(fields=["state", "handed_up_at"], name="handover_by_state"),
        )


@classified({"body": _CASE})
class Outgoing(models.Model):
    """What we signed and said on a hand-over: the package, a supplement, a withdrawal. ``key`` is outbound's."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="outgoing")
    kind = models.TextField()
    key = models.TextField(unique=True)
    body = EncryptedText()
    digest = models.TextField()
    written_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    failed = models.TextField(default="", help_text="Why it was given up: a code.")


@classified({"body": _CASE})
class Heard(models.Model):
    """An answer as it came: what was followed, what waits for an earlier one, and what was not believed.

    ``handover`` and ``sequence`` are None where the answer is not believed to be about it.
    """

    position = models.IntegerField(help_text="Its place in the province's mailbox.")
    digest = models.TextField(unique=True, help_text="Of body and signature: the same answer is kept once.")
    handover = models.ForeignKey(Handover, models.PROTECT, null=True, related_name="answers")
    about = models.TextField(default="", help_text="The number it names, believed or not.")
    sequence = models.IntegerField(null=True)
    kind = models.TextField(default="")
    decision = models.TextField(default="")
    body = EncryptedText()
    state = models.TextField(choices=AnswerState.choices)
    doubt = models.TextField(choices=[("", ""), *Doubt.choices], default="")
    said_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField()
    times = models.IntegerField(default=1, help_text="How often it came.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["handover", "sequence"],
                condition=Q(state__in=[AnswerState.FOLLOWED, AnswerState.WAITING]),
                name="heard_once_per_sequence",
            ),
            models.CheckConstraint(
                condition=Q(state=AnswerState.REFUSED) & ~Q(doubt="")
                | ~Q(state=AnswerState.REFUSED) & Q(doubt="", handover__isnull=False),
                name="heard_refused_for_a_doubt",
            ),
        )
        indexes = (models.Index(fields=["position"], name="heard_by_position"),)
