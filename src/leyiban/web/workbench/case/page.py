"""The case page: everything read once, put beside one another, and exactly the moves that the table allows."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from leyiban.cases import queries
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.heard import decision_waits
from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.cases.queries.duties import log_look
from leyiban.cases.queries.hearings import hearings_of
from leyiban.cases.queries.receipts_claimed import receipt_claim_of
from leyiban.cases.receipt_flow import checks_claim
from leyiban.cases.rules.clocks import main_clock
from leyiban.cases.states import BEFORE_DECISION, CaseState, Decision, ReceiptState
from leyiban.catalogue.rulefile import checklist
from leyiban.catalogue.words import active_lang
from leyiban.credentials.queries import PublicLicence, licence_of_case, public_licence
from leyiban.kernel.errors import Stale
from leyiban.kernel.moments import city_date
from leyiban.messages.queries import messages_for
from leyiban.supervision.queries import slips_about
from leyiban.web.edge import Visit, new_once
from leyiban.web.parts.lights import Light
from leyiban.web.parts.plan import picture_of
from leyiban.web.parts.refiling import refiling_lines
from leyiban.web.parts.workbench import Key
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.case import papers
from leyiban.web.workbench.case.answers import answers_of, applicant_of, mostly
from leyiban.web.workbench.case.clocks import clocks_of
from leyiban.web.workbench.case.opinions import notices_of, opinions_of, records_of
from leyiban.web.workbench.case.story import conclusion_words, since, story_of
from leyiban.web.workbench.desk import ANSWERS, HANDLES, SUPERVISES, show
from leyiban.web.workbench.moves.forms import Desk, MoveForm
from leyiban.web.workbench.moves.table import DESKS, main_form, other_forms, shared_with
from leyiban.web.workbench.rows import names_of_accounts, names_of_posts, next_step
from leyiban.web.workbench.supervision.lines import slip_lines

_DECIDABLE = frozenset({CaseState.UNDER_REVIEW, CaseState.SPECIAL_PROCEDURE})
NUMBERS = "numbers"  # asks for people's numbers unmasked; it is written down who asked


def draw_case(
    desk: Desk, *, drawn_from: int | None = None, done: str = "", status: int = 200
) -> HttpResponse:
    """The page of a case.

    Args:
        drawn_from: the version that a stale form was drawn from; what happened since then is told.
        done: the move that was just made.
    """
    file, visit = desk.file, desk.visit
    main, others = main_form(desk), other_forms(desk)
    return show(
        visit,
        "workbench/case.html",
        {
            **_head(file, visit),
            **_papers(file, visit),
            **_joint(file, visit),
            "opinions": opinions_of(file),
            "records": records_of(file, now=visit.now),
            "notices": notices_of(file, now=visit.now),
            "story": story_of(file),
            **_supervision(visit, file.case),
            "messages": messages_for(matter_kind=Case.KIND, matter_key=file.case.pk, actor=visit.actor),
            "main": main,
            "others": others,
            "changes": () if drawn_from is None else since(file, drawn_from),
            "kept": () if _is_drawn(desk, [main, *others]) else _typed_texts(desk),
            "refusal": _refusal(desk, [main, *others]),
            "done": _done(desk, done),
            "once": new_once(),
            "version": file.case.version,
            "here": visit.request.path,
            "keys": _keys(main),
        },
        here="list",
        status=status,
    )


def _supervision(visit: Visit, case: Case) -> dict[str, Any]:
    """The slips about the case, and the way to another for whoever supervises."""
    found = slips_about(Case.KIND, case.number)
    may_issue = SUPERVISES.held_by(visit.actor)
    return {
        "slips": slip_lines(found, now=visit.now),
        "issue_link": reverse("web:workbench_new_slip", kwargs={"number": case.number}) if may_issue else "",
    }


def _head(file: CaseFile, visit: Visit) -> dict[str, Any]:
    case = file.case
    reading = file.clocks.get(main_clock(case))
    paused = case.state == CaseState.SPECIAL_PROCEDURE
    red_at = None if reading is None or reading.stopped_at is not None else reading.red_at
    light = light_of(
        amber_at=None if reading is None else reading.amber_at, red_at=red_at, paused=paused, now=visit.now
    )
    return {
        "case": case,
        "item": file.rules.name,
        "state": speak(CaseState(case.state).label),
        "light": light,
        "left": "" if light is Light.PAUSED else TimeLeft(visit.now).words(red_at, region=case.region),
        "clocks": clocks_of(file, now=visit.now),
        "next_step": next_step(CaseState(case.state), file.rules, case.task),
        "is_open": case.closed_at is None and case.state != CaseState.DELIVERED,
        "holder": names_of_accounts([case.holder_id]).get(case.holder_id or 0, ""),
        "post": names_of_posts([case.owner_post_id]).get(case.owner_post_id or 0, ""),
        "linked": case.linked_to.number if case.linked_to else "",
        "claim": _claim(file, visit),
        "refiling": refiling_lines(case, now=visit.now),
        "take": _taking(file, visit),
        "licence_link": _licence_link(file, visit),
        "earlier": _earlier(file, visit),
        "hearings": hearings_of(case),
        "waits": _waits(file, visit),
        "may_tell": HANDLES.held_by(visit.actor) and case.state in BEFORE_DECISION,
    }


def _claim(file: CaseFile, visit: Visit) -> tuple[str, str] | None:
    """What the applicant says of the moment of receipt, and the way to check it for whoever may."""
    claim = receipt_claim_of(file.case)
    if claim is None:
        return None
    may = claim.state == ReceiptState.CLAIMED and checks_claim(visit.actor, claim)
    link = reverse("web:workbench_receipt", kwargs={"number": claim.number}) if may else ""
    return speak(ReceiptState(claim.state).label), link


def _earlier(file: CaseFile, visit: Visit) -> PublicLicence | None:
    """The licence that this renews or changes, as it is now."""
    earlier = file.case.earlier_licence
    return public_licence(earlier, now=visit.now) if earlier else None


def _joint(file: CaseFile, visit: Visit) -> dict[str, Any]:
    """The picture of the plan, and a way to each task of another office. Nothing for an ordinary case."""
    plan = queries.plan_of(file.case, file.trail, now=visit.now)
    lines = () if plan is None else tuple(line for line in plan.lines if line.task is not None)
    return {
        "plan": picture_of(plan, now=visit.now),
        "joint_tasks": [
            (
                line.name,
                line.office,
                conclusion_words(line.task.conclusion) if line.task.conclusion else "",
                reverse("web:workbench_task", kwargs={"number": line.task.number}),
            )
            for line in lines
            if line.task is not None
        ],
    }


def _waits(file: CaseFile, visit: Visit) -> str:
    """Why the decision has to wait for people to be heard, for whoever decides (R12)."""
    if file.case.state not in _DECIDABLE or not ANSWERS.held_by(visit.actor):
        return ""
    refusal = decision_waits(file.case)
    return "" if refusal is None else speak(str(refusal))


def _licence_link(file: CaseFile, visit: Visit) -> str:
    """To the licence that the case ended in, for whoever decides on it."""
    if file.case.decision != Decision.GRANT or not ANSWERS.held_by(visit.actor):
        return ""
    licence = licence_of_case(file.case.number)
    if licence is None:
        return ""
    return reverse("web:workbench_licence", kwargs={"identifier": licence.identifier})


def _taking(file: CaseFile, visit: Visit) -> str:
    """Where taking the case in hand is sent; empty where it is in the reader's hands already."""
    allowed = any(move.name == "take" for move in file.moves)
    if not allowed or file.case.holder_id == visit.actor.account_id:
        return ""
    return reverse("web:workbench_move", kwargs={"number": file.case.number, "move": "take"})


