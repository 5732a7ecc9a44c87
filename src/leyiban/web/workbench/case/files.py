"""The papers themselves: page images for the pane, originals to download, and a page that prints copies."""

from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.cases.casefile import bind_case_file
from leyiban.cases.queries import paper_for
from leyiban.kernel.papers.media import Media
from leyiban.web.edge import Visit
from leyiban.web.serving import image_response, original_response
from leyiban.web.workbench.desk import READS_CASES, at_desk

COPIES: Final = 2  # one for the applicant, one signed for the file
_PRINT_WIDTH: Final = 1600


@at_desk(READS_CASES)
def sheet(visit: Visit, number: str, link_id: int, page: int, width: int) -> HttpResponseBase:
    """One page image of a paper of a case."""
    link = paper_for(visit.actor, number, link_id, now=visit.now)
    return image_response(link.paper, page=page, width=width)


@at_desk(READS_CASES)
def paper(visit: Visit, number: str, link_id: int) -> HttpResponseBase:
    """The original file."""
    return original_response(paper_for(visit.actor, number, link_id, now=visit.now))


@at_desk(READS_CASES)
def bound(visit: Visit, number: str) -> HttpResponseBase:
    """The whole case file as one PDF, with contents and page numbers."""
    found = bind_case_file(visit.actor, number, now=visit.now)
    return HttpResponse(
        found.content,
        content_type=Media.PDF.value,
        headers={
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Cache-Control": "private, no-store",
        },
    )


@at_desk(READS_CASES)
def print_copies(visit: Visit, number: str, link_id: int) -> HttpResponseBase:
    """A paper of law twice on A4, as pictures of its pages, ready for the printer of the window."""
    link = paper_for(visit.actor, number, link_id, now=visit.now)
    address = {"number": number, "link_id": link_id, "width": _PRINT_WIDTH}
    images = [
        reverse("web:workbench_sheet", kwargs={**address, "page": page})
        for page in range(1, (link.paper.page_count or 1) + 1)
    ]
    return visit.show(
        "workbench/print.html",
        {
            "name": link.name,
            "images": images,
            "copies": range(1, COPIES + 1),
            "original": reverse("web:workbench_paper", kwargs={"number": number, "link_id": link_id}),
            "back": reverse("web:workbench_case", kwargs={"number": number}),
        },
    )
