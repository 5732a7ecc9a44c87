"""移交单: what a lower level sends up with its pre-review (R8)."""

import datetime as dt

from leyiban.cases import papers_of_law as papers
from leyiban.cases.models import Case, Opinion, ReviewTask
from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties
from leyiban.cases.paperwork.requesting import request_paper
from leyiban.cases.paperwork.words import event_in_words
from leyiban.catalogue.rulefile.plan import Conclusion, TaskKind
from leyiban.kernel.documents.operations import MatterRef
from leyiban.kernel.ledger.queries import LedgerEntry

CONCLUSIONS = {
    Conclusion.AGREE: "同意",
    Conclusion.AGREE_WITH_CONDITIONS: "附条件同意",
    Conclusion.DISSENT: "不同意",
    Conclusion.NOT_COMPETENT: "不属本单位职权",
}


def request_handover_sheet(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The sheet that goes up with a pre-review; a joint review sends nothing but its opinion."""
    task = ReviewTask.objects.select_related("case", "agency", "given_by").get(number=entry.subject_key)
    if task.task_kind != TaskKind.PRE_REVIEW or task.agency is None:
        return
    given = task.case.opinions.select_related("given_by", "post").filter(
        task=task.key, given_at=entry.entered_at
    )
    opinion = given.first()
    request_paper(
        Context.about_case(task.case.number, entry),
        lambda context: handover_sheet(context, task, opinion),
        occasion=str(entry.seq),
        matter=MatterRef(ReviewTask.KIND, task.number),  # its own entry allows the seal
        office=task.agency,
        now=now,
    )


def handover_sheet(context: Context, task: ReviewTask, opinion: Opinion | None) -> papers.HandoverSheet:
    """Counted: how many materials and pages; the words of the opinion; who hands over."""
    case, lines = context.case, context.materials()
    pages = [line.pages for line in lines if line.pages is not None]
    return papers.HandoverSheet(
        addressee=case.agency.name,
        opening=context.opening("“{item}”的申请，我们已经初审，现将初审意见和全部材料直接报送。"),
        facts=(
            *context.about(),
            Fact("移交编号", task.number),
            *parties(context),
            context.accepted_on(),
            Fact("初审单位", task.office_name),
            Fact("材料", f"{len(lines)}种，{_papers(case)}件，{sum(pages)}页"),
            Fact("初审结论", CONCLUSIONS[Conclusion(context.entry.facts.conclusion)], beside=True),
        ),
        materials=lines,
        opinion=_words(opinion),
        signatures=_signatures(context, opinion),
        contacts=context.phones(),
        closing="依照行政许可法第三十五条，上级机关不得要求申请人重复提供申请材料。",
    )


def _papers(case: Case) -> int:
    return case.papers.handed_in().count()


def _words(opinion: Opinion | None) -> tuple[str, ...]:
    if opinion is None:
        return ("到期没有提出意见，按规定视为没有异议。",)
    return tuple(line.strip() for line in opinion.text.reveal().splitlines() if line.strip())


def _signatures(context: Context, opinion: Opinion | None) -> tuple[Fact, ...]:
    at = event_in_words(context.entry.happened_at)
    if opinion is None:
        return (Fact("移交", at),)
    return (
        Fact("移交人", f"{opinion.given_by.display_name}（{opinion.post.name}）"),
        Fact("移交时间", at, beside=True),
    )
