"""The visible seal: red ink over black text, which stays readable underneath (blend mode Multiply)."""

import io
import secrets
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.stamp import BaseStamp, BaseStampStyle

from leyiban.kernel.documents.typesetting import SealPlace

A4_HEIGHT_POINTS = 841.8898
POINTS_PER_MM = 72 / 25.4


class SealPicture(PdfContent):
    """One page of a PDF (the drawing of a seal), as it is."""

    def __init__(self, drawing: bytes) -> None:
        super().__init__()
        self._drawing = drawing

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._drawing)))
        left, bottom, right, top = (float(edge) for edge in page.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        name = f"/Seal{secrets.token_hex(4)}"
        self.set_resource(ResourceType.XOBJECT, pdf_name(name), page)
        return f"{name} Do".encode("ascii")


@dataclass(frozen=True)
class SealStampStyle(BaseStampStyle):
    """A stamp that is nothing but the picture, filling its box."""

    picture: bytes = b""

    def create_stamp(
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, object]
    ) -> "SealStamp":
        return SealStamp(writer, self, box)


class SealStamp(BaseStamp):
    """Renders the picture through a graphics state that multiplies instead of covering."""

    def render(self) -> bytes:
        picture = SealPicture(self.style.picture)
        picture.set_writer(self.writer)  # type: ignore[no-untyped-call]
        drawn = picture.render()
        multiply = generic.DictionaryObject({pdf_name("/BM"): pdf_name("/Multiply")})
        self.set_resource(ResourceType.EXT_G_STATE, pdf_name("/Ink"), multiply)
        self.import_resources(picture.resources)
        scale = self.box.width / picture.box.width
        return b"q /Ink gs %.6f 0 0 %.6f 0 0 cm %s Q" % (scale, scale, drawn)

    def _render_inner_content(self) -> list[bytes]:
        return []


def field_at(place: SealPlace, *, name: str, diameter_mm: float) -> SigFieldSpec:
    """A signature field whose middle is ``place``; PDF counts from the bottom, the typesetter from the top."""
    radius = diameter_mm * POINTS_PER_MM / 2
    x, y = place.x, A4_HEIGHT_POINTS - place.y
    box = (round(x - radius), round(y - radius), round(x + radius), round(y + radius))
    return SigFieldSpec(name, on_page=place.page - 1, box=box)
