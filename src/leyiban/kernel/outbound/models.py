"""Calls, their tries, and the circuit of each service."""

from django.db import models

from leyiban.kernel.outbound.wire import Outcome
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText


class CallState(models.TextChoices):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@classified(personal={"payload": Personal(retention="outbound", erase=Erase.BLANK)})
class OutboundCall(models.Model):
    """Something to be said to another system, once.

    ``ticket`` counts hands: whoever dispatches, begins or settles the call takes the next number, and
    only the holder of the present one may go on. So a job that came twice, or a worker that came back
    from the dead, changes nothing. ``leased_until`` is when a silent holder counts as dead.
    """

    service = models.TextField()
    call = models.TextField()
    key = models.TextField(help_text="The caller's key: the same key of a service is the same call.")
    wire_key = models.TextField(unique=True, help_text="The idempotency key that the service sees.")
    payload = EncryptedText(null=True, help_text="Sealed; gone once the call is delivered.")
    state = models.TextField(choices=CallState.choices, default=CallState.PENDING)
    reason = models.TextField(default="", help_text="Why it failed: a code, never a text.")
    priority = models.SmallIntegerField(default=0, help_text="Greater goes first.")
    is_interactive = models.BooleanField(default=False, help_text="A person waits; nobody retries it later.")
    tries = models.IntegerField(default=0)
    forgiven = models.IntegerField(default=0, help_text="Tries before an operator had it made again.")
    ticket = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not before.")
    give_up_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["service", "key"], name="outbound_one_call_per_key"),
            models.CheckConstraint(
                condition=models.Q(state="pending", settled_at__isnull=True)
                | models.Q(state__in=("delivered", "failed"), settled_at__isnull=False),
                name="outbound_settled_when_not_pending",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="delivered") | models.Q(payload__isnull=True),
                name="outbound_delivered_keeps_no_payload",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="failed") & ~models.Q(reason=""))
                | (~models.Q(state="failed") & models.Q(reason="")),
                name="outbound_failed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending") | models.Q(leased_until__isnull=True),
                name="outbound_settled_is_not_leased",
            ),
        )
        indexes = (
            models.Index(
                fields=["service", "-priority", "due_at"],
                condition=models.Q(state="pending"),
                name="outbound_pending",
            ),
            models.Index(fields=["settled_at"], condition=models.Q(state="failed"), name="outbound_failed"),
        )

    @property
    def tries_that_count(self) -> int:
        return self.tries - self.forgiven

    def __str__(self) -> str:
        return f"{self.service}.{self.call} {self.key} ({self.state})"


@classified()
class OutboundAttempt(models.Model):
    """One try. It is written before the call is made, so a try without an end tells of a dead worker."""

    call = models.ForeignKey(OutboundCall, on_delete=models.CASCADE, related_name="attempts")
    number = models.IntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(
        default="", choices=[("", ""), *((each.value, each.value) for each in Outcome)]
    )
    status = models.SmallIntegerField(null=True, help_text="HTTP status.")
    code = models.TextField(default="", help_text="The service's own code of a refusal.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["call", "number"], name="outbound_one_attempt_per_number"),
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(ended_at__isnull=False)),
                name="outbound_ended_has_an_outcome",
            ),
        )


@classified()
class Circuit(models.Model):
    """What all processes know of a service's health; a healthy one needs no row."""

    service = models.TextField(primary_key=True)
    failures = models.IntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    probe_until = models.DateTimeField(null=True)
