"""Pictures of a paper's pages, drawn when first asked for and kept beside the papers until the paper goes."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from django.conf import settings

from leyiban.kernel.papers.children.running import run_child
from leyiban.kernel.papers.errors import NoPageImage
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.storage import configured_storage
from leyiban.kernel.papers.storage.local import storage_errors

WIDTHS: Final = (240, 720, 1080, 1600)
"""Pixels: a thumbnail, a phone, a phone held close, a desk. Others are not drawn, or a cache could be filled."""

_MEDIA_TYPES: Final = {"png": Media.PNG, "jpg": Media.JPEG}
_PLACE: Final = "page-images"


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture that is safe to show inside a page: drawn by us from pixels, PNG or JPEG, no metadata."""

    path: Path
    media: Media


def page_image(paper: Paper, *, page: int, width: int = 1080) -> PageImage:
    """The picture of ``page`` (from 1), at most ``width`` pixels wide (one of :data:`WIDTHS`).

    Raises:
        NoPageImage: the kind has none, or there is no such page or width.
        PaperBroken, PaperExpands: the file cannot be drawn. StorageFull, StorageUnavailable
    """
    if not paper.has_page_images or width not in WIDTHS or not 1 <= page <= (paper.page_count or 1):
        raise NoPageImage
    folder = _folder(paper.digest)
    return _drawn(folder, page, width) or _draw(paper, folder, page, width)


def _drawn(folder: Path, page: int, width: int) -> PageImage | None:
    for suffix, media in _MEDIA_TYPES.items():
        path = folder / f"{page}-{width}.{suffix}"
        if path.is_file():
            return PageImage(path, media)
    return None


def _draw(paper: Paper, folder: Path, page: int, width: int) -> PageImage:
    kind = "pdf" if paper.media is Media.PDF else "picture"
    with storage_errors():
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    target = folder / f".{secrets.token_hex(8)}"
    try:
        with NamedTemporaryFile(dir=folder, prefix=".source-") as source:
            with configured_storage().open(paper.digest) as content, storage_errors():
                shutil.copyfileobj(content, source)
                source.flush()
            suffix = run_child("draw_page", source.name, kind, page, width, target)["suffix"]
        path = folder / f"{page}-{width}.{suffix}"
        with storage_errors():
            os.replace(target, path)  # noqa: PTH105 — Path.replace reads as if it changed text
    finally:
        target.unlink(missing_ok=True)
    return PageImage(path, _MEDIA_TYPES[suffix])


def forget_page_images(digest: str) -> None:
    shutil.rmtree(_folder(digest), ignore_errors=True)


def _folder(digest: str) -> Path:
    place: Path = settings.PAPERS_DIR / _PLACE
    return place / digest[:2] / digest
