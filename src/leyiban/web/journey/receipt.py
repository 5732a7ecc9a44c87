"""交上了: the number, the query code, what happens next and by when; the receipt as a paper and as a promise."""

import json

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.cases.queries import case_file, case_for, newest_receipt, progress_of
from leyiban.cases.queries.ranges import expected_of
from leyiban.kernel.documents.models import State
from leyiban.kernel.documents.queries import documents_of
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.queries.parties import phone_of
from leyiban.web.edge import Visit, page
from leyiban.web.journey.standing import standing_of
from leyiban.web.parts.expected import usual_words

_TEMPLATE = "receipt"


@page(SIGNED_IN)
def receipt(visit: Visit, number: str) -> HttpResponseBase:
    """Where a submission ends, and where it may be looked at again."""
    file = case_file(visit.actor, number, now=visit.now)
    case = file.case
    made = [link for link in file.issued if link.document is not None and link.document.template == _TEMPLATE]
    asked = documents_of(Case.KIND, number).filter(template=_TEMPLATE)
    ready = len(made) >= max(1, len(asked)) if made else False
    return visit.show(
        "journey/receipt.html",
        {
            "case": case,
            "item": file.rules.name,
            "code": case.query_code.reveal(),
            "again": case.round > 1,
            "standing": standing_of(progress_of(case), now=visit.now),
            "usual": usual_words(
                expected_of(case.item_version, agency=case.agency, region=case.region, now=visit.now)
            ),
            "texted": phone_of(case.applicant) is not None,
            "paper": reverse("web:case_paper", kwargs={"number": number, "link_id": made[-1].pk})
            if ready
            else "",
            "failed": any(document.state == State.FAILED for document in asked),
        },
    )


@page(SIGNED_IN)
def promise(visit: Visit, number: str) -> HttpResponseBase:
    """The signed promise, to be kept and checked offline with ``verify.py``."""
    case = case_for(visit.actor, number)
    text = json.dumps(newest_receipt(case), ensure_ascii=False, sort_keys=True, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{case.number}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
