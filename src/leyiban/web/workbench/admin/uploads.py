"""An uploaded pack, unpacked where it can do no harm.

The archive is a claim: names, sizes and counts are checked while it is unpacked, never taken from its directory.
What was unpacked lies under the digest of the archive, so that the page that loads it names exactly what the page
that checked it had looked at.
"""

import hashlib
import lzma
import shutil
import stat
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final

from django.conf import settings

from leyiban.web.workbench.admin.errors import NotAZip, PackGone, PackTooLarge, UnsafeName

MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 20 * MEGABYTE  # packed
MOST_UNPACKED: Final = 60 * MEGABYTE
MOST_FILES: Final = 2000
_PIECE: Final = 64 * 1024
_LONGEST_NAME: Final = 200  # bytes of one name
_DEEPEST: Final = 8  # folders in folders
_KEPT_SECONDS: Final = 24 * 3600
_DIGEST_LENGTH: Final = 64
_BROKEN: Final = (  # no archive, an unknown method, a password, half of it, damaged
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    UnicodeError,
)


def unpack(stream: BinaryIO) -> str:
    """Unpack an archive and give back its digest, by which :func:`folder_of` finds it.

    Raises:
        NotAZip, PackTooLarge, UnsafeName: nothing of it stays.
    """
    place = _place()
    _sweep(place)
    with tempfile.TemporaryDirectory(dir=place, prefix=".new-") as scratch:
        archive = Path(scratch) / "pack.zip"
        digest = _keep(stream, archive)
        target = place / digest
        if not target.exists():
            fresh = Path(scratch) / "pack"
            _unpack(archive, fresh)
            _top(fresh).replace(target)
    return digest


def folder_of(digest: str) -> Path:
    """The folder of an archive that was unpacked before.

    Raises:
        PackGone: it was swept, or lies on another machine.
    """
    folder = _place() / digest
    if len(digest) != _DIGEST_LENGTH or not digest.isalnum() or not folder.is_dir():
        raise PackGone
    return folder


def _place() -> Path:
    place: Path = settings.VAR_DIR / "packs"
    place.mkdir(mode=0o750, parents=True, exist_ok=True)
    return place


def _sweep(place: Path) -> None:
    """What was unpacked yesterday has been loaded or forgotten."""
    for entry in place.iterdir():
        if time.time() - entry.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)


def _keep(stream: BinaryIO, archive: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with archive.open("wb") as file:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                raise _too_large()
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _unpack(archive: Path, target: Path) -> None:
    target.mkdir()
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(archive) as packed:
            members = packed.infolist()
            if len(members) > MOST_FILES:
                raise _too_large()
            for member in members:
                place = target / _safe(member)
                if member.is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                left = _write(packed, member, place, left)
    except _BROKEN as broken:
        raise NotAZip from broken
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as twice:
        raise UnsafeName(
            name=ascii(Path(str(twice.filename)).name)[1:61]
        ) from twice  # file and folder at once


def _safe(member: zipfile.ZipInfo) -> Path:
    """The member's place below the target.

    Raises:
        UnsafeName.
    """
    path = PurePosixPath(member.filename.replace("\\", "/"))
    mode = member.external_attr >> 16
    is_plain = not stat.S_IFMT(mode) or stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    too_long = any(len(part.encode(errors="replace")) > _LONGEST_NAME for part in path.parts)
    strange = (
        len(path.parts) > _DEEPEST
        or too_long
        or path.is_absolute()
        or ".." in path.parts
        or ":" in member.filename
        or not path.parts
    )
    if strange or not is_plain or any(ord(sign) < ord(" ") for sign in member.filename):
        raise UnsafeName(name=ascii(member.filename)[1:61])
    return Path(*path.parts)


def _write(packed: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int) -> int:
    """Write one file; how many bytes may still come."""
    with packed.open(member) as source, place.open("wb") as file:
        for piece in _pieces(source):
            left -= len(piece)
            if left < 0:
                raise _too_large()
            file.write(piece)
    return left


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _top(folder: Path) -> Path:
    """The pack itself, where somebody packed the folder instead of what is in it."""
    entries = [entry for entry in folder.iterdir() if entry.name != "__MACOSX"]
    only = entries[0] if len(entries) == 1 else folder
    return only if only.is_dir() else folder


def _too_large() -> PackTooLarge:
    return PackTooLarge(most=MOST_FILES, megabytes=MOST_UNPACKED // MEGABYTE)
