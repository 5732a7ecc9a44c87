"""Other offices' systems that sign their users in with an account here, and what each user lets each of them read."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.crypto import new_pseudonym
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.people.models.account import Account

_ACCOUNT = Personal(retention="account", erase=Erase.DELETE_ROW)
_SESSION = Personal(retention="session", erase=Erase.DELETE_ROW)


class SystemScope(models.TextChoices):
    """What a system may ask for; each is one kind of data that a person can allow or refuse by itself."""

    OPENID = "openid", _("知道是同一个人(一个编号,只给这个系统用)")
    PROFILE = "profile", _("姓名")
    PHONE = "phone", _("手机号")
    IDENTITY = "identity", _("证件号码")
    OFFLINE = "offline_access", _("您不在的时候也能来读")


class OutsideSystemQuerySet(models.QuerySet["OutsideSystem"]):
    def in_force(self) -> "OutsideSystemQuerySet":
        return self.filter(ended_at__isnull=True)


@classified()
class OutsideSystem(models.Model):
    """A registered system. Its secret is shown once; only digests are kept, the former one for some days.

    ``redirects`` are whole addresses, compared sign by sign.
    """

    client_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    operator = models.CharField(max_length=100, help_text="The office that answers for it.")
    operator_en = models.CharField(max_length=150)
    purpose = models.CharField(
        max_length=200, help_text="What it needs the data for, as the person reads it."
    )
    purpose_en = models.CharField(max_length=300)
    redirects = ArrayField(models.URLField(max_length=300))
    scopes = ArrayField(models.CharField(max_length=16, choices=SystemScope))
    secret_digest = models.BinaryField(max_length=32)
    former_secret_digest = models.BinaryField(max_length=32, null=True)
    former_secret_until = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = OutsideSystemQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="outside_system_returns_somewhere", condition=~Q(redirects=[])),
            models.CheckConstraint(
                name="outside_system_asks_openid", condition=Q(scopes__contains=[SystemScope.OPENID])
            ),
        )

    def __str__(self) -> str:
        return self.client_id


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True, system__ended_at__isnull=True)


@classified(personal={"account": _ACCOUNT, "subject": _ACCOUNT})
class Consent(models.Model):
    """What one person lets one system read. One row for the two for ever; history stands on the ledger.

    ``subject`` is who the person is there: random, told to nobody else, so that two systems cannot find out
    that they know the same person. It outlives a withdrawal, or the person would come back as somebody new.
    """

    system = models.ForeignKey(OutsideSystem, models.PROTECT, related_name="consents")
    account = models.ForeignKey(Account, models.PROTECT, related_name="consents")
    subject = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    scopes = ArrayField(models.CharField(max_length=16, choices=SystemScope))
    given_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, help_text="When the system last asked for the data.")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="consent_once", fields=["system", "account"]),)

    def __str__(self) -> str:
        return self.subject


class SystemAccessQuerySet(models.QuerySet["SystemAccess"]):
    def in_force(self, now: dt.datetime) -> "SystemAccessQuerySet":
        """Those that nothing has ended: not the person, not the system, not time, not the account."""
        return self.filter(
            ended_at__isnull=True,
            until__gt=now,
            consent__withdrawn_at__isnull=True,
            consent__system__ended_at__isnull=True,
            consent__account__closed_at__isnull=True,
            session_generation=models.F("consent__account__session_generation"),
        )


@classified(personal={"consent": _SESSION, "nonce": _SESSION, "code_digest": _SESSION})
class SystemAccess(models.Model):
    """One sign-in to a system: its code, and the family of tokens that came of it, which end together.

    ``scopes`` are those of this sign-in; ``signed_in_at`` is when the person proved who he is *here*;
    ``level`` is the real-name level at that time. ``until`` is the last moment of the whole family.
    """

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="accesses")
    scopes = ArrayField(models.CharField(max_length=16, choices=SystemScope))
    code_digest = models.BinaryField(max_length=32, unique=True)
    code_until = models.DateTimeField()
    code_spent_at = models.DateTimeField(null=True)
    redirect = models.URLField(max_length=300)
    challenge = models.CharField(max_length=64)
    nonce = models.CharField(max_length=255, blank=True)
    level = models.PositiveSmallIntegerField()
    signed_in_at = models.DateTimeField()
    session_generation = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=16, blank=True)

    objects = SystemAccessQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["until"], name="system_access_age"),)

    def __str__(self) -> str:
        return str(self.pk)


class TokenUse(models.TextChoices):
    ACCESS = "access", _("读取")
    REFRESH = "refresh", _("续期")


@classified(personal={"access": _SESSION})
class SystemToken(models.Model):
    """A token of a family, kept as its digest. A refresh token is spent by its use and stays, so that a second
    use is noticed."""

    access = models.ForeignKey(SystemAccess, models.CASCADE, related_name="tokens")
    use = models.CharField(max_length=8, choices=TokenUse)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=16, choices=SystemScope))
    issued_at = models.DateTimeField()
    until = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)
