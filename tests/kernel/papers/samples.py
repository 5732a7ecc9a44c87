"""Files that people send: honest ones, broken ones, and ones that mean harm."""

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

A4 = (595, 842)
CHENGDU = {1: "N", 2: (30.0, 39.0, 0.0), 3: "E", 4: (104.0, 4.0, 0.0)}
_GPS, _ORIENTATION, _TURNED = 0x8825, 0x0112, 6
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def pdf(pages: int = 1) -> bytes:
    return written(_blank(pages))


def pdf_with_javascript() -> bytes:
    return _opening_with({"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")})


def pdf_that_launches() -> bytes:
    return _opening_with({"/S": NameObject("/Launch"), "/F": TextStringObject("calc.exe")})


def _opening_with(action: dict[str, NameObject | TextStringObject]) -> bytes:
    document = _blank()
    document.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(key): value for key, value in action.items()}
    )
    return written(document)


def pdf_with_program() -> bytes:
    document = _blank()
    document.add_attachment("invoice.exe", b"MZ")
    return written(document)


def pdf_with_xml() -> bytes:
    """An electronic invoice carries its data like this."""
    document = _blank()
    document.add_attachment("invoice.xml", b"<invoice/>")
    return written(document)


def pdf_with_link() -> bytes:
    document = _blank(2)
    document.add_annotation(page_number=0, annotation=Link(rect=(0, 0, 9, 9), target_page_index=1))
    return written(document)


def locked_pdf() -> bytes:
    document = _blank()
    document.encrypt("password")
    return written(document)


def pdf_for_reading_only() -> bytes:
    """Opens without a password, as many offices publish."""
    document = _blank()
    document.encrypt("", owner_password="owner")
    return written(document)


def _blank(pages: int = 1) -> PdfWriter:
    document = PdfWriter()
    for _ in range(pages):
        document.add_blank_page(*A4)
    return document


def written(document: PdfWriter) -> bytes:
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def png(width: int = 40, height: int = 30, colour: str = "red") -> bytes:
    return _encoded(Image.new("RGB", (width, height), colour), "PNG")


def jpeg(width: int = 40, height: int = 30) -> bytes:
    return _encoded(Image.new("RGB", (width, height), "red"), "JPEG")


def turned_photo() -> bytes:
    """A phone held upright: stored lying (40 × 30, left half red), to be shown standing, with its place."""
    picture = Image.new("RGB", (40, 30), "white")
    picture.paste("red", (0, 0, 20, 30))
    exif = picture.getexif()
    exif[_ORIENTATION] = _TURNED
    exif.get_ifd(_GPS).update(CHENGDU)
    return _encoded(picture, "JPEG", exif=exif, quality=95)


def png_with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "somebody")
    return _encoded(Image.new("RGB", (40, 30), "blue"), "PNG", pnginfo=info)


def pixel_bomb() -> bytes:
    """A hundred million pixels in a few kilobytes."""
    return _encoded(Image.new("1", (10_000, 10_000)), "PNG")


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def ofd(pages: int = 2, **more: bytes) -> bytes:
    root = f"<ofd:OFD {_OFD} Version='1.0'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    listed = "".join(f"<ofd:Page ID='{n}' BaseLoc='Pages/Page_{n}/Content.xml'/>" for n in range(pages))
    document = f"<ofd:Document {_OFD}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    return zipped({"OFD.xml": root.encode(), "Doc_0/Document.xml": document.encode()} | more)


def docx(**more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"} | more)


def zip_bomb() -> bytes:
    return zipped({"OFD.xml": b"<x/>", "zeros": bytes(30_000_000)})


def zip_that_lies() -> bytes:
    """Declares one byte and unpacks to many."""
    content = bytearray(zipped({"a": bytes(3_000_000)}))
    real = (3_000_000).to_bytes(4, "little")
    at = content.find(real)
    while at >= 0:
        content[at : at + 4] = (1).to_bytes(4, "little")
        at = content.find(real, at + 1)
    return bytes(content)


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def file(folder: Path, content: bytes) -> Path:
    path = folder / "handed-in"
    path.write_bytes(content)
    return path


class Endless:
    """Sends zeros for ever and counts how many were taken."""

    def __init__(self, head: bytes = b"%PDF-1.7\n") -> None:
        self.taken = 0
        self._head = head

    def read(self, size: int = -1) -> bytes:
        piece = self._head.ljust(size, b"\0")
        self._head = b""
        self.taken += size
        return piece


def stream(content: bytes) -> BinaryIO:
    return io.BytesIO(content)