def _papers(file: CaseFile, visit: Visit) -> dict[str, Any]:
    masked = visit.request.GET.get(NUMBERS) != "1"
    if not masked:
        log_look(visit.actor, file.case, "numbers", now=visit.now)
    listed = checklist(file.rules, active_lang(), values=file.answers, today=city_date(visit.now))
    documents = queries.documents_in_file(visit.actor, file.case.number)
    answers = answers_of(file, now=visit.now, masked=masked)
    return {
        "applicant": applicant_of(file.case, masked=masked),
        "answers": answers,
        "typed_mostly": mostly(each.source for each in answers),
        "masked": masked,
        "numbers_link": f"{visit.request.path}?{NUMBERS}=1",
        "groups": papers.handed_in(file, listed),
        "issued": papers.issued(file, documents),
        "conditions": listed.conditions,
    }


def _is_drawn(desk: Desk, forms: Iterable[MoveForm | None]) -> bool:
    """Whether the form that was sent is still on the page."""
    drawn = {form.move for form in forms if form is not None}
    return desk.refused in drawn | {move for each in drawn for move in shared_with(each)}


def _typed_texts(desk: Desk) -> tuple[str, ...]:
    """What was typed into a form that is no longer there: shown, so that nobody types it twice."""
    if desk.typed is None:
        return ()
    hidden = {"csrfmiddlewaretoken", "once", "version", "defect"}
    texts = [text.strip() for name in desk.typed if name not in hidden for text in desk.typed.getlist(name)]
    return tuple(text for text in texts if len(text) > 1)


def _refusal(desk: Desk, forms: Iterable[MoveForm | None]) -> str:
    """Why it was refused, where the form that would say so is gone."""
    if desk.trouble is None or desk.trouble.code == Stale.code or _is_drawn(desk, forms):
        return ""
    return desk.trouble.sentence


def _done(desk: Desk, move: str) -> dict[str, str] | None:
    """What to say after a move, and which case to take up next."""
    if move not in DESKS:
        return None
    waiting = [item for item in queries.work_list(desk.visit.actor, limit=2) if item.case_id != desk.case.pk]
    following = reverse("web:workbench_case", kwargs={"number": waiting[0].number}) if waiting else ""
    return {"label": speak(CASE_FLOW.move(move).label), "next": following}


def _keys(main: MoveForm | None) -> tuple[Key, ...]:
    keys = [
        Key(key="N", does=gettext("下一页材料")),
        Key(key="P", does=gettext("上一页材料")),
        Key(key="+", does=gettext("放大")),
    ]
    if main is not None:
        keys += [Key(key=press.key.upper(), does=press.label) for press in main.presses if press.key]
    return (*keys, Key(key="L", does=gettext("回到待办")))
