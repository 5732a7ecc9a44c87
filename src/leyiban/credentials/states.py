"""The status of a licence, with the codes that national interfaces exchange (identity-and-codes §6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LicenceStatus(models.TextChoices):
    """``PREPARING`` is before the seal. What is in :data:`DERIVED` is never stored: it follows from the last day, and
    from whether a renewal was asked for in time and is still open."""

    PREPARING = "preparing", _("正在制证")
    VALID = "valid", _("有效")
    SUSPENDED = "suspended", _("暂扣")
    REVOKED = "revoked", _("已撤销")
    CANCELLED = "cancelled", _("已注销")
    REPLACED = "replaced", _("已换发新证")
    EXPIRED = "expired", _("已过有效期")
    RENEWING = "renewing", _("已到期,延续审查中")


DERIVED = frozenset({LicenceStatus.EXPIRED, LicenceStatus.RENEWING})

# The interfaces know no renewed licence: who asked in time holds a valid one until there is an answer [ALL art. 50],
# and one whose place another has taken is no longer in the register (assumption).
NATIONAL_CODES = {
    LicenceStatus.VALID: "01",
    LicenceStatus.SUSPENDED: "02",
    LicenceStatus.REVOKED: "03",
    LicenceStatus.CANCELLED: "04",
    LicenceStatus.REPLACED: "04",
    LicenceStatus.EXPIRED: "05",
    LicenceStatus.RENEWING: "01",
}


class Change(models.TextChoices):
    """What an office may do to a licence after its issue, with the law's words."""

    SUSPEND = "suspend", _("暂扣")
    RESTORE = "restore", _("恢复")
    REVOKE = "revoke", _("撤销")
    CANCEL = "cancel", _("注销")


S = LicenceStatus
# change → (from, to)
CHANGES: dict[Change, tuple[frozenset[LicenceStatus], LicenceStatus]] = {
    Change.SUSPEND: (frozenset({S.VALID}), S.SUSPENDED),
    Change.RESTORE: (frozenset({S.SUSPENDED}), S.VALID),
    Change.REVOKE: (frozenset({S.VALID, S.SUSPENDED}), S.REVOKED),
    Change.CANCEL: (frozenset({S.VALID, S.SUSPENDED}), S.CANCELLED),
}
