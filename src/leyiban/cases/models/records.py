"""What the office wrote into a case: notices and opinions."""

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Post

_CASE = Personal("case", Erase.BLANK)


class CorrectionNoticeQuerySet(models.QuerySet["CorrectionNotice"]):
    def unanswered(self) -> "CorrectionNoticeQuerySet":
        """Neither supplemented nor taken back: the applicant still has to act."""
        return self.filter(supplemented_at__isnull=True, withdrawn_at__isnull=True)


@classified({"defects": _CASE, "reason": _CASE, "told_by": Personal("staff", Erase.KEEP)})
class CorrectionNotice(models.Model):
    """A one-time notice (R1, R2). Withdrawn notices keep their words.

    ``defects`` is a list of {target, what, how, caused_by_supplement}; ``repeated`` marks a second request
    for something that was visible the first time, with its ``reason``: public, and no clock stopped.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    number = models.IntegerField(help_text="1, 2 … within the case.")
    round = models.IntegerField()
    defects = EncryptedText()
    repeated = models.BooleanField(default=False)
    reason = EncryptedText(null=True)
    told_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    changed = models.JSONField(default=list, help_text="Targets that the supplement touched.")
    supplemented_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = CorrectionNoticeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "round"],
                condition=Q(repeated=False, withdrawn_at__isnull=True),
                name="correction_once_per_round",
            ),
            models.UniqueConstraint(fields=["case", "number"], name="correction_numbered"),
        )


@classified(
    {"text": _CASE, "salt": Personal("case", Erase.DESTROY_KEY), "given_by": Personal("staff", Erase.KEEP)}
)
class Opinion(models.Model):
    """What a post concluded on a task: an opinion, not only a name."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    task = models.TextField()
    conclusion = models.TextField(help_text="agree, disagree, grant or deny.")
    points = models.JSONField(default=dict, help_text="Review point → yes or no.")
    text = EncryptedText()
    salt = models.BinaryField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


@classified()
class SpecialProcedure(models.Model):
    """A procedure of the closed list that stops the clock (R10), told in writing before it starts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="special_procedures")
    number = models.IntegerField(help_text="1, 2 … within the case.")
    kind = models.TextField()
    basis = models.TextField()
    at_most = models.TextField(help_text="Its longest duration as told, e.g. 15 working_day.")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="special_one_at_a_time"
            ),
        )


@classified({"reason": _CASE})
class ExtensionNotice(models.Model):
    """The one extension (R7): by how much, why, approved by whom."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="extension")
    amount = models.IntegerField()
    unit = models.TextField()
    reason = EncryptedText()
    approved_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
