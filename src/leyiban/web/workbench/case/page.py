"""The case page: everything read once, put beside one another, and exactly the moves that the table allows."""

from typing import Any

from django.http import HttpResponse

from leyiban.cases import queries
from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.cases.queries.duties import log_look
from leyiban.catalogue.rulefile import checklist
from leyiban.catalogue.words import active_lang
from leyiban.kernel.moments import city_date
from leyiban.messages.queries import messages_for
from leyiban.web.edge import Visit, new_once
from leyiban.web.parts.workbench import Key
from leyiban.web.wording import gettext
from leyiban.web.workbench.case import papers
from leyiban.web.workbench.case.after_a_move import done_of, is_drawn, refusal_of, typed_texts
from leyiban.web.workbench.case.answers import answers_of, applicant_of, mostly
from leyiban.web.workbench.case.around import offices_in, supervision_of
from leyiban.web.workbench.case.head import head_of
from leyiban.web.workbench.case.notes import notes_beside
from leyiban.web.workbench.case.opinions import notices_of, opinions_of, records_of
from leyiban.web.workbench.case.story import since, story_of
from leyiban.web.workbench.desk import show
from leyiban.web.workbench.moves.forms import Desk, MoveForm
from leyiban.web.workbench.moves.table import main_form, other_forms

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
            **head_of(file, visit),
            **_papers(file, visit),
            **offices_in(file, visit),
            **notes_beside(visit, file.case),
            "opinions": opinions_of(file),
            "records": records_of(file, now=visit.now),
            "notices": notices_of(file, now=visit.now),
            "story": story_of(file),
            **supervision_of(visit, file.case),
            "messages": messages_for(matter_kind=Case.KIND, matter_key=file.case.pk, actor=visit.actor),
            "main": main,
            "others": others,
            "changes": () if drawn_from is None else since(file, drawn_from),
            "kept": () if is_drawn(desk, [main, *others]) else typed_texts(desk),
            "refusal": refusal_of(desk, [main, *others]),
            "done": done_of(desk, done),
            "once": new_once(),
            "version": file.case.version,
            "here": visit.request.path,
            "keys": _keys(main),
        },
        here="list",
        status=status,
    )


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


def _keys(main: MoveForm | None) -> tuple[Key, ...]:
    keys = [
        Key(key="N", does=gettext("下一页材料")),
        Key(key="P", does=gettext("上一页材料")),
        Key(key="+", does=gettext("放大")),
    ]
    if main is not None:
        keys += [Key(key=press.key.upper(), does=press.label) for press in main.presses if press.key]
    return (*keys, Key(key="L", does=gettext("回到待办")))
