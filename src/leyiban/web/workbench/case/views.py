"""Opening a case, and sending one of its forms."""

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.cases.queries import case_file, case_for, moved_on_since
from leyiban.cases.states import Decision
from leyiban.kernel.documents.operations import retry
from leyiban.kernel.documents.queries import documents_of
from leyiban.kernel.errors import NotFound, Stale
from leyiban.kernel.moments import city_date
from leyiban.web.edge import VERSION, Trouble, Visit, attempt, see_other, send_once, version_of
from leyiban.web.workbench.case.page import draw_case
from leyiban.web.workbench.desk import HANDLES, READS_CASES, at_desk
from leyiban.web.workbench.moves import points, sentences
from leyiban.web.workbench.moves.deciding import looked_at
from leyiban.web.workbench.moves.forms import Act, Desk
from leyiban.web.workbench.moves.table import DESKS

DONE = "done"
SUGGESTION = "suggestion"  # what a script that asks for a sentence calls itself


@at_desk(READS_CASES)
def case(visit: Visit, number: str) -> HttpResponseBase:
    """The case, and what may be done with it now."""
    file = case_file(visit.actor, number, now=visit.now)
    return draw_case(Desk(visit, file), done=visit.request.GET.get(DONE, ""))


@at_desk(HANDLES, "POST")
def move(visit: Visit, number: str, move: str) -> HttpResponseBase:
    """Make one move. A refusal comes back on the same page, with everything that was typed."""
    desk = DESKS.get(move)
    if desk is None or desk.make is None:
        raise NotFound
    make = desk.make
    found = case_for(visit.actor, number)
    here = reverse("web:workbench_case", kwargs={"number": number})

    def act() -> str:
        version = version_of(visit.request)
        if moved_on_since(version, found):  # told before anything that is wrong with the form
            raise Stale
        make(Act(visit, found, version, visit.request.POST))
        return f"{here}?{DONE}={move}"

    made = attempt(lambda: send_once(visit, act))
    return _again(visit, number, move, made) if isinstance(made, Trouble) else made


def _again(visit: Visit, number: str, move: str, trouble: Trouble) -> HttpResponse:
    """The page once more, with what was typed and what was wrong; what has changed, if it was out of date."""
    desk = Desk(
        visit,
        case_file(visit.actor, number, now=visit.now),
        refused=move,
        typed=visit.request.POST,
        trouble=trouble,
    )
    drawn_from = _drawn_from(visit) if trouble.code == Stale.code else None
    return draw_case(desk, drawn_from=drawn_from, status=trouble.status)


def _drawn_from(visit: Visit) -> int:
    text = visit.request.POST.get(VERSION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@at_desk(HANDLES, "POST")
def suggestion(visit: Visit, number: str, move: str) -> HttpResponseBase:
    """A sentence made from the ticked points, put into the box; nothing is decided and nothing is kept."""
    file = case_file(visit.actor, number, now=visit.now)
    if not any(each.name == move for each in file.moves):
        raise NotFound
    text = _sentence(visit, file.case, move)
    if visit.request.headers.get("X-Requested-With") == SUGGESTION:
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    typed = visit.request.POST.copy()
    typed[_box(move)] = text
    return draw_case(Desk(visit, file, refused=move, typed=typed))


def _box(move: str) -> str:
    return "opinion.text" if move == "give_opinion" else f"{move}.reasons"


def _sentence(visit: Visit, found: Case, move: str) -> str:
    posted = visit.request.POST
    if move == "give_opinion":
        checked = points.answered(found, found.task, move, posted)
        return sentences.opinion(checked, conclusion=posted.get("opinion.conclusion", ""))
    checked = points.answered(found, looked_at(found, move), move, posted)
    rules, today = found.item_version.rulefile, city_date(visit.now)
    denied = any(point.answer == "no" for point in checked)
    chosen = posted.get(f"{move}.decision") or (Decision.DENY if denied else Decision.GRANT)
    return sentences.reasons(
        checked,
        item=rules.name.zh,
        basis=[f"《{law.law.zh}》{law.article}" for law in rules.by_law if law.in_force(today)],
        granted=chosen == Decision.GRANT,
    )


@at_desk(HANDLES, "POST")
def make_again(visit: Visit, number: str, document_id: int) -> HttpResponseBase:
    """Have a paper of law tried again that could not be made."""
    found = case_for(visit.actor, number)
    if not documents_of(Case.KIND, found.number).filter(pk=document_id).exists():
        raise NotFound
    made = attempt(lambda: retry(document_id=document_id))
    if isinstance(made, Trouble):
        return _again(visit, number, "", made)
    return see_other(reverse("web:workbench_case", kwargs={"number": number}))
