"""One row per distinct file content. Which matter uses it is said by the domains' own link tables."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Channel
from leyiban.kernel.papers.media import PICTURES, Media
from leyiban.kernel.privacy import Erase, Personal, classified


@classified()
class Paper(models.Model):
    """A file, named by the SHA-256 of its bytes. The same content handed in twice is one row.

    ``kept_since`` is renewed whenever someone hands the same content in again; a paper that nothing links
    to is swept some time after it. What the bytes show may be personal: it is erased with its last link.
    """

    digest = models.CharField(max_length=64, help_text="SHA-256 in lower-case hex.")
    size = models.BigIntegerField(help_text="Bytes.")
    media_type = models.CharField(max_length=100, help_text="One of :class:`Media`.")
    page_count = models.IntegerField(null=True, help_text="None where the kind has no pages to count.")
    kept_since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["digest"], name="papers_one_row_per_content"),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="papers_digest_is_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="papers_not_empty"),
            models.CheckConstraint(
                condition=Q(page_count__isnull=True) | Q(page_count__gt=0), name="papers_pages_from_one"
            ),
        )
        indexes = (models.Index(fields=["kept_since"], name="papers_by_kept_since"),)

    def __str__(self) -> str:
        return f"{self.media_type} {self.digest[:12]}"

    @property
    def media(self) -> Media:
        return Media(self.media_type)

    @property
    def named_digest(self) -> str:
        """The digest as ledger facts and licences write it."""
        return f"sha256:{self.digest}"

    @property
    def has_page_images(self) -> bool:
        return self.media is Media.PDF or self.media in PICTURES


class Trust(models.TextChoices):
    """How far a stored document may be relied on (国办函〔2016〕108号)."""

    A = "A", _("由发证机关提供")
    B = "B", _("已在窗口核对原件")
    C = "C", _("本人上传,须核对原件")
    D = "D", _("本人制作并负责")


PAPER_LINK_PERSONAL: dict[str, Personal] = {"name": Personal(retention="case", erase=Erase.BLANK)}
"""What every subclass of :class:`PaperLink` passes to ``@classified(personal=…)``, with its own fields."""


class PaperLink(models.Model):
    """A paper in a slot of a matter. A domain subclasses it and adds ``matter``, a foreign key to its table.

    ``slot`` is the key of the material in the item's rules. A link is never changed: a better copy is a new
    link, and the old one gets ``withdrawn_at``.
    """

    slot = models.CharField(max_length=100)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, help_text="What the giver's file was called.")
    given_by = models.CharField(max_length=64, help_text="The giver's pseudonym, as on the ledger.")
    trust = models.CharField(max_length=1, choices=Trust.choices)
    channel = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Channel])
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(trust__in=Trust.values), name="%(app_label)s_%(class)s_trust_is_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="%(app_label)s_%(class)s_withdrawn_after_given",
            ),
        )

    def as_given(self) -> dict[str, Any]:
        """The paper and all that is known of its giving, for a link elsewhere: copied, it stays what it was."""
        return {
            "paper_id": self.paper_id,
            "name": self.name,
            "given_by": self.given_by,
            "trust": self.trust,
            "channel": self.channel,
            "given_at": self.given_at,
        }
