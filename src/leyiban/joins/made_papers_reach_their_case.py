"""A paper that was made and sealed is filed in its case, and a result paper makes the case ready."""

import datetime as dt

from leyiban.cases.models import Case, GreenGrant, ReviewTask
from leyiban.cases.operations import record_paper, record_result
from leyiban.cases.papers_of_law import DECISIONS
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import LICENCE, record_sealed
from leyiban.credentials.papers_of_law import TEMPLATE
from leyiban.kernel.actors import system_actor
from leyiban.kernel.documents.models import Document
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry


@reaction("document.made/1", follower="joins.made_papers_reach_their_case")
def file_paper(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A licence's own papers lie in the file of the case it came from, and so do those of another office's task
    and of the green channel; papers of other matters are not ours."""
    if entry.facts.matter_kind not in (Case.KIND, LICENCE, ReviewTask.KIND, GreenGrant.KIND):
        return
    document = Document.objects.select_related("paper").get(key=entry.subject_key)
    case = Case.objects.select_related("item_version").get(number=_case_number(document))
    record_paper(case_id=case.pk, document=document, actor=system_actor(), now=now)
    if document.template == TEMPLATE:
        record_sealed(document=document, digest=entry.facts.digest, actor=system_actor(), now=now)
    elif document.template in DECISIONS and not _awaits_licence(case):
        record_result(case_id=case.pk, result=document.template, actor=system_actor(), now=now)


def _case_number(document: Document) -> str:
    if document.matter_kind == LICENCE:
        return Licence.objects.values_list("case_number", flat=True).get(identifier=document.matter_key)
    if document.matter_kind == ReviewTask.KIND:
        return ReviewTask.objects.values_list("case__number", flat=True).get(number=document.matter_key)
    if document.matter_kind == GreenGrant.KIND:
        return GreenGrant.objects.values_list("case__number", flat=True).get(number=document.matter_key)
    return document.matter_key


def _awaits_licence(case: Case) -> bool:
    return case.decision == "grant" and case.rules.result.licence is not None
