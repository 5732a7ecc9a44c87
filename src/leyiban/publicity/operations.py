"""The only writes to publications and objections."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction

from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.clocks.terms import light_terms, term
from leyiban.kernel.crypto import commit
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.flows.engine import Moved, begin, take
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency, Party
from leyiban.publicity import errors, kinds
from leyiban.publicity.columns import BY_KEY, COLUMNS, FIELDS, GrantRow, Standing, corrected
from leyiban.publicity.flow import OBJECTION_FLOW, PUBLICATION_FLOW
from leyiban.publicity.models import Objection, Publication, PublishedRow
from leyiban.publicity.rules import LIMIT, Answered, Correction
from leyiban.publicity.states import Cause, ObjectionState, PublicationState

__all__ = [
    "Granted",
    "answer_objection",
    "change_standing",
    "correct_row",
    "file_objection",
    "open_publication",
    "publish",
]

WITHIN: Final = "publicity.licence_within"
"""Key of the rule that says within what time a grant is published (R18)."""

_ANSWERED_WITHIN: Final = "publicity.objection_within"


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a decision says about its publication. ``post_id``: who answers when it is late."""

    number: str
    item: str
    title: str
    region: str
    agency: Agency
    grantee: Party
    post_id: int | None
    decided_at: dt.datetime


def open_publication(*, granted: Granted, actor: Actor, now: dt.datetime) -> Moved[Publication] | None:
    """A licence was granted: from that moment the limit runs. None when it is on record already.

    Raises:
        RuleUnknown: the lawbook does not say within what time.
    """
    with transaction.atomic():
        if Publication.objects.filter(number=granted.number).exists():
            return None
        decided_on = city_date(granted.decided_at)
        publication = Publication(
            number=granted.number,
            region=granted.region,
            title=granted.title,
            party_label=granted.grantee.label,
            state=PublicationState.OPENING,
            owner_post_id=granted.post_id,
            post_id=granted.post_id,
            since=granted.decided_at,
            agency=granted.agency,
            grantee=granted.grantee,
            item=granted.item,
            decided_at=granted.decided_at,
            decided_on=decided_on,
            limits=_terms(WITHIN, on=decided_on, region=granted.region),
        )
        return begin(PUBLICATION_FLOW, publication, "open", actor=actor, now=now)


def publish(
    *, number: str, row: GrantRow, licence: str, actor: Actor, now: dt.datetime
) -> Moved[Publication] | None:
    """Put the grant's row before everybody. None when it is there already.

    Args:
        licence: identifier of the licence that the grant issued, or empty.

    Raises:
        GrantNotPublished: there is nothing to publish under this number.
    """
    with transaction.atomic():
        taken = take(PUBLICATION_FLOW, _key(number), now=now)
        if taken.matter.state == PublicationState.PUBLISHED:
            return None
        moved = taken.make("publish", row, actor=actor, now=now)
        if licence:
            moved.matter.licence = licence
            moved.matter.save(update_fields=["licence"])
        _add_row(moved.matter, row, number=1, cause=Cause.FIRST, columns=(), reason="", now=now)
        return moved


def correct_row(
    *, number: str, cells: Mapping[str, str], reason: str, actor: Actor, now: dt.datetime
) -> PublishedRow:
    """The agency puts its own row right; the old one stays readable.

    Args:
        cells: column → what it should read, days as ``yyyy-mm-dd``.

    Raises:
        GrantNotPublished, ReasonNeeded, CorrectionWrong, NothingCorrected, MoveNotAllowed.
    """
    with transaction.atomic():
        return _correct(number, cells, reason, Cause.OWN_MOTION, actor, now)


def change_standing(*, licence: str, in_force: bool, reason: str, actor: Actor, now: dt.datetime) -> bool:
    """The licence's status changed: the row says so. False when no row speaks of it or it says so already.

    Args:
        reason: the office's act, in a word that everybody may read.
    """
    with transaction.atomic():
        publication = Publication.objects.filter(licence=licence).exclude(licence="").first()
        if publication is None:
            return False
        taken = take(PUBLICATION_FLOW, publication.pk, now=now)
        row = _in_force(taken.matter)
        after = replace(row.row, standing=Standing.IN_FORCE if in_force else Standing.NO_LONGER)
        if after == row.row:
            return False
        _replace(taken, row, after, reason, Cause.LICENCE_CHANGED, actor, now)
        return True


