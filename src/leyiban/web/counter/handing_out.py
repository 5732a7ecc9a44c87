"""After submission: number and query code, said and written; the receipt in two copies."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper
from leyiban.kernel.documents.models import State
from leyiban.kernel.documents.queries import documents_of
from leyiban.kernel.errors import NotFound
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.privacy.looks import record_look
from leyiban.web.counter.desk import at_counter, show
from leyiban.web.edge import Visit
from leyiban.web.serving import image_response, original_response
from leyiban.web.workbench.case.files import COPIES

RECEIPT = "receipt"
_PRINT_WIDTH = 1600


@at_counter()
def done(visit: Visit, number: str) -> HttpResponseBase:
    """The case that this clerk took in: whoever filed it may hand out its receipt, whatever office decides."""
    case = _filed(visit, number)
    document = documents_of(Case.KIND, number).filter(template=RECEIPT).last()
    link = None if document is None else case.papers.filter(document=document).first()
    record_look(
        actor=visit.actor,
        subject_kind=Case.KIND,
        subject_key=number,
        what="receipt",
        duty="counter",
        now=visit.now,
    )
    return show(
        visit,
        "counter/done.html",
        {
            "case": case,
            "item": case.item_version.words,
            "code": case.query_code.reveal(),
            "receipt": "" if link is None else _print_link(case, link),
            "original": "" if link is None else _address("web:counter_receipt", case, link),
            "failed": document is not None and document.state == State.FAILED,
            "on_spot": _may_decide(visit, case),
            "seen_here": visit.actor.posts
            and case.agency_id in {post.agency_id for post in visit.actor.posts},
        },
    )


def _may_decide(visit: Visit, case: Case) -> bool:
    """R6: whether who sits here may decide it on the spot."""
    moves = CASE_FLOW.next_moves(case, matter_clocks(CASE_FLOW, case), visit.actor)
    return any(move.name == "decide_on_spot" for move in moves)


def _filed(visit: Visit, number: str) -> Case:
    """Raises :class:`NotFound` for a case that somebody else took in."""
    case = (
        Case.objects.select_related("item_version", "applicant", "agency")
        .filter(number=number, filed_by_id=visit.actor.account_id)
        .first()
    )
    if case is None:
        raise NotFound
    return case


def _receipt(visit: Visit, number: str, link_id: int) -> CasePaper:
    link = _filed(visit, number).papers.select_related("paper").filter(pk=link_id, slot=RECEIPT).first()
    if link is None:
        raise NotFound
    return link


def _address(name: str, case: Case, link: CasePaper, **more: int) -> str:
    return reverse(name, kwargs={"number": case.number, "link_id": link.pk, **more})


def _print_link(case: Case, link: CasePaper) -> str:
    return _address("web:counter_receipt_print", case, link)


@at_counter()
def receipt(visit: Visit, number: str, link_id: int) -> HttpResponseBase:
    """The sealed PDF."""
    return original_response(_receipt(visit, number, link_id))


@at_counter()
def receipt_sheet(visit: Visit, number: str, link_id: int, page: int) -> HttpResponseBase:
    """A picture of one page of it."""
    return image_response(_receipt(visit, number, link_id).paper, page=page, width=_PRINT_WIDTH)


@at_counter()
def receipt_print(visit: Visit, number: str, link_id: int) -> HttpResponseBase:
    """Two copies: one for the applicant, one to be signed and kept."""
    link = _receipt(visit, number, link_id)
    pages = range(1, (link.paper.page_count or 1) + 1)
    case = _filed(visit, number)
    return visit.show(
        "workbench/print.html",
        {
            "name": link.name,
            "images": [_address("web:counter_sheet_of_receipt", case, link, page=page) for page in pages],
            "copies": range(1, COPIES + 1),
            "original": _address("web:counter_receipt", case, link),
            "back": reverse("web:counter_done", kwargs={"number": number}),
        },
    )
