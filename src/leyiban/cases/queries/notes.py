"""Reading internal notes (FX.4): each only by whom its level names, whenever he asks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from leyiban.cases.models import Case, CaseNote, NoteLevel
from leyiban.cases.queries.duties import log_look
from leyiban.cases.queries.seen import visible_to
from leyiban.kernel.actors import Actor, PostHeld, Role

NOTES_READ: Final = "notes"
"""What the access log calls it."""

HANDLING: Final = frozenset({Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER})
"""Posts that write notes, and read those of their agency."""

MOST_READ: Final = 3000
"""Notes that one search opens: they lie sealed, so words are looked for in what was opened, the newest first."""

_MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class Notes:
    """What I may read of a case, the oldest first; ``withheld`` others are there for others."""

    shown: tuple[CaseNote, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """The newest first. ``before``: the key to go on from when there are older notes that were not opened yet."""

    notes: tuple[CaseNote, ...]
    before: int | None


def handling_posts(actor: Actor) -> list[PostHeld]:
    return [post for post in actor.posts if post.role in HANDLING]


def notes_of(case: Case, actor: Actor, *, now: dt.datetime) -> Notes:
    """Those of a case that the actor sees; that he read them is written down.

    Args:
        case: one that he may see (``case_for``).
    """
    shown = tuple(_whole(case.notes.filter(_readable(actor))).order_by("number"))
    if shown:
        log_look(actor, case, NOTES_READ, now=now)
    return Notes(shown, case.notes.count() - len(shown))


def find_notes(actor: Actor, words: str, *, before: int | None = None, now: dt.datetime) -> FoundNotes:
    """Notes with these words in them, among those that the actor may read, in cases that he may see.

    Args:
        words: parts of the text, divided by blanks; all must occur. None given: the newest notes.
        before: only notes with a smaller key.
    """
    wanted = words.casefold().split()
    mine = CaseNote.objects.filter(_readable(actor), case__in=visible_to(actor))
    if before is not None:
        mine = mine.filter(pk__lt=before)
    opened: list[CaseNote] = []
    found: list[CaseNote] = []
    for note in _whole(mine).order_by("-pk")[:MOST_READ]:
        opened.append(note)
        text = note.text.reveal().casefold()
        if all(word in text for word in wanted):
            found.append(note)
            if len(found) == _MOST_FOUND:
                break
    for case in _each_case(found):
        log_look(actor, case, NOTES_READ, now=now)
    more = len(found) == _MOST_FOUND or len(opened) == MOST_READ
    return FoundNotes(tuple(found), opened[-1].pk if more else None)


def _readable(actor: Actor) -> Q:
    posts = handling_posts(actor)
    return (
        Q(level=NoteLevel.CASE)
        | Q(level=NoteLevel.AGENCY, agency_id__in={post.agency_id for post in posts})
        | Q(level=NoteLevel.POST, post_id__in={post.post_id for post in posts})
    )


def _whole(notes: QuerySet[CaseNote]) -> QuerySet[CaseNote]:
    return notes.select_related("post", "agency", "written_by", "case")


def _each_case(notes: list[CaseNote]) -> Iterator[Case]:
    yield from {note.case_id: note.case for note in notes}.values()
