"""Zip containers: OFD (GB/T 33190) and Word documents, told apart by what is inside, and zip bombs."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final
from xml.parsers import expat

from leyiban.kernel.papers.errors import PaperActs, PaperBroken, PaperDoubleNatured, PaperExpands, PaperLocked
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.media import ARCHIVES, HEAD_BYTES, Media, media_of_head

_MOST_ENTRIES: Final = 5_000
_HIGHEST_RATIO: Final = 200  # unpacked to packed, of one entry
_RATIO_MATTERS_FROM: Final = 1024 * 1024  # a small entry may well be all blanks
_CHUNK: Final = 64 * 1024
_MOST_XML: Final = 8 * 1024 * 1024
_ENCRYPTED_FLAG: Final = 0x1
_OFD_ROOT: Final = "OFD.xml"
_WORD_ROOT: Final = "word/document.xml"
_MACROS: Final = "vbaProject.bin"


@dataclass(frozen=True, slots=True)
class Container:
    """``media`` is OFD, DOCX or a plain ZIP; pages are counted for OFD only."""

    media: Media
    pages: int | None


def inspect_container(file: BinaryIO, *, limits: Limits) -> Container:
    """What kind of container ``file`` is.

    Raises:
        PaperBroken, PaperLocked, PaperExpands, PaperDoubleNatured (an archive in the archive),
        PaperActs (macros or a program inside).
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _checked_entries(archive, limits)
            _read_through(archive, entries, limits)
            return _told_apart(archive, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError, OSError) as failure:
        raise PaperBroken from failure


def _checked_entries(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes:
        raise PaperExpands
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise PaperLocked
        if entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > _HIGHEST_RATIO * entry.compress_size:
            raise PaperExpands
        if _leaves_its_folder(entry.filename):
            raise PaperDoubleNatured
    return entries


def _leaves_its_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/")


def _read_through(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpack everything once, keeping nothing: declared sizes may lie, and checksums want to be checked."""
    room = limits.max_unpacked_bytes
    for entry in entries:
        for number, chunk in enumerate(_chunks(archive, entry)):
            room -= len(chunk)
            if room < 0:
                raise PaperExpands
            if number == 0:
                _refuse_inside(media_of_head(chunk[:HEAD_BYTES]), entry.filename)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            yield chunk


def _refuse_inside(media: Media, name: str) -> None:
    if media in ARCHIVES:
        raise PaperDoubleNatured
    if media is Media.PROGRAM or name.rsplit("/", 1)[-1] == _MACROS:
        raise PaperActs


def _told_apart(archive: zipfile.ZipFile, names: set[str]) -> Container:
    if _OFD_ROOT in names:
        return Container(Media.OFD, _pages_of_ofd(archive, names))
    if _WORD_ROOT in names and "[Content_Types].xml" in names:
        return Container(Media.DOCX, None)
    return Container(Media.ZIP, None)


def _pages_of_ofd(archive: zipfile.ZipFile, names: set[str]) -> int:
    """Count the pages that the document roots of an OFD list."""
    roots: list[str] = []
    seen: list[str] = []

    def note_root(name: str, text: str) -> None:
        if name == "DocRoot":
            roots.append(text.strip().lstrip("/"))

    def note_element(name: str) -> None:
        seen.append(name)

    _parse(_small(archive, _OFD_ROOT), on_start=note_element, on_text=note_root)
    if not seen or seen[0] != "OFD" or not roots or not names.issuperset(roots):
        raise PaperBroken
    pages: list[str] = []
    for root in roots:
        _parse(_small(archive, root), on_start=lambda name: pages.append(name) if name == "Page" else None)
    if not pages:
        raise PaperBroken
    return len(pages)


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST_XML:
        raise PaperExpands
    return archive.read(name)


def _parse(
    xml: bytes, *, on_start: Callable[[str], object], on_text: Callable[[str, str], object] | None = None
) -> None:
    """Walk ``xml`` by local names. A document type declaration is refused: entities can bomb."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rsplit(" ", 1)[-1])
        on_start(path[-1])

    def text(words: str) -> None:
        if on_text is not None and words.strip():
            on_text(path[-1], words)

    def doctype(*_: object) -> None:
        raise PaperActs

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: path.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.ParseFile(io.BytesIO(xml))
    except expat.ExpatError as failure:
        raise PaperBroken from failure
