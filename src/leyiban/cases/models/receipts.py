"""The applicant starts the clock himself: what he says of the moment at which his papers were received."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leyiban.cases.models.case import Case
from leyiban.cases.states import ReceiptState
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account

_CASE = Personal("case", Erase.BLANK)
_SALT = Personal("case", Erase.DESTROY_KEY)


@classified(
    {
        "party_label": _CASE,
        "words": _CASE,
        "words_salt": _SALT,
        "answer": _CASE,
        "answer_salt": _SALT,
        "entered_by": Personal("staff", Erase.KEEP),
    }
)
class ReceiptClaim(Matter):
    """One word of the applicant for each round of a case: the moment is right, or it was ``claimed_at``.

    ``entered_at`` is the moment that stands in the case, ``entered_by`` the clerk who entered it: he does not decide.
    """

    KIND: ClassVar[str] = "receipt_claim"

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipt_claims")
    round = models.IntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField()
    words = EncryptedText(null=True)
    words_salt = models.BinaryField(null=True)
    answer = EncryptedText(null=True)
    answer_salt = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    limits = models.JSONField(help_text="Within what it is decided, and when lights come on.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=[each.value for each in ReceiptState if each is not ReceiptState.SAYING]
                ),
                name="receipt_claim_state_known",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__lt=F("entered_at"))
                | Q(state=ReceiptState.CONFIRMED, claimed_at=F("entered_at")),
                name="receipt_claim_is_earlier",
            ),
            models.UniqueConstraint(fields=["case", "round"], name="receipt_claim_once_per_round"),
        )


@classified()
class ReceiptClaimClockEvent(ClockEventRow):
    """One event of a claim's clock; never changed, never removed."""

    matter = models.ForeignKey(ReceiptClaim, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "receipt_claim_clock"))
