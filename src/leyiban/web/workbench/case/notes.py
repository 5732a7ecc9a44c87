"""内部备注 on a case: those I may read, and one more; words in all that I may read (FX.4)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.errors import NoteEmpty
from leyiban.cases.models import Case, CaseNote, NoteLevel
from leyiban.cases.operations import write_note
from leyiban.cases.operations.notes import NOTE_LONGEST
from leyiban.cases.queries import case_for
from leyiban.cases.queries.notes import find_notes, notes_of
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import HANDLES, READS_CASES, at_desk, show

LEVEL, TEXT = "level", "note"
WORDS, BEFORE = "q", "before"
_LONGEST_QUERY: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """``by``: post and name; ``level`` in words. ``case``: its number."""

    case: str
    text: str
    by: str
    level: str
    at: dt.datetime


def note_lines(notes: tuple[CaseNote, ...]) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            case=note.case.number,
            text=note.text.reveal(),
            by=f"{note.post.name} {note.written_by.display_name}",
            level=speak(NoteLevel(note.level).label),
            at=note.written_at,
        )
        for note in notes
    )


def notes_beside(visit: Visit, case: Case) -> dict[str, object]:
    """What the case page shows of them."""
    read = notes_of(case, visit.actor, now=visit.now)
    return {"notes": note_lines(read.shown), "withheld": read.withheld}


@at_desk(READS_CASES, "GET", "POST")
def notes(visit: Visit, number: str) -> HttpResponseBase:
    """All notes of a case that I may read; whoever handles it writes another."""
    found = case_for(visit.actor, number)
    if visit.request.method != "POST":
        return _show(visit, found)
    made = attempt(lambda: send_once(visit, lambda: _write(visit, found)))
    return _show(visit, found, made) if isinstance(made, Trouble) else made


def _write(visit: Visit, case: Case) -> str:
    posted = visit.request.POST
    level, words = posted.get(LEVEL, ""), posted.get(TEXT, "")
    problems = []
    if level not in NoteLevel.values:
        problems.append(FieldProblem(LEVEL, "required", gettext("请选给谁看。")))
    if not words.strip():
        problems.append(FieldProblem(TEXT, NoteEmpty.code, gettext("请写备注。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    write_note(number=case.number, level=NoteLevel(level), words=words, actor=visit.actor, now=visit.now)
    return reverse("web:workbench_notes", kwargs={"number": case.number})


def _show(visit: Visit, case: Case, trouble: Trouble | None = None) -> HttpResponseBase:
    at, posted = {} if trouble is None else trouble.at, visit.request.POST
    fields = (
        Field(
            kind=FieldKind.LONG_TEXT,
            name=TEXT,
            label=gettext("备注"),
            hint=gettext("申请人看不到。写了不能改。"),
            value=posted.get(TEXT, ""),
            max_length=NOTE_LONGEST,
            problem=at.get(TEXT, ""),
        ),
        Field(
            kind=FieldKind.CHOICE,
            name=LEVEL,
            label=gettext("给谁看"),
            hint=gettext("以后不能改。"),
            value=posted.get(LEVEL, ""),
            choices=tuple(Choice(value=each.value, label=speak(each.label)) for each in NoteLevel),
            problem=at.get(LEVEL, ""),
        ),
    )
    return show(
        visit,
        "workbench/notes.html",
        {
            "case": case,
            **notes_beside(visit, case),
            "fields": fields if HANDLES.held_by(visit.actor) else (),
            "lines": [(field.first_id, field.problem) for field in fields if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        here="list",
        status=trouble.status if trouble else 200,
    )


@at_desk(READS_CASES)
def search(visit: Visit) -> HttpResponseBase:
    """Words in the notes that I may read, whatever case they are about; the newest first."""
    asked = visit.request.GET
    words = asked.get(WORDS, "").strip()[:_LONGEST_QUERY]
    before = asked.get(BEFORE, "")
    found = find_notes(
        visit.actor,
        words,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
        now=visit.now,
    )
    older = "" if found.before is None else urlencode({WORDS: words, BEFORE: str(found.before)})
    return show(
        visit,
        "workbench/note_search.html",
        {
            "field": Field(
                kind=FieldKind.TEXT,
                name=WORDS,
                label=gettext("备注里的词"),
                hint=gettext("几个词用空格隔开,都要有。"),
                value=words,
                max_length=_LONGEST_QUERY,
            ),
            "notes": note_lines(found.notes),
            "older": f"{visit.request.path}?{older}" if older else "",
        },
        here="notes",
    )
