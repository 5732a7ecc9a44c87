"""The job that makes a document: an edge, so it reads the clock. Retries are ours (``making.BACKOFF``)."""

import structlog
from procrastinate.contrib.django import app

from leyiban.kernel import moments
from leyiban.kernel.documents.making import make, note_failure
from leyiban.kernel.errors import Refusal

log = structlog.get_logger(__name__)


@app.task(name="documents.make", queue="documents")
def make_document(document_id: int) -> None:
    """Make it; a failure is written on the document and tried again later, never lost in the queue."""
    now = moments.now()
    try:
        make(document_id=document_id, now=now)
    except Exception as failure:
        known = isinstance(failure, Refusal)
        log.warning(
            "document.failed", document=document_id, failure=type(failure).__name__, exc_info=not known
        )
        wait = note_failure(document_id=document_id, failure=failure, now=now)
        if wait is not None:
            make_document.configure(schedule_in={"seconds": int(wait.total_seconds())}).defer(
                document_id=document_id
            )
