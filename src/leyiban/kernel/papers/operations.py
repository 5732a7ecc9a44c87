"""The only writes to the store of papers."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import structlog
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from leyiban.kernel.actors import Actor
from leyiban.kernel.papers.inspection import Findings, inspect
from leyiban.kernel.papers.intake import Incoming, incoming_folder, taken_in
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.locks import hold_for_keeping, release_after_sweeping, try_hold_for_sweeping
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.page_images import forget_page_images
from leyiban.kernel.papers.scanning import configured_scanner
from leyiban.kernel.papers.storage import configured_storage

__all__ = ["Swept", "keep", "store", "sweep_orphans"]

log = structlog.get_logger(__name__)


def store(*, stream: BinaryIO, name: str, limits: Limits, actor: Actor, now: dt.datetime) -> Paper:
    """Keep what somebody hands in, after looking at it; the same content again is the same paper.

    ``stream`` is read once, in pieces, and no further than ``limits.max_bytes``. ``name`` is what the
    giver's file is called: a claim that is checked against the content. Link the paper to a matter in the
    same transaction, or a sweep takes it away after some days.

    Raises:
        Refusal: one of :mod:`leyiban.kernel.papers.errors`; nothing is kept then.
    """
    with taken_in(stream, limits=limits) as incoming:
        findings = inspect(incoming.path, name=name, limits=limits)
        configured_scanner().scan(incoming.path)
        paper = _keep(incoming, findings, now=now)
    log.info("paper.stored", digest=paper.digest, size=paper.size, media=paper.media_type, by=actor.pseudonym)
    return paper


def keep(*, content: bytes, media: Media, pages: int | None, now: dt.datetime) -> Paper:
    """Keep a file that the platform made itself: it is neither inspected nor scanned.

    Raises:
        StorageFull, StorageUnavailable
    """
    with taken_in(io.BytesIO(content), limits=Limits(max_bytes=len(content) or 1)) as incoming:
        return _keep(incoming, Findings(media, pages), now=now)


def _keep(incoming: Incoming, findings: Findings, *, now: dt.datetime) -> Paper:
    with transaction.atomic():
        hold_for_keeping(incoming.digest)
        configured_storage().put(incoming.digest, incoming.path)
        paper, _ = Paper.objects.update_or_create(
            digest=incoming.digest,
            defaults={"kept_since": now},
            create_defaults={
                "size": incoming.size,
                "media_type": findings.media.value,
                "page_count": findings.pages,
                "kept_since": now,
            },
        )
    return paper


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed: papers that nothing linked to, and files that had no row."""

    papers: int
    files: int
    bytes: int


def sweep_orphans(*, older_than: dt.timedelta, now: dt.datetime) -> Swept:
    """Remove papers that no row of any table links to and nobody handed in since ``now - older_than``.

    Every foreign key to :class:`Paper` counts as a link, whichever domain declares it. Safe to run beside
    everything else, and to be killed at any point: a file without its row goes with the next sweep.
    """
    before = now - older_than
    papers = size = 0
    for paper in _unlinked(before).order_by("pk").iterator(chunk_size=500):
        if _sweep_paper(paper, before):
            papers, size = papers + 1, size + paper.size
    stray = list(_sweep_files(before))
    _sweep_incoming(before)
    return Swept(papers=papers, files=len(stray), bytes=size + sum(stray))


def _unlinked(before: dt.datetime) -> QuerySet[Paper]:
    found = Paper.objects.filter(kept_since__lt=before)
    for relation in Paper._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model is not None:
            links = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(links))
    return found


def _sweep_paper(paper: Paper, before: dt.datetime) -> bool:
    if not try_hold_for_sweeping(paper.digest):
        return False
    try:
        # The row goes first and for good: were the file removed first, a crash would leave a row without one.
        deleted, _ = _unlinked(before).filter(pk=paper.pk).delete()
        if deleted:
            configured_storage().delete(paper.digest)
            forget_page_images(paper.digest)
        return bool(deleted)
    finally:
        release_after_sweeping(paper.digest)


def _sweep_files(before: dt.datetime) -> Iterator[int]:
    """Remove stored files that have no row: left behind by a transaction that did not end well."""
    storage = configured_storage()
    for file in storage.listing():
        if file.since >= before or Paper.objects.filter(digest=file.digest).exists():
            continue
        if not try_hold_for_sweeping(file.digest):
            continue
        try:
            if not Paper.objects.filter(digest=file.digest).exists():
                storage.delete(file.digest)
                yield file.size
        finally:
            release_after_sweeping(file.digest)


def _sweep_incoming(before: dt.datetime) -> None:
    """Remove what a killed process had been taking in."""
    for aside in incoming_folder().glob("paper-*"):
        if dt.datetime.fromtimestamp(aside.stat().st_mtime, dt.UTC) < before:
            aside.unlink(missing_ok=True)
