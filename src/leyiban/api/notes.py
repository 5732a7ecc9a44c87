"""Internal notes about cases: who may read one is fixed when it is written."""

from typing import Annotated

from ninja import Body, Query
from pydantic import Field

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Asked, CaseNumber, Moment, RowId, Shape, Words
from leyiban.cases.models import CaseNote, NoteLevel
from leyiban.cases.operations import write_note
from leyiban.cases.queries import case_for
from leyiban.cases.queries.notes import find_notes, notes_of
from leyiban.kernel.rights import post
from leyiban.people.models.sign_in import Scope

door = Door("notes")


class NoteShape(Shape):
    """`level`: how far it is read, for good: `post` by whoever holds the post it was written under, `agency` by those
    of its agency who handle cases, `case` by all staff that sees the case. `by`: post and name."""

    case: str
    number: int
    level: NoteLevel
    text: str
    by: str
    written_at: Moment


class NoteKept(Shape):
    """Which one it is, and how far it is read."""

    case: str
    number: int
    level: NoteLevel


class NotesShape(Shape):
    """The oldest first. `withheld`: how many others are there for other posts."""

    items: list[NoteShape]
    withheld: int


class FoundNotesShape(Shape):
    """The newest first. `before`: ask with it for older ones; null: all were looked through."""

    items: list[NoteShape]
    before: int | None


class NotesAsked(Asked):
    """`words`: parts of the text, divided by blanks; all must occur."""

    words: Annotated[str, Field(max_length=60)] = ""
    before: RowId | None = None


class NoteSent(Asked):
    level: NoteLevel
    text: Words


@door.reads("/notes", right=post(), scope=Scope.HANDLE, answers=FoundNotesShape)
def search_notes(call: Call, asked: Query[NotesAsked]) -> FoundNotesShape:
    """Words in the notes that I may read, whatever case they are about."""
    found = find_notes(call.actor, asked.words, before=asked.before, now=call.now)
    return FoundNotesShape(items=[_shape(note) for note in found.notes], before=found.before)


@door.reads("/cases/{number}/notes", right=post(), scope=Scope.HANDLE, answers=NotesShape)
def list_notes(call: Call, number: CaseNumber) -> NotesShape:
    """The notes on a case that I may read."""
    read = notes_of(case_for(call.actor, number), call.actor, now=call.now)
    return NotesShape(items=[_shape(note) for note in read.shown], withheld=read.withheld)


@door.writes("POST", "/cases/{number}/notes", right=post(), scope=Scope.HANDLE, answers=NoteKept, makes=True)
def post_note(call: Call, number: CaseNumber, asked: Body[NoteSent]) -> Done:
    """Write a note. It moves no clock and makes nobody's version of the case stale."""
    note = write_note(number=number, level=asked.level, words=asked.text, actor=call.actor, now=call.now)
    kept = NoteKept(case=note.case.number, number=note.number, level=NoteLevel(note.level))
    return Done(body=kept, location=f"/cases/{number}/notes")


def _shape(note: CaseNote) -> NoteShape:
    return NoteShape(
        case=note.case.number,
        number=note.number,
        level=NoteLevel(note.level),
        text=note.text.reveal(),
        by=f"{note.post.name} {note.written_by.display_name}",
        written_at=note.written_at,
    )
