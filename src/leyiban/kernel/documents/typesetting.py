"""Set a paper: one Typst compiler, kept for the life of the process, from plain values to PDF/A-3b.

Text reaches a template as JSON values and never as markup, so nothing that a person typed can become
code. The same :class:`Sheet` always gives the same bytes.
"""

import datetime as dt
import io
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import segno
from typst import Compiler, Fonts

from leyiban.kernel.documents.fonts import FOLDER as FONTS
from leyiban.kernel.documents.glyphs import NOTE, Json, printable_data
from leyiban.kernel.documents.wording import full_width

ROOT = Path(__file__).resolve().parents[2]
"""The package ``leyiban``: templates of every domain and the shared layout are read from below it."""

PDF_STANDARD: Final = "a-3b"
"""PDF/A-3 because a paper may carry a file; level b because it is read by people."""

Drawing = Literal["pdf", "svg", "png"]
_QUIET_ZONE = 2


@dataclass(frozen=True, slots=True)
class Imprint:
    """What lets anyone check a printed copy: the readable code, the address behind the QR, one hint."""

    code: str
    address: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small JSON file carried inside the PDF and readable after sealing."""

    name: str
    text: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that decides how a paper looks. ``dated`` is printed as given, ``made_at`` is the file's date;
    ``sealed`` says whether room is kept for a seal."""

    source: Path
    title: str
    number: str
    office: str
    dated: str
    data: Mapping[str, Json]
    made_at: dt.datetime
    imprint: Imprint | None = None
    attachment: Attachment | None = None
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class SealPlace:
    """The middle of the seal: page from 1, and points from the page's left and top edge."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """The PDF, where its seal goes (None when it bears none), and the code points printed as codes."""

    pdf: bytes
    pages: int
    seal_place: SealPlace | None
    replaced: tuple[int, ...]


class Typesetter:
    """One reused compiler. A compile and the query that follows it belong together, hence the lock."""

    def __init__(self) -> None:
        fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        self._compiler = Compiler(root=str(ROOT), font_paths=fonts, ignore_system_fonts=True)
        self._lock = threading.Lock()

    def set(self, sheet: Sheet) -> Rendered:
        values, replaced = _values_of(sheet)
        with self._lock:
            pdf = self._compile(sheet.source, values, made_at=sheet.made_at)
            place, pages = self._seal_place(), self._page_count()
        return Rendered(pdf=pdf, pages=pages, seal_place=place, replaced=replaced)

    def draw(self, source: Path, values: Mapping[str, Json], *, form: Drawing, ppi: float = 300) -> bytes:
        """A one-page drawing (``pdf``, ``svg`` or ``png``), such as the picture of a seal."""
        inputs = {"paper": json.dumps(values, ensure_ascii=False)}
        with self._lock:
            drawn = self._compiler.compile(
                str(source), format=form, sys_inputs=inputs, ppi=ppi, timestamp=0, pdf_tags=False
            )
        return _only(drawn)

    def _compile(self, source: Path, values: Json, *, made_at: dt.datetime) -> bytes:
        inputs = {"paper": json.dumps(values, ensure_ascii=False, sort_keys=True)}
        pdf = self._compiler.compile(
            str(source),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[PDF_STANDARD],
            timestamp=int(made_at.timestamp()),
        )
        return _only(pdf)

    def _seal_place(self) -> SealPlace | None:
        found = json.loads(self._compiler.query("<seal-place>", field="value"))
        return SealPlace(found[0]["page"], found[0]["x"], found[0]["y"]) if found else None

    def _page_count(self) -> int:
        (count,) = json.loads(self._compiler.query("<page-count>", field="value"))
        return int(count)


@cache
def typesetter() -> Typesetter:
    """The process's compiler. Its first use loads the fonts (about 0.1 s)."""
    return Typesetter()


def _values_of(sheet: Sheet) -> tuple[Json, tuple[int, ...]]:
    words: dict[str, Any] = {
        "title": sheet.title,
        "number": sheet.number,
        "office": sheet.office,
        "dated": sheet.dated,
        "data": dict(sheet.data),
    }
    shown, replaced = printable_data(words)
    extras = {
        "imprint": _imprint_values(sheet.imprint),
        "attachment": asdict(sheet.attachment) if sheet.attachment else None,
        "replaced": [f"[U+{code:04X}]" for code in replaced],
        "replaced-note": full_width(NOTE),
        "sealed": sheet.sealed,
    }
    return {**shown, **extras}, replaced  # type: ignore[dict-item]


def _imprint_values(imprint: Imprint | None) -> Json:
    if imprint is None:
        return None
    return {"code": imprint.code, "hint": imprint.hint, "qr": qr_code(imprint.address)}


def qr_code(address: str) -> str:
    """``address`` as an SVG QR code with a quiet zone, error level M."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=_QUIET_ZONE, xmldecl=False, svgns=True, light="#ffffff"
    )
    return picture.getvalue().decode("utf-8")


def _only(pages: bytes | list[bytes] | None) -> bytes:
    if isinstance(pages, list):
        return pages[0]
    if pages is None:
        raise ValueError("the compiler gave nothing back")
    return pages
