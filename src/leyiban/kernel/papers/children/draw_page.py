"""Child: a page of a PDF, or a picture turned upright, as a clean image of a given width.

``PATH pdf|picture PAGE WIDTH TARGET``. The image is drawn anew from pixels, so nothing of the file's own
metadata (place, device, hidden data) is in it. PNG or JPEG, whichever is smaller.
"""

import io
import sys
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from leyiban.kernel.papers.children import answer, confine, refuse

_TALLEST: Final = 4  # times the width; a till receipt is longer than that only to do harm
_JPEG_QUALITY: Final = 82
_COLOURS: Final = 128


def drawn_pdf_page(path: str, page: int, width: int) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        if not 1 <= page <= len(document):
            refuse("no_page")
        document.init_forms()
        sheet = document[page - 1]
        if sheet.get_height() > _TALLEST * sheet.get_width():
            refuse("expands")
        bitmap = sheet.render(scale=width / sheet.get_width(), may_draw_forms=True)
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("RGB")


def upright_picture(path: str, width: int) -> Image.Image:
    with Image.open(path, formats=("PNG", "JPEG")) as opened:
        opened.draft("RGB", (2 * width, 2 * width))
        picture = ImageOps.exif_transpose(opened)
    picture = _on_white(picture)
    if picture.width > width:
        picture = picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
        )
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def smaller_encoding(picture: Image.Image) -> tuple[str, bytes]:
    """PNG suits text and line art, JPEG suits photographs; the size tells which this is."""
    as_png, as_jpeg = io.BytesIO(), io.BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(as_png, "PNG", optimize=True)
    picture.save(as_jpeg, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
    if as_png.tell() <= as_jpeg.tell():
        return "png", as_png.getvalue()
    return "jpg", as_jpeg.getvalue()


def main(path: str, kind: str, page: int, width: int, target: str) -> None:
    try:
        if kind == "pdf":
            picture = drawn_pdf_page(path, page, width)
        elif page == 1:
            picture = upright_picture(path, width)
        else:
            refuse("no_page")
    except (pypdfium2.PdfiumError, UnidentifiedImageError, OSError, ValueError, SyntaxError):
        refuse("broken")
    suffix, encoded = smaller_encoding(picture)
    Path(target).write_bytes(encoded)
    answer(suffix=suffix, width=picture.width, height=picture.height)


if __name__ == "__main__":
    confine()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
