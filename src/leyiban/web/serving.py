"""Papers on their way out: page images inside our pages, originals only as downloads."""

from django.http import FileResponse, HttpResponseBase

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
    headers = serving_headers(link.paper, name=link.name)
    return FileResponse(
        open_paper(link.paper.digest),
        as_attachment=True,
        filename=headers.filename,
        content_type=headers.content_type,
        headers=headers.others,
    )
