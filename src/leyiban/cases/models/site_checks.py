"""The record of a check on site: who was there, when, where, what they found, and who signed it (R6)."""

from django.db import models
from django.db.models import F, Q

from leyiban.cases.models.case import Case
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Post

_CASE = Personal("case", Erase.BLANK)


class SiteCheckQuerySet(models.QuerySet["SiteCheck"]):
    def waiting(self) -> "SiteCheckQuerySet":
        """Written, and not signed by everybody who was there."""
        return self.filter(signed_at__isnull=True, voided_at__isnull=True)


@classified(
    {
        "place": _CASE,
        "findings": _CASE,
        "salt": Personal("case", Erase.DESTROY_KEY),
        "recorded_by": Personal("staff", Erase.KEEP),
    }
)
class SiteCheck(models.Model):
    """One record. It counts once every officer has signed (``signed_at``); one that was written anew, or left
    behind when the case went back, is void and stays readable."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="site_checks")
    number = models.IntegerField(help_text="1, 2 … within the case.")
    task = models.TextField()
    checked_at = models.DateTimeField()
    place = EncryptedText()
    findings = EncryptedText()
    salt = models.BinaryField()
    conclusion = models.TextField(help_text="agree or disagree.")
    points = models.JSONField(default=dict, help_text="Review point → yes or no.")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    objects = SiteCheckQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "number"], name="site_check_numbered"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(signed_at__isnull=True, voided_at__isnull=True),
                name="site_check_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__lte=F("recorded_at")), name="site_check_recorded_after_it"
            ),
        )


@classified({"account": Personal("staff", Erase.KEEP)})
class SiteCheckOfficer(models.Model):
    """Somebody who was there, and when he signed the record with his own account."""

    record = models.ForeignKey(SiteCheck, models.PROTECT, related_name="officers")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "account"], name="site_check_officer_once"),)
        indexes = (
            models.Index(fields=["account"], condition=Q(signed_at__isnull=True), name="site_check_to_sign"),
        )
