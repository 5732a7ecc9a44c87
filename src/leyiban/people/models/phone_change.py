"""A new phone that waits: who has nothing but the old phone proves nothing by it, so the account's owner is given
time to say no."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models.account import Account

_SESSION = Personal(retention="session", erase=Erase.DELETE_ROW)


class Outcome(models.TextChoices):
    DONE = "done", _("换好了")
    STOPPED = "stopped", _("停掉了")
    OVERTAKEN = "overtaken", _("本人核验身份后作废")


class PhoneChangeQuerySet(models.QuerySet["PhoneChange"]):
    def waiting(self) -> "PhoneChangeQuerySet":
        return self.filter(ended_at__isnull=True)


@classified(personal={"account": _SESSION, "phone": _SESSION})
class PhoneChange(models.Model):
    """Until ``effective_at`` the old phone opens the account and every session of it can stop the change."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="phone_changes")
    phone = EncryptedText()
    asked_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    objects = PhoneChangeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="phone_change_one_waits", fields=["account"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="phone_change_ended_somehow",
                condition=Q(ended_at__isnull=True, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="phone_change_waits_forward", condition=Q(effective_at__gte=F("asked_at"))
            ),
        )
        indexes = (
            models.Index(
                fields=["effective_at"], name="phone_change_due", condition=Q(ended_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
