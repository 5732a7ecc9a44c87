"""Licences and the counters their serials come from."""

import datetime as dt

from django.db import models
from django.db.models import Q

from leyiban.credentials.states import DERIVED, LicenceStatus
from leyiban.kernel.documents.models import Document
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Agency, Party

_LICENCE = Personal("licence", Erase.BLANK)


@classified({"surface": _LICENCE, "holder_label": _LICENCE})
class Licence(models.Model):
    """One issued version of a licence.

    ``surface`` is the JSON list of what its face says (照面信息), label and text. ``status`` holds what an
    office decided; that a licence has run out follows from ``valid_until`` and is never stored. ``replaces`` is the
    licence whose place this one took; that one is ``replaced_by`` it.
    ``case_number`` is the matter whose decision allowed it: one licence per case.
    """

    identifier = models.TextField(unique=True)
    type_code = models.TextField()
    name = models.TextField()
    number = models.TextField(help_text="证照编号, as printed.")
    holder = models.ForeignKey(Party, models.PROTECT, related_name="licences")
    holder_label = models.TextField(
        help_text="The holder as a stranger may see it: a firm, or a masked name."
    )
    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="licences")
    case_number = models.TextField(unique=True)
    surface = EncryptedText()
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="The last valid day; none: long-term (长期).")
    status = models.TextField(choices=LicenceStatus.choices, default=LicenceStatus.PREPARING)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="licence")
    digest = models.TextField(default="", help_text="sha256:… of the sealed file.")
    version = models.IntegerField(default=0, help_text="Ledger entries so far.")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", help_text="By renewal or change."
    )
    renewal_case = models.TextField(
        default="", help_text="The open case that asked in time to renew it; silence grants it."
    )
    reminded_on = models.DateField(null=True, help_text="When its holder was told that it ends.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[s for s in LicenceStatus.values if s not in DERIVED]),
                name="licence_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status=LicenceStatus.PREPARING) | (Q(document__isnull=False) & ~Q(digest="")),
                name="licence_in_force_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="licence_valid_forward",
            ),
            models.CheckConstraint(
                condition=~Q(status=LicenceStatus.REPLACED) | Q(renewal_case=""), name="licence_replaced_once"
            ),
            # What takes a licence's place keeps its number.
            models.UniqueConstraint(
                fields=["issuer", "number"],
                condition=Q(replaces__isnull=True),
                name="licence_first_number_per_issuer",
            ),
        )
        indexes = (
            models.Index(fields=["holder", "-id"], name="licence_by_holder"),
            models.Index(
                fields=["valid_until", "issuer"],
                condition=Q(status=LicenceStatus.VALID),
                name="licence_by_end",
            ),
        )

    def __str__(self) -> str:
        return self.identifier

    def status_on(self, day: dt.date) -> LicenceStatus:
        """The status as the world must see it on ``day``."""
        status = LicenceStatus(self.status)
        has_run_out = self.valid_until is not None and day > self.valid_until
        if status is not LicenceStatus.VALID or not has_run_out:
            return status
        return LicenceStatus.RENEWING if self.renewal_case else LicenceStatus.EXPIRED


@classified()
class LicenceSeries(models.Model):
    """The last serial of one type, issuer and year."""

    type_code = models.TextField()
    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["type_code", "issuer", "year"], name="licence_series_once"),
        )


@classified({"reasons": _LICENCE, "salt": Personal("licence", Erase.DESTROY_KEY)})
class LicenceChangeRecord(models.Model):
    """Why an office changed a licence; the holder reads it."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="changes")
    change = models.TextField()
    fraud = models.BooleanField(default=False, help_text="Revoked because it was got by fraud (R14).")
    reasons = EncryptedText()
    salt = models.BinaryField()
    changed_by = models.TextField(help_text="Pseudonym.")
    changed_at = models.DateTimeField()


@classified(
    {
        "reasons": _LICENCE,
        "salt": Personal("licence", Erase.DESTROY_KEY),
    }
)
class RevocationIntent(models.Model):
    """What an office means to revoke and on what facts, before it may: the holder is heard first (R12).

    ``hearing`` is the number of the procedure in which he was, once it is over (``heard_at``); an intention that was
    given up (``dropped_at``) allows nothing. One stands at a time.
    """

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="intents")
    fraud = models.BooleanField(help_text="It is said to have been got by fraud (R14).")
    reasons = EncryptedText()
    salt = models.BinaryField()
    announced_by = models.TextField(help_text="Pseudonym.")
    announced_at = models.DateTimeField()
    hearing = models.TextField(default="")
    heard_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["licence"], condition=Q(dropped_at__isnull=True), name="revocation_intended_once"
            ),
            models.CheckConstraint(
                condition=Q(heard_at__isnull=True) | ~Q(hearing=""), name="revocation_heard_in_a_hearing"
            ),
        )
