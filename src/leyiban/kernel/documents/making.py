"""Make one document: set, seal, keep, record. One transaction, so that a kill leaves nothing half made."""

import datetime as dt
from typing import Any, Final

from django.db import transaction

from leyiban.kernel.actors import system_actor
from leyiban.kernel.documents.kinds import DocumentMade
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.documents.registry import PaperOfLaw, paper_by_name
from leyiban.kernel.documents.sealing import Sealed, SealOrder, Warrant, sealing
from leyiban.kernel.documents.typesetting import Attachment, Imprint, Rendered, Sheet, typesetter
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.errors import Kind, Refusal
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep

BACKOFF: Final = tuple(dt.timedelta(seconds=seconds) for seconds in (5, 30, 180, 900, 3600))
"""Waits between attempts; after the last one a person must look (``operations.retry``)."""

_MADE_SEQ: Final = 1


def make(*, document_id: int, now: dt.datetime) -> Document:
    """Make the document unless it is made already. Two workers at once make one paper.

    Raises:
        Refusal: the seal is refused, or the store is full or away. Nothing is kept then.
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.state == State.MADE:
            return document
        paper = paper_by_name(document.template)
        rendered = typesetter().set(sheet_of(document, paper))
        sealed = _sealed(document, paper, rendered, now=now)
        kept = keep(content=sealed.pdf, media=Media.PDF, pages=rendered.pages, now=now)
        document.paper, document.made_at, document.state = kept, now, State.MADE
        document.error, document.retry_at = "", None
        document.attempts += 1
        document.save(update_fields=["paper", "made_at", "state", "error", "retry_at", "attempts"])
        append(
            facts=DocumentMade(
                template=f"{document.template}/{document.template_version}",
                number=document.number,
                digest=kept.named_digest,
                matter_kind=document.matter_kind,
                matter_key=document.matter_key,
                agency=document.agency_key,
                seal=sealed.seal or None,
                warrant=document.warrant_entry,
            ),
            subject=Subject("document", document.key, _MADE_SEQ),
            actor=system_actor(),
            happened_at=now,
            entered_at=now,
        )
    return document


def sheet_of(document: Document, paper: PaperOfLaw) -> Sheet:
    """All that decides how the document looks; the same document always gives the same sheet."""
    return Sheet(
        source=paper.source,
        title=paper.title,
        number=document.number,
        office=document.office_name,
        dated=in_words(document.dated),
        data=document.data or {},
        made_at=document.requested_at,
        imprint=Imprint(**document.imprint) if document.imprint else None,
        attachment=Attachment(**document.attachment) if document.attachment else None,
        sealed=paper.seal is not None,
    )


def _sealed(document: Document, paper: PaperOfLaw, rendered: Rendered, *, now: dt.datetime) -> Sealed:
    if paper.seal is None:
        return Sealed(rendered.pdf, "")
    if rendered.seal_place is None or document.warrant_entry is None:
        raise ValueError(f"{document.template} bears a seal but has no place or no warrant for it")
    order = SealOrder(
        pdf=rendered.pdf,
        place=rendered.seal_place,
        agency_key=document.agency_key,
        seal_kind=paper.seal,
        document=document.key,
        template=paper.name,
        warrant=Warrant(
            matter_kind=document.matter_kind,
            matter_key=document.matter_key,
            entry_id=document.warrant_entry,
            kinds=paper.warrants,
        ),
    )
    return sealing()(order, actor=system_actor(), now=now)


def note_failure(*, document_id: int, failure: Exception, now: dt.datetime) -> dt.timedelta | None:
    """Write down that making failed; returns how long to wait before the next attempt, or None.

    A lawful "no" that time does not heal (a suspended seal) waits for a person at once.
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.state == State.MADE:
            return None
        document.attempts += 1
        wait = _next_wait(failure, document.attempts)
        document.state, document.error = State.FAILED, _code_of(failure)
        document.retry_at = now + wait if wait is not None else None
        document.save(update_fields=["attempts", "state", "error", "retry_at"])
    return wait


def _next_wait(failure: Exception, attempts: int) -> dt.timedelta | None:
    heals = not isinstance(failure, Refusal) or failure.kind is Kind.UNAVAILABLE
    return BACKOFF[attempts - 1] if heals and attempts <= len(BACKOFF) else None


def _code_of(failure: Any) -> str:
    return failure.code if isinstance(failure, Refusal) else f"defect:{type(failure).__name__}"
