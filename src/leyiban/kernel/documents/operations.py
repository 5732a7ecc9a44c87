"""The only writes to documents. Followers request them; a job makes them; a clerk may have one tried again."""

import datetime as dt
import secrets
from dataclasses import asdict, dataclass

from django.db import transaction

from leyiban.kernel.documents.errors import DocumentAlreadyMade, DocumentNotFound
from leyiban.kernel.documents.models import Document, NumberSeries, State
from leyiban.kernel.documents.registry import content_as_json, paper_for
from leyiban.kernel.documents.tasks import make_document
from leyiban.kernel.documents.typesetting import Attachment, Imprint
from leyiban.kernel.documents.wording import document_number

__all__ = ["MatterRef", "Office", "request", "retry"]


@dataclass(frozen=True, slots=True)
class MatterRef:
    """The matter a document belongs to, named as its ledger entries name it (subject kind and key)."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Office:
    """The office in whose name the document speaks. ``key`` finds its seals, ``short_name`` begins the number."""

    key: str
    name: str
    short_name: str


def request(
    *,
    content: object,
    matter: MatterRef,
    occasion: str,
    office: Office,
    dated: dt.date,
    now: dt.datetime,
    warrant_entry: int | None = None,
    imprint: Imprint | None = None,
    attachment: Attachment | None = None,
) -> Document:
    """Ask for a document; it is numbered at once and made by a job that starts when the transaction commits.

    Asking again for the same (kind of paper, matter, occasion) gives the document that exists, whatever
    the new content says. Call inside the transaction of the follower that asks.

    Args:
        content: an instance of a dataclass registered with ``@paper_of_law``.
        occasion: tells apart several papers of one kind in one matter, such as the seq of the move.
        dated: the date that is printed; its year is the year of the number.
        warrant_entry: id of the ledger entry that allows the seal; needed when the paper bears one.

    Raises:
        KeyError: the content's class was never registered. ValueError: a seal without a warrant.
    """
    paper = paper_for(content)
    if paper.seal is not None and warrant_entry is None:
        raise ValueError(f"{paper.name} bears a seal: name the ledger entry that allows it")
    place = {
        "matter_kind": matter.kind,
        "matter_key": matter.key,
        "template": paper.name,
        "occasion": occasion,
    }
    with transaction.atomic():
        series = _locked_series(agency_key=office.key, series=paper.series, year=dated.year)
        if existing := Document.objects.filter(**place).first():
            return existing
        document = Document.objects.create(
            **place,
            key=secrets.token_hex(8),
            template_version=paper.version,
            agency_key=office.key,
            office_name=office.name,
            number=_next_number(series, office),
            dated=dated,
            data=content_as_json(content),
            imprint=asdict(imprint) if imprint else None,
            attachment=asdict(attachment) if attachment else None,
            warrant_entry=warrant_entry,
            requested_at=now,
        )
        make_document.defer(document_id=document.pk)
    return document


def _locked_series(*, agency_key: str, series: str, year: int) -> NumberSeries:
    """The counter, held until the transaction ends: so the same request at the same instant is done once."""
    NumberSeries.objects.get_or_create(agency_key=agency_key, series=series, year=year)
    return NumberSeries.objects.select_for_update().get(agency_key=agency_key, series=series, year=year)


def _next_number(series: NumberSeries, office: Office) -> str:
    series.last += 1
    series.save(update_fields=["last"])
    return document_number(
        office=office.short_name, series=series.series, year=series.year, serial=series.last
    )


def retry(*, document_id: int) -> Document:
    """Try a failed document again, from the beginning of its attempts.

    Raises:
        DocumentNotFound, DocumentAlreadyMade
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().filter(pk=document_id).first()
        if document is None:
            raise DocumentNotFound
        if document.state == State.MADE:
            raise DocumentAlreadyMade
        document.state, document.attempts, document.error, document.retry_at = State.REQUESTED, 0, "", None
        document.save(update_fields=["state", "attempts", "error", "retry_at"])
        make_document.defer(document_id=document.pk)
    return document
