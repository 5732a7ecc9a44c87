"""收到时间对吗: the applicant confirms the moment of receipt, or says when it really was and shows it."""

from typing import BinaryIO, Final, cast

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.operations import confirm_receipt, contest_receipt
from leyiban.cases.queries import case_for
from leyiban.cases.queries.receipts_claimed import may_speak_of_receipt, receipt_claim_of
from leyiban.cases.states import ReceiptState
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, new_once, page, send_once
from leyiban.web.filling.moment import moment_fields, read_moment
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext, speak

WORDS, PROOF, RIGHT = "words", "proof", "right"
_LONGEST: Final = 500
_MOST_FILES: Final = 3


@page(SIGNED_IN, "GET", "POST")
def received(visit: Visit, number: str) -> HttpResponseBase:
    """Yes with one press; or another moment, with what shows it."""
    if visit.request.method != "POST":
        return _show(visit, number)
    made = attempt(lambda: send_once(visit, lambda: _say(visit, number)))
    return _show(visit, number, made) if isinstance(made, Trouble) else made


def _say(visit: Visit, number: str) -> str:
    posted = visit.request.POST
    if posted.get(RIGHT) == "yes":
        confirm_receipt(case_number=number, actor=visit.actor, now=visit.now)
    else:
        files = visit.request.FILES.getlist(PROOF)[:_MOST_FILES]
        contest_receipt(
            case_number=number,
            claimed_at=read_moment(posted),
            words=posted.get(WORDS, "")[:_LONGEST],
            uploads=[(cast("BinaryIO", each), each.name or PROOF) for each in files],
            actor=visit.actor,
            now=visit.now,
        )
    return reverse("web:case_received", kwargs={"number": number})


def _show(visit: Visit, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    case = case_for(visit.actor, number)
    at, posted = {} if trouble is None else trouble.at, visit.request.POST
    claim = receipt_claim_of(case)
    fields = (
        *moment_fields(posted, at),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=WORDS,
            label=gettext("在哪里交的,凭什么?"),
            hint=gettext("邮寄的写单号。有回执或照片就传上来。"),
            value=posted.get(WORDS, ""),
            required=False,
            max_length=_LONGEST,
            problem=at.get(WORDS, ""),
        ),
    )
    return visit.show(
        "journey/received.html",
        {
            "case": case,
            "item": case.item_version.words,
            "claim": claim,
            "state": speak(ReceiptState(claim.state).label) if claim else "",
            "answer": claim.answer.reveal() if claim and claim.answer is not None else "",
            "open": may_speak_of_receipt(case),
            "fields": fields,
            "lines": [(field.first_id, field.problem) for field in fields if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        status=trouble.status if trouble else 200,
    )
