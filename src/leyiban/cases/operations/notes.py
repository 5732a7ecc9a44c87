"""Writing an internal note (FX.4)."""

import datetime as dt
from typing import Final

from django.db import transaction

from leyiban.cases.answers import seal_words
from leyiban.cases.errors import NoteEmpty, NoteNotYours
from leyiban.cases.kinds import NoteWritten
from leyiban.cases.models import Case, CaseNote, NoteLevel
from leyiban.cases.queries.duties import offices_beside
from leyiban.cases.queries.notes import handling_posts
from leyiban.cases.queries.seen import case_for
from leyiban.kernel.actors import Actor, PostHeld
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.people.rules.divisions import covers

NOTE_LONGEST: Final = 2000


def write_note(*, number: str, level: NoteLevel, words: str, actor: Actor, now: dt.datetime) -> CaseNote:
    """Write a note on a case. It is never changed, and never read by anybody beyond its level.

    It moves no clock and leaves the case's version as it is: nobody's form gets stale by it.

    Raises:
        NotFound: no case that the actor may see. NoteNotYours, NoteEmpty.
    """
    text = words.strip()[:NOTE_LONGEST]
    if not text:
        raise NoteEmpty
    seen = case_for(actor, number)
    post = _post_of(actor, seen)
    sealed = seal_words(text)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).only("pk", "number").get(pk=seen.pk)
        note = CaseNote.objects.create(
            case=case,
            number=case.notes.count() + 1,
            level=level,
            post_id=post.post_id,
            agency_id=post.agency_id,
            text=sealed.text,
            salt=sealed.salt,
            written_by_id=actor.account,
            written_at=now,
        )
        append(
            facts=NoteWritten(
                case=case.number, level=level.value, post=str(post.post_id), text=sealed.digest
            ),
            subject=Subject(CaseNote.KIND, note.key, 1),
            actor=actor,
            happened_at=now,
            entered_at=now,
        )
    return note


def _post_of(actor: Actor, case: Case) -> PostHeld:
    """The post under which he writes: the one that holds the case now, or one of an office that takes part.

    Raises:
        NoteNotYours.
    """
    offices = {case.agency_id, *offices_beside(case)}
    posts = [
        post
        for post in handling_posts(actor)
        if post.agency_id in offices and covers(post.region, case.region)
    ]
    if not posts:
        raise NoteNotYours
    return next((post for post in posts if post.post_id == case.owner_post_id), posts[0])
