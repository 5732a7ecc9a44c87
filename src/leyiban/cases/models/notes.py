"""Internal notes about a case (FX.4): who may read one is fixed when it is written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leyiban.cases.models.case import Case
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency, Post


class NoteLevel(models.TextChoices):
    """How far a note is read. The party, whoever acts for him and the public never read one."""

    POST = "post", _("只给本岗位")
    AGENCY = "agency", _("本单位办理人员")
    CASE = "case", _("所有能看这件的工作人员")


@classified(
    {
        "text": Personal("case", Erase.BLANK),
        "salt": Personal("case", Erase.DESTROY_KEY),
        "written_by": Personal("staff", Erase.KEEP),
    }
)
class CaseNote(models.Model):
    """One note, never changed. ``post`` and ``agency`` are those under which it was written: whoever comes after on
    the post reads it, whoever leaves does not."""

    KIND = "case_note"

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    number = models.IntegerField(help_text="1, 2 … within the case.")
    level = models.TextField(choices=NoteLevel.choices)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    text = EncryptedText()
    salt = models.BinaryField()
    written_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="case_note_numbered"),)
        indexes = (
            models.Index(fields=["agency", "-id"], name="case_note_of_agency"),
            models.Index(fields=["post", "-id"], name="case_note_of_post"),
        )

    @property
    def key(self) -> str:
        """What the ledger calls it."""
        return f"{self.case.number}-N{self.number}"
