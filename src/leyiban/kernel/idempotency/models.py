from django.db import models

from leyiban.kernel.privacy import classified


@classified()
class Done(models.Model):
    """A request that was carried out. ``answer`` says where its result is (an id, an address); never the
    result itself, so that nothing personal lives here."""

    scope = models.TextField(help_text="Who asked, and what for: two people may use the same key.")
    key = models.TextField()
    fingerprint = models.BinaryField(help_text="SHA-256 of what was asked.")
    answer = models.JSONField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "key"], name="idempotency_done_once"),)
        indexes = (models.Index(fields=["done_at"], name="idempotency_age"),)
