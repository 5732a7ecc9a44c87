"""Reads of documents. Who may see one is decided by the domain whose matter it belongs to."""

import datetime as dt

from django.db.models import Q, QuerySet

from leyiban.kernel.documents.errors import DocumentNotFound, DocumentNotReady
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.papers.models import Paper

__all__ = ["documents_of", "documents_waiting_for_a_person", "made_paper", "overdue_documents"]


def documents_of(matter_kind: str, matter_key: str) -> QuerySet[Document]:
    """A matter's documents in the order in which they were asked for, their papers with them."""
    return (
        Document.objects.filter(matter_kind=matter_kind, matter_key=matter_key)
        .select_related("paper")
        .order_by("pk")
    )


def made_paper(key: str) -> Paper:
    """The file of the document named ``key``.

    Raises:
        DocumentNotFound, DocumentNotReady
    """
    document = Document.objects.select_related("paper").filter(key=key).first()
    if document is None:
        raise DocumentNotFound
    if document.paper is None:
        raise DocumentNotReady
    return document.paper


def documents_waiting_for_a_person() -> QuerySet[Document]:
    """Failed, and not tried again by itself."""
    return Document.objects.filter(state=State.FAILED, retry_at__isnull=True).order_by("pk")


def overdue_documents(*, patience: dt.timedelta, now: dt.datetime) -> QuerySet[Document]:
    """Neither made nor about to be: a worker is missing or far behind."""
    late = Q(state=State.REQUESTED, requested_at__lt=now - patience) | Q(
        state=State.FAILED, retry_at__lt=now - patience
    )
    return Document.objects.filter(late).order_by("pk")
