"""Messages and what people want of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import new_pseudonym
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText, KeyedDigest
from leyiban.people.models import Agency, Party

_MESSAGE = Personal(retention="message", erase=Erase.BLANK)


class SmsState(models.TextChoices):
    """Where the text message is. The same words lie in the inbox from the first moment."""

    NONE = "none", _("只在消息里")
    QUEUED = "queued", _("等着发")
    SENT = "sent", _("已发出")
    DELIVERED = "delivered", _("已送达")
    FAILED = "failed", _("没发到")


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, *, matter_kind: str, matter_key: int) -> "MessageQuerySet":
        return self.filter(matter_kind=matter_kind, matter_key=matter_key)

    def addressed_to(self, party_ids: frozenset[int]) -> "MessageQuerySet":
        return self.filter(party__in=party_ids)

    def open_to(self, actor: Actor) -> "MessageQuerySet":
        """Those addressed to the actor or whom he may act for. What he was told because he acted for another is
        open to him for as long as he does."""
        own = models.Q(principal=None) | models.Q(principal__in=actor.parties)
        return self.filter(own, party__in=actor.parties)

    def failed(self) -> "MessageQuerySet":
        return self.filter(state=SmsState.FAILED)


@classified(
    personal={
        "party": Personal(retention="message", erase=Erase.BLANK),
        "principal": Personal(retention="message", erase=Erase.BLANK),
        "text": _MESSAGE,
        "code": _MESSAGE,
        "text_salt": Personal(retention="message", erase=Erase.DESTROY_KEY),
        "phone": _MESSAGE,
        "phone_masked": _MESSAGE,
    }
)
class Message(models.Model):
    """Words that were said to one person about one matter. ``principal``: whose matter it is, where ``party`` was told
    only because he acted for him.

    ``cause`` names what made us say it (an entry of the ledger): the same cause never speaks twice. That is
    kept by ``occasion``, a keyed digest of cause, template and party, which outlives the erasing of the party.
    ``round`` counts how often the text message was sent; ``version`` numbers the message's ledger entries.
    ``commitment`` binds to the words and goes to the ledger; ``text_salt`` opens it.
    """

    public_key = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    cause = models.CharField(max_length=100)
    occasion = KeyedDigest(max_length=32)
    template = models.CharField(max_length=60)
    region = models.CharField(max_length=12)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who handles the matter, if an agency does.",
    )
    matter_kind = models.CharField(max_length=40)
    matter_key = models.BigIntegerField()
    matter_number = models.CharField(max_length=40)
    party = models.ForeignKey(Party, models.SET_NULL, null=True, related_name="+")
    principal = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    text = EncryptedText(null=True)
    code = EncryptedText(null=True, help_text="What in the words lets somebody in: nobody else reads it.")
    text_salt = models.BinaryField(max_length=16, null=True)
    commitment = models.CharField(max_length=80)
    phone = EncryptedText(null=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=SmsState)
    reason = models.CharField(max_length=60, blank=True)
    round = models.PositiveIntegerField(default=0)
    carrier_key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="message_once_per_occasion", fields=["occasion"]),
            models.CheckConstraint(name="message_state_is_known", condition=Q(state__in=SmsState.values)),
            models.CheckConstraint(
                name="message_failed_has_a_reason", condition=~Q(state="failed") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="message_settled_when_it_ended",
                condition=Q(state__in=("delivered", "failed"), settled_at__isnull=False)
                | Q(state__in=("none", "queued", "sent"), settled_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=["matter_kind", "matter_key", "created_at"], name="message_by_matter"),
            models.Index(fields=["party", "-created_at"], name="message_inbox"),
            models.Index(
                fields=["region", "-settled_at"], condition=Q(state="failed"), name="message_failed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.public_key} ({self.state})"

    @property
    def is_resendable(self) -> bool:
        return self.state == SmsState.FAILED and self.phone is not None and self.text is not None


@classified(personal={"party": Personal(retention="party", erase=Erase.DELETE_ROW)})
class MessagePreference(models.Model):
    """What a person wants: text messages or only the inbox, and quiet hours of his own."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="+")
    wants_sms = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="message_quiet_hours_come_in_pairs",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        )
