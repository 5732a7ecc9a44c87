"""Cases as their applicants and their office read them, and what an applicant does to one."""

from typing import Annotated, Any

from django.http import HttpResponse, HttpResponseBase
from ninja import Header, Query
from pydantic import Field

from leyiban.api.case_shapes import (
    CaseLine,
    CaseShape,
    ProgressShape,
    TrailShape,
    case_line,
    case_shape,
    progress_shape,
)
from leyiban.api.drafts import DraftSaved
from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import PREFIX, Door
from leyiban.api.frame.files import download
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import CaseNumber, Key, Moment, Page, PageAsked, RowId, Shape
from leyiban.api.guides import ChecklistShape
from leyiban.api.receipts import ReceiptShape, receipt_of
from leyiban.cases import operations, queries
from leyiban.cases.casefile import bind_case_file
from leyiban.cases.queries.guarding import asked_about
from leyiban.cases.queries.trails import case_trail
from leyiban.cases.states import CaseState
from leyiban.catalogue.rulefile import checklist
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.rights import ANYONE, SIGNED_IN, post
from leyiban.kernel.throttles.operations import count_try

door = Door("cases")


class CasesPage(Page):
    items: list[CaseLine]


class Submitted(Shape):
    """What is kept of a submission."""

    number: str
    state: CaseState
    version: int
    entry: int
    received_at: Moment


class Filed(Shape):
    """A case that was filed, or whose supplement was handed in, with its receipt.

    `query_code` lets anyone who has it follow the case without signing in.
    """

    number: str
    state: CaseState
    version: int
    received_at: Moment
    query_code: str
    receipt: ReceiptShape


def _filed(call: Call, kept: dict[str, Any]) -> Filed:
    submitted = Submitted.model_validate(kept)
    case = queries.case_for(call.actor, submitted.number)
    return Filed(
        **submitted.model_dump(exclude={"entry"}),
        query_code=case.query_code.reveal(),
        receipt=receipt_of(submitted.number, submitted.entry),
    )


@door.writes(
    "POST",
    "/drafts/{key}/submission",
    right=SIGNED_IN,
    answers=Filed,
    makes=True,
    versioned=True,
    shows=_filed,
)
def submit_draft(call: Call, key: Key) -> Done:
    """Hand a draft in: a new case, or the supplement of the case that it corrects. All or nothing."""
    moved = operations.submit_draft(key=key, version=call.version, actor=call.actor, now=call.now)
    case = moved.matter
    kept = Submitted(
        number=case.number,
        state=CaseState(case.state),
        version=case.version,
        entry=moved.entry.entry_id,
        received_at=call.now,
    )
    return Done(body=kept, version=case.version, location=f"{PREFIX}/cases/{case.number}")


@door.reads("/cases", right=SIGNED_IN, answers=CasesPage)
def list_cases(call: Call, asked: Query[PageAsked]) -> CasesPage:
    """The cases that I may see, newest first: my own and my principals', or my office's."""
    rows = queries.my_cases(call.actor, before=place_of(asked.after, RowId), limit=asked.limit + 1)
    shown, last = cut(rows, limit=asked.limit)
    return CasesPage(
        items=[case_line(case) for case in shown], next=next_page(call.request, last and last.pk)
    )


@door.reads("/cases/{number}", right=SIGNED_IN, answers=CaseShape, tagged=True)
def read_case(call: Call, number: CaseNumber) -> CaseShape:
    """A case with its answers, papers, notices, clocks and trail."""
    call.tag(queries.version_for(call.actor, number))
    return case_shape(queries.case_file(call.actor, number, now=call.now), call)


@door.reads("/cases/{number}/progress", right=SIGNED_IN, answers=ProgressShape, tagged=True)
def read_progress(call: Call, number: CaseNumber) -> ProgressShape:
    """How far a case of mine has come: who has it, and when it is done at the latest."""
    case = queries.case_to_follow(call.actor, number)
    call.tag(case.version)
    return progress_shape(queries.progress_of(case))


@door.reads("/progress/{number}", right=ANYONE, answers=ProgressShape, throttle="progress.by_origin")
def read_progress_by_code(
    call: Call,
    number: CaseNumber,
    query_code: Annotated[str, Field(max_length=20), Header(alias="Query-Code")],
) -> ProgressShape:
    """How far a case has come, for whoever holds its number and its query code. No sign-in.

    The code goes into a header, because addresses end up in logs.
    """
    count_try(throttle="progress.by_number", subject=asked_about(number), now=call.now)
    return progress_shape(queries.progress_by_code(number, query_code))


@door.reads("/cases/{number}/receipt", right=SIGNED_IN, answers=ReceiptShape)
def read_receipt(call: Call, number: CaseNumber) -> ReceiptShape:
    """The receipt of what was handed in last, as it was given then."""
    return ReceiptShape.model_validate(queries.newest_receipt(queries.case_for(call.actor, number)))


@door.reads("/cases/{number}/trail", right=SIGNED_IN, answers=TrailShape)
def export_trail(call: Call, number: CaseNumber) -> TrailShape:
    """The case's trail with its proofs, for `verify.py`. A few seconds after an act the head is there."""
    trail = case_trail(queries.case_for(call.actor, number), now=call.now)
    return TrailShape(
        content=trail.content, files={name: text.decode() for name, text in trail.files.items()}
    )


@door.reads("/cases/{number}/papers/{paper_id}", right=SIGNED_IN, answers=None, media="*/*")
def read_case_paper(call: Call, number: CaseNumber, paper_id: RowId) -> HttpResponseBase:
    """The file itself: what was handed in, or what the office issued."""
    return download(queries.paper_for(call.actor, number, paper_id, now=call.now))


@door.reads("/cases/{number}/file", right=post(), answers=None, media=Media.PDF.value)
def read_case_file(call: Call, number: CaseNumber) -> HttpResponse:
    """The whole case file as one PDF: contents with page numbers, papers, opinions, delivery, trail."""
    found = bind_case_file(call.actor, number, now=call.now)
    return HttpResponse(
        found.content,
        content_type=Media.PDF.value,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


@door.reads("/cases/{number}/checklist", right=post(), answers=ChecklistShape)
def case_checklist(call: Call, number: CaseNumber) -> ChecklistShape:
    """What the clerk looks at in this case, by its answers."""
    file = queries.case_file(call.actor, number, now=call.now)
    found = checklist(file.rules, call.lang, values=file.answers, today=city_date(call.now))
    return ChecklistShape.model_validate(found)


@door.writes("POST", "/cases/{number}/correction", right=SIGNED_IN, answers=DraftSaved, makes=True)
def open_case_correction(call: Call, number: CaseNumber) -> Done:
    """Open the draft in which a case is corrected; it is handed in like any other."""
    case = queries.case_for(call.actor, number)
    draft = operations.open_correction(case_id=case.pk, actor=call.actor, now=call.now)
    return Done(
        body=DraftSaved(key=draft.key, version=draft.version),
        version=draft.version,
        location=f"{PREFIX}/drafts/{draft.key}",
    )
