"""Papers of a case: handed in by the applicant, or issued by the office."""

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.kernel.documents.models import Document
from leyiban.kernel.papers.models import PAPER_LINK_PERSONAL, PaperLink
from leyiban.kernel.privacy import classified


class CasePaperQuerySet(models.QuerySet["CasePaper"]):
    def handed_in(self) -> "CasePaperQuerySet":
        """What the applicant gave and did not replace; what the office issued is none of it."""
        return self.filter(document__isnull=True, withdrawn_at__isnull=True)


@classified({**PAPER_LINK_PERSONAL})
class CasePaper(PaperLink):
    """Handed in: ``slot`` is the material's key and ``round`` the submission it came with. Issued:
    ``document`` is the paper of law and ``slot`` its template."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    round = models.IntegerField(default=1)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="case_paper")

    objects = CasePaperQuerySet.as_manager()

    class Meta(PaperLink.Meta):
        abstract = False
        constraints = (
            *PaperLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "slot", "paper"],
                condition=Q(withdrawn_at__isnull=True, document__isnull=True),
                name="case_paper_once_per_slot",
            ),
        )