def file_objection(
    *, number: str, column: str, words: str, actor: Actor, now: dt.datetime
) -> Moved[Objection]:
    """Somebody who is signed in says that a column is wrong. An answer is due within a limit.

    Raises:
        GrantNotPublished, ObjectionNeedsWords, ObjectionOpen; NotAllowed: staff and guests.
    """
    if actor.kind is not ActorKind.PERSON:
        raise NotAllowed
    said = words.strip()
    if not said or column not in BY_KEY:
        raise errors.ObjectionNeedsWords
    with transaction.atomic():
        publication = _published(number)
        Publication.objects.select_for_update().get(pk=publication.pk)  # objections are numbered one by one
        mine = publication.objections.filter(column=column, filed_by_id=actor.account)
        if mine.filter(state=ObjectionState.OPEN).exists():
            raise errors.ObjectionOpen
        commitment = commit(said.encode())
        objection = Objection(
            number=f"{number}-{publication.objections.count() + 1}",
            region=publication.region,
            title=publication.title,
            party_label=publication.party_label,
            state=ObjectionState.FILING,
            owner_post_id=publication.post_id,
            since=now,
            publication=publication,
            column=column,
            words=said,
            words_salt=commitment.salt,
            filed_by_id=actor.account,
            filed_at=now,
            limits=_terms(_ANSWERED_WITHIN, on=city_date(now), region=publication.region),
        )
        facts = kinds.ObjectionFiled(
            grant=number,
            column=column,
            words=commitment.digest.hex(),
            concerned=int(publication.grantee_id in actor.parties),
        )
        return begin(OBJECTION_FLOW, objection, "file", facts, actor=actor, now=now)


def answer_objection(
    *,
    number: str,
    answer: str,
    cells: Mapping[str, str] | None,
    version: int | None,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Objection]:
    """The agency answers: with a corrected row, or with why the row is right.

    Args:
        cells: what the row should read (upheld), or None (dismissed).
        answer: the reasons; published with the row, so it names nobody.

    Raises:
        GrantNotPublished: no such objection. ReasonNeeded, CorrectionWrong, NothingCorrected, MoveNotAllowed,
        WrongState, Stale.
    """
    words = answer.strip()
    if not words:
        raise errors.ReasonNeeded
    with transaction.atomic():
        objection = Objection.objects.select_related("publication").filter(number=number).first()
        if objection is None:
            raise errors.GrantNotPublished
        commitment = commit(words.encode())
        given = Answered(
            outcome=ObjectionState.DISMISSED if cells is None else ObjectionState.UPHELD,
            answer=words,
            reasons=commitment.digest.hex(),
            salt=commitment.salt,
        )
        taken = take(OBJECTION_FLOW, objection.pk, now=now, version=version)
        moved = taken.make("answer", given, actor=actor, now=now)
        if cells is not None:
            _correct(objection.publication.number, cells, words, Cause.OBJECTION, actor, now)
        return moved


def _correct(
    number: str, cells: Mapping[str, str], reason: str, cause: Cause, actor: Actor, now: dt.datetime
) -> PublishedRow:
    if not reason.strip():
        raise errors.ReasonNeeded
    taken = take(PUBLICATION_FLOW, _published(number).pk, now=now)
    row = _in_force(taken.matter)
    after, problems = corrected(row.row, cells)
    if problems:
        raise errors.CorrectionWrong(problems=problems)
    if after == row.row:
        raise errors.NothingCorrected
    return _replace(taken, row, after, reason.strip(), cause, actor, now)


def _replace(
    taken: Any,
    row: PublishedRow,
    after: GrantRow,
    reason: str,
    cause: Cause,
    actor: Actor,
    now: dt.datetime,
) -> PublishedRow:
    before = row.row
    columns = tuple(
        column.key for column in COLUMNS if getattr(before, column.key) != getattr(after, column.key)
    )
    correction = Correction(before=before, after=after, columns=columns, cause=cause)
    taken.make("correct", correction, actor=actor, now=now)
    row.until = now
    row.save(update_fields=["until"])
    return _add_row(
        taken.matter, after, number=row.number + 1, cause=cause, columns=columns, reason=reason, now=now
    )


def _add_row(
    publication: Publication,
    row: GrantRow,
    *,
    number: int,
    cause: Cause,
    columns: tuple[str, ...],
    reason: str,
    now: dt.datetime,
) -> PublishedRow:
    return PublishedRow.objects.create(
        publication=publication,
        number=number,
        since=now,
        cause=cause,
        columns=list(columns),
        reason=reason,
        digest=row.digest,
        **{name: getattr(row, name) for name in FIELDS},
    )


def _in_force(publication: Publication) -> PublishedRow:
    return publication.rows.get(until__isnull=True)


def _key(number: str) -> int:
    found = Publication.objects.filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise errors.GrantNotPublished
    return found


def _published(number: str) -> Publication:
    found = Publication.objects.filter(number=number, state=PublicationState.PUBLISHED).first()
    if found is None:
        raise errors.GrantNotPublished
    return found


def _terms(key: str, *, on: dt.date, region: str) -> dict[str, Any]:
    book, chain = lawbook.book(), lawbook.region_chain(region)
    return {
        LIMIT: term(book, key, on=on, regions=chain),
        "lights": light_terms(book, on=on, regions=chain),
    }
