"""Child: does this PDF open, how many pages has it, and does it try to act? ``PATH MAX_PAGES``"""

import sys
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from leyiban.kernel.papers.children import answer, confine, refuse

_MOST_OBJECTS: Final = 100_000
_DEEPEST: Final = 40
_ACTING_KEYS: Final = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
_ACTING_KINDS: Final = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"})
_PROGRAM_SUFFIXES: Final = tuple(
    f".{suffix}"
    for suffix in (
        *("exe", "dll", "scr", "com", "bat", "cmd", "msi", "jar", "apk", "lnk", "reg"),
        *("js", "jse", "vbs", "vbe", "wsf", "hta", "ps1", "sh"),
    )
)


def pages_of(path: str) -> int:
    """The page count by the library that will draw the pages.

    Refuses what is locked or does not open.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
            if count:
                document[0].close()
            return count
    except pypdfium2.PdfiumError as failure:
        refuse("locked" if "assword" in str(failure) else "broken")


def all_objects(reader: PdfReader) -> Iterator[PdfObject]:
    """Every object of the file, whether the page tree reaches it or not."""
    numbers = {(generation, number) for generation, table in reader.xref.items() for number in table}
    numbers |= {(0, number) for number in reader.xref_objStm}
    if len(numbers) > _MOST_OBJECTS:
        refuse("expands")
    yield reader.trailer
    for generation, number in sorted(numbers):
        found = reader.get_object(IndirectObject(number, generation, reader))
        if found is not None:
            yield found


def acts(value: Any, depth: int = 0) -> bool:
    """Whether a dictionary in ``value`` runs something or carries a program."""
    if depth > _DEEPEST:
        return True
    if isinstance(value, DictionaryObject):
        return _dictionary_acts(value) or any(acts(value.raw_get(key), depth + 1) for key in value)
    if isinstance(value, ArrayObject):
        return any(acts(item, depth + 1) for item in list.__iter__(value))
    return False  # references are not followed: every object is looked at once


def _dictionary_acts(value: DictionaryObject) -> bool:
    if not _ACTING_KEYS.isdisjoint(value.keys()):
        return True
    if "/S" in value and value.raw_get("/S") in _ACTING_KINDS:
        return True
    named = [str(value.raw_get(key)) for key in ("/F", "/UF") if "/EF" in value and key in value]
    return any(name.lower().endswith(_PROGRAM_SUFFIXES) for name in named)


def main(path: str, max_pages: int) -> None:
    count = pages_of(path)
    if count == 0:
        refuse("broken")
    if count > max_pages:
        refuse("too_many_pages", pages=count, most=max_pages)
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            refuse("locked")
        if any(acts(each) for each in all_objects(reader)):
            refuse("acts")
    except (PdfReadError, PyPdfError, ValueError, KeyError, RecursionError):
        refuse("broken")
    answer(pages=count)


if __name__ == "__main__":
    confine()
    main(sys.argv[1], int(sys.argv[2]))
