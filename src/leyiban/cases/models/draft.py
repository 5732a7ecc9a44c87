"""A draft: what somebody has filled in so far. No matter yet, and no trace on the ledger."""

from django.db import models

from leyiban.cases.models.case import Case
from leyiban.catalogue.models import HandlingItem, ItemVersion
from leyiban.kernel.crypto import new_code, new_token
from leyiban.kernel.papers.models import PaperLink
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Party

_HANDOVER_DIGITS = 10
_DRAFT = Personal("draft", Erase.DELETE_ROW)


def new_handover_code() -> str:
    return new_code(_HANDOVER_DIGITS)


@classified(
    {
        "account": _DRAFT,
        "applicant": _DRAFT,
        "operator": _DRAFT,
        "answers": _DRAFT,
        "typed_by": _DRAFT,
        "delivery_to": _DRAFT,
    }
)
class Draft(models.Model):
    """One per account, party, item, place and licence to be renewed or changed: a second start offers the first one again (F1.3).

    ``case`` is set while the applicant corrects what he submitted: the same pages serve both.

    ``key`` is in the address that resumes it on another device (sign-in still decides who may). ``version``
    goes up with each save; a page that was drawn from an older one is told, and loses nothing.
    """

    key = models.TextField(unique=True, default=new_token)
    item = models.ForeignKey(HandlingItem, models.PROTECT, related_name="+")
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="correction_draft")
    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts")
    applicant = models.ForeignKey(Party, models.PROTECT, related_name="+")
    operator = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    earlier_licence = models.TextField(default="", help_text="The licence that is to be renewed or changed.")
    region = models.TextField(help_text="Division code in which the matter lies.")
    answers = EncryptedText()
    typed_by = models.JSONField(default=dict)
    delivery_way = models.TextField(default="")
    delivery_to = EncryptedText(null=True, help_text="By post: to whom and where.")
    handover_code = models.TextField(
        unique=True, default=new_handover_code, help_text="Shown by the applicant, typed by a clerk."
    )
    handed_to = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "applicant", "item", "region", "earlier_licence"],
                condition=models.Q(case__isnull=True),
                name="draft_one_per_matter",
            ),
        )

    def __str__(self) -> str:
        return f"draft of {self.item_version}"


@classified({"draft": _DRAFT, "name": _DRAFT})
class DraftPaper(PaperLink):
    """A paper put into a slot of the draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="papers")
