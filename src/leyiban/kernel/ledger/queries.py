"""Reads of the ledger."""

import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from leyiban.kernel.ledger.canonical import parse_moment
from leyiban.kernel.ledger.models import Entry, Position
from leyiban.kernel.ledger.registry import Visibility, facts_from_json


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An entry as a reader meets it. ``position`` is None while it waits for its place."""

    position: int | None
    entry_id: int
    kind: str
    subject_kind: str
    subject_key: str
    seq: int
    actor: str
    actor_kind: str
    channel: str
    on_behalf: str | None
    happened_at: dt.datetime
    entered_at: dt.datetime
    visibility: Visibility
    facts: Any
    body: bytes


def _read(row: Entry, position: int | None) -> LedgerEntry:
    body = bytes(row.body)
    said = json.loads(body)
    return LedgerEntry(
        position=position,
        entry_id=row.pk,
        kind=said["kind"],
        subject_kind=said["subject"]["kind"],
        subject_key=said["subject"]["key"],
        seq=said["subject"]["seq"],
        actor=said["actor"]["name"],
        actor_kind=said["actor"]["kind"],
        channel=said["actor"]["channel"],
        on_behalf=said.get("on_behalf"),
        happened_at=parse_moment(said["happened_at"]),
        entered_at=parse_moment(said["entered_at"]),
        visibility=Visibility(row.visibility),
        facts=facts_from_json(said["kind"], said["facts"]),
        body=body,
    )


def trail(subject_kind: str, subject_key: str) -> list[LedgerEntry]:
    """All entries about one subject, oldest first."""
    rows = (
        Entry.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
        .select_related("position")
        .order_by("seq")
    )
    return [_read(row, row.position.position if hasattr(row, "position") else None) for row in rows]


def subjects_in_order(subject_kind: str, *, kinds: Sequence[str]) -> Iterator[LedgerEntry]:
    """Every entry of these kinds about subjects of one kind, subject by subject, oldest first; read as a stream."""
    rows = (
        Entry.objects.filter(subject_kind=subject_kind, kind__in=[kind.partition("/")[0] for kind in kinds])
        .select_related("position")
        .order_by("subject_key", "seq")
    )
    for row in rows.iterator(chunk_size=2000):
        yield _read(row, row.position.position if hasattr(row, "position") else None)


def entries_after(position: int, *, kinds: Sequence[str], limit: int) -> Iterator[LedgerEntry]:
    """The next entries of these kinds from ``position`` on, in order."""
    places = (
        Position.objects.filter(position__gte=position, kind__in=kinds)
        .select_related("entry")
        .order_by("position")[:limit]
    )
    return (_read(place.entry, place.position) for place in places)


def entered_at(position: int) -> dt.datetime | None:
    """When the entry at this place was written; None where there is none."""
    return Position.objects.filter(position=position).values_list("entry__entered_at", flat=True).first()


def has_entry(entry_id: int, *, subject_kind: str, subject_key: str, kinds: Sequence[str]) -> bool:
    """Whether this very entry exists about this subject and is of one of these kinds (``name/version``)."""
    row = Entry.objects.filter(pk=entry_id, subject_kind=subject_kind, subject_key=subject_key).first()
    return row is not None and f"{row.kind}/{row.version}" in kinds


def happened_since(seq: int, *, subject_kind: str, subject_key: str, but: Collection[str] = ()) -> bool:
    """Whether anything was entered about this subject after its entry ``seq``, leaving out the kinds ``but``."""
    since = Entry.objects.filter(subject_kind=subject_kind, subject_key=subject_key, seq__gt=seq)
    return since.exclude(kind__in=but).exists()


def public_entries(entries: QuerySet[Entry], *, limit: int) -> list[LedgerEntry]:
    """Those of ``entries`` that everyone may see, newest first."""
    rows = entries.filter(visibility=Visibility.PUBLIC).select_related("position").order_by("-pk")[:limit]
    return [_read(row, row.position.position if hasattr(row, "position") else None) for row in rows]


def newest_about(
    subjects: Collection[tuple[str, str]], *, kinds: Sequence[str], limit: int
) -> list[LedgerEntry]:
    """The last entries of these kinds (``account.bound``) about any of the subjects (kind, key), newest first."""
    about = Q(pk__in=[])
    for subject_kind, subject_key in subjects:
        about |= Q(subject_kind=subject_kind, subject_key=subject_key)
    rows = Entry.objects.filter(about, kind__in=kinds).select_related("position").order_by("-pk")[:limit]
    return [_read(row, row.position.position if hasattr(row, "position") else None) for row in rows]


@dataclass(frozen=True, slots=True)
class Loss:
    """A stretch of the ledger that is gone for good: ``entries`` had been published when it was found."""

    found_at: dt.datetime
    entries: int


def losses() -> list[Loss]:
    """Every loss that an operator has ever had to accept, the latest first. Public, like the entries it is read from."""
    rows = Entry.objects.filter(kind="ledger.epoch_opened", visibility=Visibility.PUBLIC).order_by("-pk")
    opened = [_read(row, None) for row in rows]
    return [
        Loss(entry.happened_at, max(0, entry.facts.published_size - entry.facts.kept)) for entry in opened
    ]
