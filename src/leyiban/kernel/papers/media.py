"""Kinds of files, recognised by content. The suffix of a name is only a claim to be checked."""

from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Text


class Media(StrEnum):
    """What a file is. The value is the media type it is stored and served under."""

    PDF = "application/pdf"
    OFD = "application/ofd"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    JSON = "application/json"
    HEIC = "image/heic"
    WEBP = "image/webp"
    GIF = "image/gif"
    BMP = "image/bmp"
    TIFF = "image/tiff"
    OLE = "application/x-ole-storage"
    ZIP = "application/zip"
    RAR = "application/vnd.rar"
    SEVEN_ZIP = "application/x-7z-compressed"
    GZIP = "application/gzip"
    PROGRAM = "application/x-executable"
    UNKNOWN = "application/octet-stream"


LABELS: Final[dict[Media, Text]] = {
    Media.PDF: "PDF",
    Media.OFD: "OFD",
    Media.PNG: _("PNG图片"),
    Media.JPEG: _("JPG图片"),
    Media.DOCX: _("Word文档"),
    Media.JSON: "JSON",
    Media.HEIC: _("苹果HEIC照片"),
    Media.WEBP: _("WEBP图片"),
    Media.GIF: _("GIF图片"),
    Media.BMP: _("BMP图片"),
    Media.TIFF: _("TIFF图片"),
    Media.OLE: _("旧版Office文档"),
    Media.ZIP: _("压缩包"),
    Media.RAR: _("压缩包"),
    Media.SEVEN_ZIP: _("压缩包"),
    Media.GZIP: _("压缩包"),
    Media.PROGRAM: _("程序"),
    Media.UNKNOWN: _("认不出的文件"),
}
"""What a person calls it."""

PICTURES: Final = frozenset({Media.PNG, Media.JPEG})
ARCHIVES: Final = frozenset({Media.ZIP, Media.RAR, Media.SEVEN_ZIP, Media.GZIP})

_BY_SUFFIX: Final[dict[str, Media]] = {
    ".pdf": Media.PDF,
    ".ofd": Media.OFD,
    ".png": Media.PNG,
    ".jpg": Media.JPEG,
    ".jpeg": Media.JPEG,
    ".jfif": Media.JPEG,
    ".docx": Media.DOCX,
    ".doc": Media.OLE,
    ".wps": Media.OLE,
    ".heic": Media.HEIC,
    ".heif": Media.HEIC,
    ".webp": Media.WEBP,
    ".gif": Media.GIF,
    ".bmp": Media.BMP,
    ".tif": Media.TIFF,
    ".tiff": Media.TIFF,
    ".zip": Media.ZIP,
    ".rar": Media.RAR,
    ".7z": Media.SEVEN_ZIP,
    ".gz": Media.GZIP,
    ".exe": Media.PROGRAM,
}

_MAGIC: Final[tuple[tuple[bytes, Media], ...]] = (
    (b"%PDF-", Media.PDF),
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"\xff\xd8\xff", Media.JPEG),
    (b"PK\x03\x04", Media.ZIP),
    (b"PK\x05\x06", Media.ZIP),
    (b"Rar!\x1a\x07", Media.RAR),
    (b"7z\xbc\xaf\x27\x1c", Media.SEVEN_ZIP),
    (b"\x1f\x8b", Media.GZIP),
    (b"GIF8", Media.GIF),
    (b"BM", Media.BMP),
    (b"II*\x00", Media.TIFF),
    (b"MM\x00*", Media.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Media.OLE),
    (b"MZ", Media.PROGRAM),
    (b"\x7fELF", Media.PROGRAM),
    (b"#!", Media.PROGRAM),
)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
HEAD_BYTES: Final = 32


def media_of_head(head: bytes) -> Media:
    """The kind that the first bytes claim; a zip may still turn out to be an OFD or a Word document."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Media.HEIC
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Media.WEBP
    return next((media for magic, media in _MAGIC if head.startswith(magic)), Media.UNKNOWN)


def media_of_name(name: str) -> Media | None:
    """The kind that the suffix claims, or None when it claims none that we know."""
    return _BY_SUFFIX.get(PurePath(name.strip()).suffix.lower())


def read_head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(HEAD_BYTES)
