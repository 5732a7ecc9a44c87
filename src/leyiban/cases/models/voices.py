"""Why somebody took his application back (劝退): one question to him alone, which his office never reads."""

import secrets

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.cases.states import WithdrawalReason
from leyiban.kernel.privacy import Erase, Personal, classified


def new_key() -> str:
    """Nobody who knows the case can guess it."""
    return secrets.token_hex(12)


@classified({"reason": Personal("case", Erase.BLANK)})
class WithdrawalVoice(models.Model):
    """The question, open until the end of the day ``until``; answered once.

    On the ledger it stands under its own ``key`` and not under the case's number, so that nobody who may read the
    case's trail finds the answer in it.
    """

    KIND = "withdrawal_voice"

    key = models.TextField(unique=True, default=new_key)
    case = models.OneToOneField(Case, models.PROTECT, related_name="voice")
    asked_at = models.DateTimeField()
    until = models.DateField(help_text="The last day on which it may be answered.")
    reason = models.TextField(choices=WithdrawalReason.choices, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(reason=""), name="voice_answered_at_a_moment"
            ),
        )

    def __str__(self) -> str:
        return self.key
