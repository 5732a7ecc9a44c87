"""核对收到时间: what applicants say of the moment at which their papers were received, and my answer."""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import ReceiptClaim
from leyiban.cases.operations import answer_receipt_claim
from leyiban.cases.queries.duties import log_look
from leyiban.cases.queries.receipts_claimed import claim_to_check, claims_waiting
from leyiban.cases.states import ReceiptState
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import ANSWERS, at_desk, show

OUTCOME, ANSWER = "outcome", "answer"
UPHELD, REJECTED = "upheld", "rejected"
_LONGEST: Final = 1000


@at_desk(ANSWERS)
def board(visit: Visit) -> HttpResponseBase:
    """Claims that wait, the oldest first."""
    return show(
        visit,
        "workbench/receipts.html",
        {
            "claims": claims_waiting(visit.actor),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没有要核对的收到时间"),
                safe=gettext("有人说收到得更早,会列在这里。"),
            ),
        },
        here="receipts",
    )


@at_desk(ANSWERS, "GET", "POST")
def one(visit: Visit, number: str) -> HttpResponseBase:
    """One claim: both moments, what shows it, and my answer."""
    claim = claim_to_check(visit.actor, number)
    log_look(visit.actor, claim.case, "receipt", now=visit.now)
    if visit.request.method != "POST":
        return _show(visit, claim)
    made = attempt(lambda: send_once(visit, lambda: _answer(visit, claim)))
    return _show(visit, claim, made) if isinstance(made, Trouble) else made


def _answer(visit: Visit, claim: ReceiptClaim) -> str:
    posted = visit.request.POST
    outcome, words = posted.get(OUTCOME, ""), posted.get(ANSWER, "").strip()
    problems = []
    if outcome not in (UPHELD, REJECTED):
        problems.append(FieldProblem(OUTCOME, "required", gettext("请选属实还是不属实。")))
    if not words:
        problems.append(FieldProblem(ANSWER, "required", gettext("请写理由。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    answer_receipt_claim(
        number=claim.number,
        version=version_of(visit.request),
        upholds=outcome == UPHELD,
        words=words[:_LONGEST],
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_receipt", kwargs={"number": claim.number})


def _show(visit: Visit, claim: ReceiptClaim, trouble: Trouble | None = None) -> HttpResponseBase:
    at, posted = {} if trouble is None else trouble.at, visit.request.POST
    fields = (
        Field(
            kind=FieldKind.CHOICE,
            name=OUTCOME,
            label=gettext("核对结果"),
            value=posted.get(OUTCOME, ""),
            choices=(
                Choice(value=UPHELD, label=gettext("属实,期限从他说的时候算")),
                Choice(value=REJECTED, label=gettext("不属实,时间不变")),
            ),
            problem=at.get(OUTCOME, ""),
        ),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=ANSWER,
            label=gettext("理由"),
            hint=gettext("申请人会看到。"),
            value=posted.get(ANSWER, ""),
            max_length=_LONGEST,
            problem=at.get(ANSWER, ""),
        ),
    )
    return show(
        visit,
        "workbench/receipt.html",
        {
            "claim": claim,
            "state": speak(ReceiptState(claim.state).label),
            "words": "" if claim.words is None else claim.words.reveal(),
            "answer": "" if claim.answer is None else claim.answer.reveal(),
            "fields": fields if claim.state == ReceiptState.CLAIMED else (),
            "lines": [(field.first_id, field.problem) for field in fields if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        here="receipts",
        status=trouble.status if trouble else 200,
    )
