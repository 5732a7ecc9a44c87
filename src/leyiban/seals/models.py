"""The city's authority, its agencies' seals, and every use of one."""

from django.db import models
from django.db.models import F, Q

from leyiban.kernel.privacy import classified
from leyiban.seals.life import BEFORE_MADE, SealKind, State


@classified()
class Authority(models.Model):
    """A city's certificate authority. Its key is in the key store under ``key_id``.

    The revocation list is kept as it was last signed, so that signing documents does not sign lists.
    """

    city = models.CharField(max_length=12, unique=True, help_text="Division code of the city.")
    name = models.CharField(max_length=200)
    certificate = models.TextField(help_text="PEM.")
    key_id = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    list_number = models.PositiveIntegerField(default=0)
    list_der = models.BinaryField(default=b"")
    list_at = models.DateTimeField(null=True)
    list_until = models.DateTimeField(null=True)
    version = models.IntegerField(default=0, help_text="Ledger entries about it so far.")

    def __str__(self) -> str:
        return self.name


@classified()
class ESeal(models.Model):
    """An electronic seal of one agency. The picture is not the seal; the key behind the certificate is.

    ``version`` counts the seal's ledger entries. ``since`` is when the present state began.
    """

    key = models.CharField(max_length=32, unique=True, help_text="Public name, also on the ledger.")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="seals")
    agency_key = models.CharField(max_length=50)
    agency_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SealKind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.APPLIED)
    since = models.DateTimeField()
    version = models.IntegerField(default=0)
    applied_by = models.CharField(max_length=64, help_text="Pseudonym.")
    applied_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, default="", help_text="Pseudonym; never the applicant's.")
    certificate = models.TextField(default="", help_text="PEM; empty before it is made.")
    serial = models.CharField(max_length=50, default="", help_text="The certificate's, in hex.")
    key_id = models.CharField(max_length=64, default="")
    sm2_key_id = models.CharField(max_length=64, default="")
    sm2_public_key = models.CharField(max_length=130, default="", help_text="Uncompressed point, hex.")
    made_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True, help_text="Signatures from then on do not count.")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency_key", "kind"],
                condition=Q(state=State.ACTIVE),
                name="seal_one_active_of_a_kind",
            ),
            models.UniqueConstraint(fields=["serial"], condition=~Q(serial=""), name="seal_serial_once"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("applied_by")), name="seal_second_person_approves"
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_MADE, certificate="", key_id="")
                | (~Q(state__in=BEFORE_MADE) & ~Q(certificate="") & ~Q(key_id="") & Q(made_at__isnull=False)),
                name="seal_made_has_key_and_certificate",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.SUSPENDED, State.LOST, State.REPLACED, State.DESTROYED],
                    revoked_at__isnull=False,
                )
                | Q(state__in=[*BEFORE_MADE, State.MADE, State.ACTIVE], revoked_at__isnull=True),
                name="seal_out_of_force_is_revoked",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="seal_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=SealKind.values), name="seal_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.agency_name} {self.get_kind_display()}"


@classified()
class SealUse(models.Model):
    """One sealing. Written once; the application's role may neither change nor remove it."""

    seal = models.ForeignKey(ESeal, on_delete=models.PROTECT, related_name="uses")
    document = models.CharField(max_length=32, unique=True, help_text="Key of the document.")
    template = models.CharField(max_length=100)
    matter_kind = models.CharField(max_length=50)
    matter_key = models.CharField(max_length=100)
    warrant_entry = models.BigIntegerField()
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the sealed file, hex.")
    sm2_signature = models.BinaryField(help_text="Detached, over the sealed file (SM2 with SM3).")
    used_by = models.CharField(max_length=64, help_text="Pseudonym.")
    used_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["warrant_entry", "template"], name="seal_use_once_per_warrant_and_paper"
            ),
        )
        indexes = (models.Index(fields=["seal", "used_at"], name="seal_use_by_seal_and_time"),)

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.digest[:12]}"
