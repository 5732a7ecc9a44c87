"""Posts (岗位) and who holds them. A right comes from a post held, never from an account's name."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Role
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.people.models.account import Account
from leyiban.people.models.agency import Agency
from leyiban.people.models.region import Region

ROLE_NAMES = {
    Role.WINDOW_CLERK: _("窗口人员"),
    Role.REVIEWER: _("审查"),
    Role.CHECKER: _("审核"),
    Role.DECIDER: _("决定"),
    Role.ISSUER: _("出件"),
    Role.SUPERVISOR: _("督查"),
    Role.LEADER: _("分管领导"),
    Role.ADMINISTRATOR: _("管理员"),
    Role.AUDITOR: _("审计"),
}


@classified()
class Post(models.Model):
    """A place in an agency that can act: role and area. Items name posts by ``code``.

    Its jurisdiction is ``region`` and everything below it, within ``agency``.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    region = models.ForeignKey(Region, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class HoldingKind(models.TextChoices):
    REGULAR = "regular", _("正式任岗")
    BREAK_GLASS = "break_glass", _("紧急授权")


class PostHoldingQuerySet(models.QuerySet["PostHolding"]):
    def in_force(self, now: dt.datetime) -> "PostHoldingQuerySet":
        """Held at this moment: begun, not ended, and the post itself in its period."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)


@classified(
    personal={"account": Personal(retention="staff", erase=Erase.KEEP)},
)
class PostHolding(models.Model):
    """An account holds a post from ``since`` (inclusive) to ``until`` (exclusive; None = until told).

    ``used_on`` is the last day the right was exercised: a right that nobody uses ends by itself.
    A *break-glass* holding is short, names its reason and the second person who allowed it.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="holdings")
    kind = models.CharField(max_length=12, choices=HoldingKind, default=HoldingKind.REGULAR)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    allowed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="holding_period_runs_forward", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="break_glass_has_end_reason_and_second_person",
                condition=Q(kind=HoldingKind.REGULAR)
                | (
                    Q(until__isnull=False, allowed_by__isnull=False)
                    & ~Q(reason="")
                    & ~Q(allowed_by=F("account"))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id}:{self.account_id}"
