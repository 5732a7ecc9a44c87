"""The picture of a seal, drawn by code for any agency's name. A picture is not a seal: only the key is."""

from enum import StrEnum
from functools import lru_cache

from leyiban.kernel.documents.glyphs import unprintable
from leyiban.kernel.documents.typesetting import ROOT, typesetter
from leyiban.seals.errors import AgencyNameNotDrawable

_DRAWING = ROOT / "seals/typst/seal.typ"
DIAMETER_MM = 42


class Form(StrEnum):
    """``PDF`` goes into documents, ``SVG`` onto screens, ``PNG`` where nothing else works."""

    PDF = "pdf"
    SVG = "svg"
    PNG = "png"


@lru_cache(maxsize=64)
def draw_seal(*, agency: str, title: str, form: Form) -> bytes:
    """The round red seal: ``agency`` on the arc, ``title`` (受理专用章) below the star, or nothing there.

    Raises:
        AgencyNameNotDrawable: a character has no glyph.
    """
    if missing := unprintable(agency + title):
        raise AgencyNameNotDrawable(characters="".join(missing))
    return typesetter().draw(_DRAWING, {"agency": agency, "title": title}, form=form.value)
