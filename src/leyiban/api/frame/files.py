"""Files on their way out: always a download, never shown as a page of ours."""

from django.http import FileResponse

from leyiban.api.frame.shapes import Digest, Moment, Shape
from leyiban.kernel.papers.models import Paper, PaperLink, Trust
from leyiban.kernel.papers.queries import open_paper, serving_headers


class PaperShape(Shape):
    """A file in its place. `slot` is the material's key, or the kind of paper that the office issued."""

    id: int
    slot: str
    name: str
    media_type: str
    size: int
    pages: int | None
    digest: Digest
    trust: Trust
    given_at: Moment

    @classmethod
    def of(cls, link: PaperLink) -> "PaperShape":
        paper: Paper = link.paper
        return cls(
            id=link.pk,
            slot=link.slot,
            name=link.name,
            media_type=paper.media_type,
            size=paper.size,
            pages=paper.page_count,
            digest=paper.named_digest,
            trust=Trust(link.trust),
            given_at=link.given_at,
        )


def download(link: PaperLink) -> FileResponse:
    """The file itself.

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
