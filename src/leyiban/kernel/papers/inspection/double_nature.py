"""Files that read as two kinds at once: a picture that is also a page of script, a PDF that is also a zip."""

import re
from typing import BinaryIO, Final

from leyiban.kernel.papers.errors import PaperDoubleNatured
from leyiban.kernel.papers.media import Media

_HEAD: Final = 1024
_TAIL: Final = 65_557  # where the end record of a zip may stand
_MARKUP: Final = re.compile(rb"<\s*(script|html|svg|iframe|!doctype)", re.IGNORECASE)
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_BYTES: Final = 22
_CONTAINERS: Final = frozenset({Media.OFD, Media.DOCX})


def refuse_double_nature(file: BinaryIO, media: Media) -> None:
    """Raises:
    PaperDoubleNatured: another kind of file is hidden in the head or the tail.
    """
    head, tail = _ends(file)
    if media is not Media.PDF and b"%PDF-" in head:
        raise PaperDoubleNatured
    if _MARKUP.search(head) and media is not Media.PDF:
        raise PaperDoubleNatured
    if media is Media.PDF and _MARKUP.search(head[:256]):
        raise PaperDoubleNatured
    if media not in _CONTAINERS and _is_zip_end(tail):
        raise PaperDoubleNatured


def _ends(file: BinaryIO) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(_HEAD)
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    return head, file.read()


def _is_zip_end(tail: bytes) -> bool:
    """Whether an unpacker would find an archive at the end: a record whose comment fills the rest."""
    at = tail.rfind(_ZIP_END)
    if at < 0 or len(tail) - at < _ZIP_END_BYTES:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return at + _ZIP_END_BYTES + comment <= len(tail)
