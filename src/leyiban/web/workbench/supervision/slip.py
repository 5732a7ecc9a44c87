"""One slip: what is asked, by when, how the case stands beside it; received, answered, accepted, returned, withdrawn."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse

from leyiban.kernel.documents.errors import DocumentNotFound
from leyiban.kernel.documents.queries import documents_of, made_paper
from leyiban.kernel.errors import FieldProblem, InvalidInput, NotFound
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.queries import open_paper
from leyiban.supervision.errors import SlipDaysWrong, WordsNeeded
from leyiban.supervision.flow import SLIP_FLOW
from leyiban.supervision.models import Slip
from leyiban.supervision.operations import (
    accept_slip,
    answer_slip,
    receive_slip,
    return_slip,
    withdraw_slip,
)
from leyiban.supervision.operations.saying import LONGEST
from leyiban.supervision.papers_of_law import NOTICE
from leyiban.supervision.queries import slip_for
from leyiban.supervision.slip_rules import MOST_DAYS
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import LOOKS, at_desk, show
from leyiban.web.workbench.leftovers import leftovers
from leyiban.web.workbench.supervision.lines import slip_lines
from leyiban.web.workbench.supervision.matter import matter_now
from leyiban.web.workbench.supervision.proofs import proofs_of
from leyiban.web.workbench.supervision.steps import steps_of
from leyiban.web.workbench.supervision.wrongs import DAYS, PROOF, WORDS, complaint, wrongs

ACT = "act"
_WITH_WORDS: Final = frozenset({"answer", "return", "withdraw"})


@at_desk(LOOKS, "GET", "POST")
def slip(visit: Visit, number: str) -> HttpResponseBase:
    """Read it, and make the move that is mine to make."""
    found = slip_for(visit.actor, number)
    if visit.request.method != "POST":
        return _show(visit, found)
    made = attempt(lambda: send_once(visit, lambda: _act(visit, number)))
    return _show(visit, found, made) if isinstance(made, Trouble) else made


@at_desk(LOOKS)
def notice(visit: Visit, number: str) -> HttpResponseBase:
    """The sealed notice, as a download."""
    slip_for(visit.actor, number)
    document = documents_of(Slip.KIND, number).filter(template=NOTICE).first()
    if document is None:
        raise DocumentNotFound
    return FileResponse(
        open_paper(made_paper(document.key).digest),
        as_attachment=True,
        filename=f"{number}.pdf",
        content_type=Media.PDF.value,
        headers={"Cache-Control": "private, no-store"},
    )


def days_of(posted: Mapping[str, str], words: str) -> int:
    """The working days that were typed beside ``words``; both are looked at before anything is refused.

    Raises:
        InvalidInput: not a number from 1 to 60, or no words.
    """
    text = posted.get(DAYS, "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    problems = [] if words.strip() else [FieldProblem(WORDS, "required", WordsNeeded.message)]
    if not is_number or not 1 <= int(text) <= MOST_DAYS:
        problems.append(FieldProblem(DAYS, "wrong", SlipDaysWrong.message))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    return int(text)


def _act(visit: Visit, number: str) -> str:
    act = _ACTS.get(visit.request.POST.get(ACT, ""))
    if act is None:
        raise NotFound
    act(visit, number)
    return reverse("web:workbench_slip", kwargs={"number": number})


def _words(visit: Visit, act: str) -> str:
    """Each form has its own box, so that what was typed comes back in its own."""
    return visit.request.POST.get(f"{act}.{WORDS}", "")


def _receive(visit: Visit, number: str) -> None:
    receive_slip(number=number, version=version_of(visit.request), actor=visit.actor, now=visit.now)


def _answer(visit: Visit, number: str) -> None:
    proof = visit.request.POST.get(PROOF, "")
    answer_slip(
        number=number,
        words=_words(visit, "answer"),
        proof=int(proof) if proof.isascii() and proof.isdigit() and len(proof) < 9 else None,
        version=version_of(visit.request),
        actor=visit.actor,
        now=visit.now,
    )


def _accept(visit: Visit, number: str) -> None:
    accept_slip(number=number, version=version_of(visit.request), actor=visit.actor, now=visit.now)


def _return(visit: Visit, number: str) -> None:
    return_slip(
        number=number,
        words=_words(visit, "return"),
        days=days_of(visit.request.POST, _words(visit, "return")),
        version=version_of(visit.request),
        actor=visit.actor,
        now=visit.now,
    )


def _withdraw(visit: Visit, number: str) -> None:
    withdraw_slip(
        number=number,
        words=_words(visit, "withdraw"),
        version=version_of(visit.request),
        actor=visit.actor,
        now=visit.now,
    )


_ACTS: Final[dict[str, Callable[[Visit, str], None]]] = {
    "receive": _receive,
    "answer": _answer,
    "accept": _accept,
    "return": _return,
    "withdraw": _withdraw,
}


def _show(visit: Visit, found: Slip, trouble: Trouble | None = None) -> HttpResponseBase:
    (line,) = slip_lines([found], now=visit.now)
    moves = SLIP_FLOW.next_moves(found, matter_clocks(SLIP_FLOW, found), visit.actor)
    refused = visit.request.POST.get(ACT, "") if trouble else ""
    forms = [
        (
            move.name,
            speak(move.label),
            _fields(visit, found, move.name, wrongs(trouble) if move.name == refused else {}),
        )
        for move in moves
    ]
    drawn = [field for _, _, fields in forms for field in fields]
    return show(
        visit,
        "workbench/supervision/slip.html",
        {
            "slip": found,
            "line": line,
            "state": line.state,
            "matter": matter_now(found, now=visit.now),
            "remarks": [
                (
                    speak(SLIP_FLOW.move(each.move).label),
                    each.at,
                    each.words.reveal(),
                    each.proof,
                )
                for each in found.remarks.order_by("pk")
            ],
            "steps": steps_of(trail(Slip.KIND, found.number)),
            "has_notice": documents_of(Slip.KIND, found.number)
            .filter(template=NOTICE, paper__isnull=False)
            .exists(),
            "forms": forms,
            "open_form": refused,
            "once": new_once(),
            **complaint(trouble, drawn),
            "kept": leftovers(visit, trouble, [field.name for field in drawn]),
        },
        here="supervision",
        status=trouble.status if trouble else 200,
    )


def _fields(visit: Visit, found: Slip, move: str, at: Mapping[str, str]) -> tuple[Field, ...]:
    posted = visit.request.POST
    fields: list[Field] = []
    if move == "answer" and (proofs := proofs_of(found)):
        fields.append(
            Field(
                kind=FieldKind.CHOICE,
                name=PROOF,
                label=gettext("用办件里的哪条记录证明"),
                value=posted.get(PROOF, ""),
                required=False,
                choices=(Choice(value="", label=gettext("不用,下面写明")), *proofs),
                problem=at.get(PROOF, ""),
            )
        )
    if move in _WITH_WORDS:
        fields.append(
            Field(
                kind=FieldKind.LONG_TEXT,
                name=f"{move}.{WORDS}",
                label=gettext("办了什么") if move == "answer" else gettext("理由"),
                value=posted.get(f"{move}.{WORDS}", ""),
                max_length=LONGEST,
                problem=at.get(WORDS, ""),
            )
        )
    if move == "return":
        fields.append(days_field(posted.get(DAYS, ""), at.get(DAYS, "")))
    return tuple(fields)


def days_field(value: str, problem: str) -> Field:
    """In how many working days an answer is due."""
    return Field(
        kind=FieldKind.INTEGER,
        name=DAYS,
        label=gettext("几个工作日内答复"),
        value=value,
        unit=gettext("个工作日"),
        minimum="1",
        maximum="60",
        problem=problem,
    )
