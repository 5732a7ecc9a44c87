"""The one door for writes: append an entry inside the transaction of the act it records."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment
from leyiban.kernel.ledger.merkle import leaf_hash
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.registry import EntryKind, facts_as_json, kind_of
from leyiban.kernel.rows import insert

__all__ = ["Appended", "Subject", "append", "prepare"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about. ``seq`` is the subject's own gap-free count, taken from its locked row, so
    that nobody can take an entry out of the middle of a trail unseen."""

    kind: str
    key: str
    seq: int


@dataclass(frozen=True, slots=True)
class Appended:
    """``leaf`` is the entry's leaf hash: what a promise promises and a proof proves."""

    entry_id: int
    leaf: bytes


def append(
    *,
    facts: object,
    subject: Subject,
    actor: Actor,
    happened_at: dt.datetime,
    entered_at: dt.datetime,
    on_behalf: str | None = None,
    clocks: Sequence[Mapping[str, object]] = (),
) -> Appended:
    """Write one entry; it takes effect when the caller's transaction commits.

    Args:
        facts: an instance of a registered facts dataclass.
        happened_at: when it happened; before ``entered_at`` where it was entered afterwards (补录).
        on_behalf: pseudonym of the party the actor acted for.
        clocks: canonical forms of the clock events of this act, so that the trail alone replays the clock.

    Raises:
        KeyError: the facts' class was never registered.
        IntegrityError: the subject already has an entry with this seq.
    """
    entry = prepare(
        facts=facts,
        subject=subject,
        actor=actor,
        happened_at=happened_at,
        entered_at=entered_at,
        on_behalf=on_behalf,
        clocks=clocks,
    )
    insert([entry])
    return Appended(entry_id=entry.pk, leaf=leaf_hash(bytes(entry.body)))


def prepare(
    *,
    facts: object,
    subject: Subject,
    actor: Actor,
    happened_at: dt.datetime,
    entered_at: dt.datetime,
    on_behalf: str | None = None,
    clocks: Sequence[Mapping[str, object]] = (),
) -> Entry:
    """The unsaved row of :func:`append`, for a caller that writes several rows in one statement."""
    kind = kind_of(facts)
    body: dict[str, object] = {
        "actor": {"channel": actor.channel.value, "kind": actor.kind.value, "name": actor.pseudonym},
        "entered_at": canonical_moment(entered_at),
        "facts": facts_as_json(facts),
        "happened_at": canonical_moment(happened_at),
        "kind": kind.code,
        "subject": {"key": subject.key, "kind": subject.kind, "seq": subject.seq},
    }
    if on_behalf is not None:
        body["on_behalf"] = on_behalf
    if clocks:
        body["clocks"] = [dict(event) for event in clocks]
    return _row(kind, subject, canonical_json(body), happened_at, entered_at)


def _row(
    kind: EntryKind, subject: Subject, body: bytes, happened_at: dt.datetime, entered_at: dt.datetime
) -> Entry:
    return Entry(
        kind=kind.name,
        version=kind.version,
        visibility=kind.visibility,
        subject_kind=subject.kind,
        subject_key=subject.key,
        seq=subject.seq,
        happened_at=happened_at,
        entered_at=entered_at,
        body=body,
    )
