from django.db import models

from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import KeyedDigest

_SESSION = Personal(retention="session", erase=Erase.DELETE_ROW)


@classified({"subject": _SESSION})
class Tries(models.Model):
    """How often one subject tried within one window. ``subject`` is a keyed digest: nobody reads from here
    which machine asked or about which number."""

    throttle = models.TextField()
    subject = KeyedDigest(max_length=32)
    began_at = models.DateTimeField(help_text="When the window began.")
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["throttle", "subject", "began_at"], name="throttles_one_row_per_window"
            ),
        )
        indexes = (models.Index(fields=["began_at"], name="throttles_age"),)

    def __str__(self) -> str:
        return f"{self.throttle} {self.count}"
