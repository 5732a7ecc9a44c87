"""Reads. Who may see a paper is decided by the domain that links it; these functions trust the caller."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Final

from leyiban.kernel.papers.errors import PaperNotFound
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.page_images import WIDTHS, PageImage, page_image
from leyiban.kernel.papers.storage import configured_storage

__all__ = [
    "WIDTHS",
    "PageImage",
    "open_paper",
    "page_image",
    "paper_by_digest",
    "serving_headers",
    "suffix_of",
]

_SUFFIXES: Final = {
    Media.PDF: ".pdf",
    Media.OFD: ".ofd",
    Media.PNG: ".png",
    Media.JPEG: ".jpg",
    Media.DOCX: ".docx",
}


def paper_by_digest(digest: str) -> Paper:
    """The paper with this content; ``digest`` with or without ``sha256:``.

    Raises:
        PaperNotFound
    """
    try:
        return Paper.objects.get(digest=digest.removeprefix("sha256:"))
    except Paper.DoesNotExist as missing:
        raise PaperNotFound from missing


def open_paper(digest: str) -> BinaryIO:
    """The bytes, as a file to be closed by the caller.

    Raises:
        PaperNotFound, StorageUnavailable
    """
    return configured_storage().open(digest.removeprefix("sha256:"))


@dataclass(frozen=True, slots=True)
class ServingHeaders:
    """How an edge must serve the original: always as a download, never inside our own pages, kept by no cache.

    ``others`` are the headers beside type and disposition, by name.
    """

    content_type: str
    filename: str
    others: dict[str, str]


def suffix_of(media: Media) -> str:
    """The suffix of a file's name that fits its content (``.pdf``); empty for kinds that are not stored."""
    return _SUFFIXES.get(media, "")


def serving_headers(paper: Paper, *, name: str) -> ServingHeaders:
    """Headers for handing out the original under ``name``, whose suffix is made to fit the content.

    Only page images (:func:`page_image`) may be shown inline: they are drawn by us.
    """
    stem = PurePath(name.replace("/", "_").replace("\\", "_")).stem or "paper"
    suffix = suffix_of(paper.media)
    content_type = paper.media_type if suffix else Media.UNKNOWN.value
    return ServingHeaders(
        content_type=content_type,
        filename=f"{stem}{suffix}",
        others={
            "Content-Length": str(paper.size),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
