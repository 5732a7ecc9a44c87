"""Papers on their way out: page images inside our pages, originals only as downloads."""

from collections.abc import Iterable

from django.http import FileResponse, HttpResponseBase

from leyiban.kernel.documents.models import Document
from leyiban.kernel.errors import NotFound
from leyiban.kernel.papers.models import Paper, PaperLink
from leyiban.kernel.papers.queries import open_paper, page_image, serving_headers


def image_response(paper: Paper, *, page: int, width: int) -> HttpResponseBase:
    """A picture of a page that we drew ourselves, so it is safe to show inside a page of ours.

    Raises:
        NoPageImage, PaperBroken, PaperExpands, StorageUnavailable.
    """
    drawn = page_image(paper, page=page, width=width)
    return FileResponse(drawn.path.open("rb"), content_type=drawn.media.value)


def original_response(link: PaperLink) -> HttpResponseBase:
    """The file as it was handed in or issued, kept by no cache.

    Raises:
        PaperNotFound, StorageUnavailable.
    """
    return _download(link.paper, link.name)


def document_response(documents: Iterable[Document], document_id: int) -> HttpResponseBase:
    """The file of one of ``documents``, under its number.

    Raises:
        NotFound: it is none of them, or not made yet. PaperNotFound, StorageUnavailable.
    """
    document = next((each for each in documents if each.pk == document_id), None)
    if document is None or document.paper is None:
        raise NotFound
    return _download(document.paper, f"{document.number}.pdf")


def _download(paper: Paper, name: str) -> HttpResponseBase:
    headers = serving_headers(paper, name=name)
    return FileResponse(
        open_paper(paper.digest),
        as_attachment=True,
        filename=headers.filename,
        content_type=headers.content_type,
        headers=headers.others,
    )
