"""Child: count the pages of files, or bind them into one PDF with a mark on every page and an outline.

``measure PLAN`` or ``bind PLAN``. The plan is JSON: ``parts`` are ``{path, kind, title}``, where ``kind`` is ``pdf`` or
``picture`` and a part of the same title as the one before adds no line to the outline; ``target`` is the file to
write and ``mark`` stands before the page's number on every page.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any, Final

from PIL import Image, UnidentifiedImageError
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from leyiban.kernel.papers.children import answer, confine, refuse
from leyiban.kernel.papers.children.draw_page import upright_picture

_OUTPUT_BYTES: Final = 1024 * 1024 * 1024
_A4: Final = (595.28, 841.89)  # points
_MARGIN: Final = 36.0
_WIDTH: Final = 1600  # pixels of a picture's page
_BROKEN: Final = (PyPdfError, UnidentifiedImageError, OSError, ValueError, KeyError, SyntaxError, TypeError)
_SIZE: Final = 9  # points of the mark
_ABOVE_EDGE: Final = 14.0
_WIDTH_OF_SIGN: Final = 0.5  # of the size; Helvetica's digits are 0.556, its capitals about 0.67


def pages_of(part: dict[str, Any]) -> list[PageObject]:
    """The pages of one part; none where the file cannot be opened."""
    try:
        if part["kind"] == "picture":
            return [_picture_page(part["path"])]
        reader = PdfReader(part["path"], strict=False)
        return [] if reader.is_encrypted else list(reader.pages)
    except _BROKEN:
        return []


def _picture_page(path: str) -> PageObject:
    """A picture, upright, as large as an A4 page allows."""
    picture = upright_picture(path, _WIDTH)
    held = io.BytesIO()
    picture.save(held, "PDF", resolution=72.0)
    page = PdfReader(held).pages[0]
    scale = min((side - 2 * _MARGIN) / length for side, length in zip(_A4, picture.size, strict=True))
    left, low = ((side - length * scale) / 2 for side, length in zip(_A4, picture.size, strict=True))
    sheet = PageObject.create_blank_page(width=_A4[0], height=_A4[1])
    sheet.merge_transformed_page(page, Transformation().scale(scale).translate(left, low))
    return sheet


def _marked(page: PageObject, text: str) -> None:
    """``text`` in the middle of the lower edge, whichever way the page is turned."""
    if page.rotation:
        page.transfer_rotation_to_content()
    box = page.mediabox
    left = float(box.left) + (float(box.width) - len(text) * _SIZE * _WIDTH_OF_SIGN) / 2
    stream = DecodedStreamObject()
    stream.set_data(
        f"q BT /F1 {_SIZE} Tf 0 g {left:.2f} {float(box.bottom) + _ABOVE_EDGE:.2f} Td ({text}) Tj ET Q".encode()
    )
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    layer = PageObject.create_blank_page(width=float(box.right), height=float(box.top))
    fonts = DictionaryObject({NameObject("/F1"): font})
    layer[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    layer[NameObject("/Contents")] = stream
    page.merge_page(layer)


def bind(plan: dict[str, Any]) -> None:
    writer, title = PdfWriter(), ""
    for part in plan["parts"]:
        pages = pages_of(part)
        if not pages:
            refuse("broken")
        first = len(writer.pages)
        for page in pages:
            writer.add_page(page)
        if part["title"] != title:
            writer.add_outline_item(title=part["title"], page_number=first)
        title = part["title"]
    total = len(writer.pages)
    for number, page in enumerate(writer.pages, start=1):
        _marked(page, f"{plan['mark']}  {number} / {total}")
    writer.add_metadata({"/Title": plan["mark"]})
    with Path(plan["target"]).open("wb") as sink:
        writer.write(sink)
    answer(pages=total)


def main(act: str, file: str) -> None:
    plan = json.loads(Path(file).read_text("utf-8"))
    if act == "measure":
        answer(pages=[len(pages_of(part)) for part in plan["parts"]])
    try:
        bind(plan)
    except (*_BROKEN, Image.DecompressionBombError):
        refuse("broken")


if __name__ == "__main__":
    confine(output_bytes=_OUTPUT_BYTES)
    main(sys.argv[1], sys.argv[2])
