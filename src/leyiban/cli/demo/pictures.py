"""Photographs of papers, as a phone would take them: the name of the paper on a white sheet."""

import io

from PIL import Image, ImageDraw, ImageFont

from leyiban.kernel.documents.typesetting import ROOT

_FONT = ROOT / "kernel" / "documents" / "fonts" / "NotoSansCJKsc-Regular.otf"
_SIZE = (1000, 1414)  # A4 upright


def photograph(name: str) -> bytes:
    """A PNG that says which paper it stands for."""
    picture = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, _SIZE[0] - 40, _SIZE[1] - 40), outline="#1F2329", width=3)
    draw.text((500, 560), name, font=ImageFont.truetype(str(_FONT), 56), fill="#1F2329", anchor="mm")
    draw.text((500, 680), "演示用样张", font=ImageFont.truetype(str(_FONT), 36), fill="#57606A", anchor="mm")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
