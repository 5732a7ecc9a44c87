"""Accounts: who signs in. A person may stand at a counter without one."""

import hashlib
import hmac
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.crypto import new_pseudonym
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText, KeyedDigest


class AccountKind(models.TextChoices):
    CITIZEN = "citizen", _("办事群众和企业")
    STAFF = "staff", _("工作人员")


class AccountManager(BaseUserManager["Account"]):
    def active(self) -> models.QuerySet["Account"]:
        return self.filter(closed_at__isnull=True)


@classified(
    personal={
        "username": Personal(retention="staff", erase=Erase.KEEP),  # citizens' are random
        "display_name": Personal(retention="account", erase=Erase.BLANK),
        "phone": Personal(retention="account", erase=Erase.BLANK),
        "phone_digest": Personal(retention="account", erase=Erase.BLANK),
        "password": Personal(retention="account", erase=Erase.BLANK),
    }
)
class Account(AbstractBaseUser):
    """A way to sign in; its ``pseudonym`` is what the ledger records.

    Several accounts may share one phone (relatives). ``username`` is chosen for staff and random for
    citizens, who sign in by the province's identity or by phone. Raising ``session_generation`` ends every
    session of the account at once. ``version`` numbers the account's ledger entries.
    """

    username = models.CharField(max_length=64, unique=True)
    pseudonym = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    kind = models.CharField(max_length=8, choices=AccountKind)
    display_name = models.CharField(max_length=100, blank=True)
    phone = EncryptedText(null=True, blank=True)
    phone_digest = KeyedDigest(max_length=32, null=True, blank=True, db_index=True)
    session_generation = models.PositiveIntegerField(default=0)
    second_step = models.BooleanField(
        default=False,
        db_default=False,
        help_text="A citizen's own wish: a second factor after text message or password.",
    )
    start_password_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When somebody else chose the password; its owner has not chosen one of his own yet.",
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="account_phone_with_digest",
                condition=Q(phone__isnull=True, phone_digest__isnull=True)
                | Q(phone__isnull=False, phone_digest__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's is a plain attribute
        """Django's word for an account that may sign in."""
        return self.closed_at is None

    @property
    def has_start_password(self) -> bool:
        """Whether it knows no password but one that was handed over; until then its posts give no rights."""
        return self.start_password_at is not None

    @property
    def is_staff_account(self) -> bool:
        return self.kind == AccountKind.STAFF

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django ends sessions whose hash differs from the account's: here also when the generation differs.
        of_password: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return hmac.new(
            of_password.encode(), str(self.session_generation).encode(), hashlib.sha256
        ).hexdigest()
