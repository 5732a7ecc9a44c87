"""What sign-in leaves behind: codes, outside identities, tokens, the log, and parked forms."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText, KeyedDigest
from leyiban.people.models.account import Account

_SESSION = Personal(retention="session", erase=Erase.DELETE_ROW)
_ACCOUNT = Personal(retention="account", erase=Erase.DELETE_ROW)


class Purpose(models.TextChoices):
    """What a code may be used for; a code for one purpose is no good for another."""

    SIGN_IN = "sign_in", _("登录")
    CHANGE_PHONE = "change_phone", _("换手机号")
    RECOVER = "recover", _("找回账号")


@classified(personal={"phone": _SESSION, "phone_digest": _SESSION, "origin_digest": _SESSION})
class PhoneCode(models.Model):
    """One code sent to one phone. Only a keyed digest of code and salt is stored.

    A right code is exchanged once for a *ticket*, which names the proven phone while its owner chooses who
    he is; so neither a page nor a session has to carry the number.
    """

    phone = EncryptedText()
    phone_digest = KeyedDigest(max_length=32)
    origin_digest = KeyedDigest(max_length=32, null=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    salt = models.BinaryField(max_length=16)
    code_digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    spent_at = models.DateTimeField(null=True)
    ticket_digest = models.BinaryField(max_length=32, null=True, unique=True)
    ticket_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["phone_digest", "sent_at"], name="phone_code_of_phone"),
            models.Index(fields=["origin_digest", "sent_at"], name="phone_code_of_origin"),
        )

    def __str__(self) -> str:
        return str(self.pk)


@classified(personal={"account": _ACCOUNT, "subject": _ACCOUNT})
class OutsideIdentity(models.Model):
    """The same person at an outside identity provider: ``issuer`` and the provider's ``subject``."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="outside_identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="outside_identity_once", fields=["issuer", "subject"]),)

    def __str__(self) -> str:
        return str(self.pk)


class Way(models.TextChoices):
    PROVINCE = "province", _("省统一身份认证")
    PHONE_CODE = "phone_code", _("手机验证码")
    PASSWORD = "password", _("密码")
    RECOVERY = "recovery", _("人脸核验找回")
    PASSKEY = "passkey", _("通行密钥")
    TOKEN = "token", _("程序接口")


@classified(personal={"account": _SESSION, "origin": _SESSION, "device": _SESSION, "session_key": _SESSION})
class SignIn(models.Model):
    """One sign-in, shown to the account's owner so that he notices a stranger's.

    ``session_key`` names the browser session that it began, as long as that lasts, so that the owner can end it.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="sign_ins")
    way = models.CharField(max_length=10, choices=Way)
    at = models.DateTimeField()
    origin = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=80, blank=True)
    session_key = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        indexes = (models.Index(fields=["account", "-at"], name="sign_in_of_account"),)

    def __str__(self) -> str:
        return str(self.pk)


class Scope(models.TextChoices):
    """What a bearer token may do."""

    READ = "read", _("查看")
    APPLY = "apply", _("申请和补正")
    MANDATE = "mandate", _("授权他人")
    HANDLE = "handle", _("办件(工作人员)")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self, now: dt.datetime) -> "ApiTokenQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, account__closed_at__isnull=True)


@classified(personal={"account": _ACCOUNT, "label": _ACCOUNT})
class ApiToken(models.Model):
    """A bearer token of the API. The token itself is shown once; only its digest is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="api_tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    label = models.CharField(max_length=60, blank=True)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    session_generation = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(name="api_token_has_scopes", condition=~Q(scopes=[])),)

    def __str__(self) -> str:
        return str(self.pk)


@classified(personal={"account": _SESSION, "path": _SESSION, "body": _SESSION})
class ParkedForm(models.Model):
    """What somebody was sending when the session ended; given back once, to the same account only."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    path = models.CharField(max_length=500)
    body = EncryptedText()
    parked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
