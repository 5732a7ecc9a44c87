"""Cut the vendored fonts from their upstream files. A maintainer's tool; the product never runs it.

Usage: ``python -m leyiban.kernel.documents.fonts.build NOTO_SANS.ttc NOTO_SERIF_BOLD.ttc WENKAI.ttf``

The result depends on the inputs and on the fonttools version only: two runs give the same bytes.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from leyiban.kernel.documents.fonts import BODY, FOLDER, SANS, TITLE

_SIMPLIFIED_CHINESE_IN_COLLECTION = 2
_BIG5_FREQUENT = range(0xA4, 0xC7)  # the 5,401 traditional characters in common use
_HAN_SCRIPTS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_NOT_NEEDED = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0x1F000, 0x1FAFF))


@dataclass(frozen=True, slots=True)
class Face:
    """One file to cut: from where, under which family name, with which characters."""

    source: Path
    collection_index: int
    family: str
    file: str
    characters: frozenset[int]


def standard_characters() -> frozenset[int]:
    """The 8,105 characters of 通用规范汉字表 (2013)."""
    text = (FOLDER / "standard_characters.txt").read_text(encoding="utf-8")
    return frozenset(ord(character) for character in text if not character.isspace())


def _two_byte_repertoire(codec: str, leads: range = range(0x81, 0xFF)) -> frozenset[int]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    decoded = (pair.decode(codec, errors="ignore") for pair in pairs)
    return frozenset(ord(text) for text in decoded if len(text) == 1 and _is_han(ord(text)))


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _is_han(code: int) -> bool:
    return _within(code, _HAN_SCRIPTS)


def _not_han() -> frozenset[int]:
    """Latin, digits, punctuation, kana: whatever is neither Han nor listed as not needed."""
    return frozenset(
        code for code in range(0x20, 0x20000) if not _is_han(code) and not _within(code, _NOT_NEEDED)
    )


def _options() -> Options:
    options = Options()
    # Without locl: it would drag in the glyphs of the other regions.
    options.layout_features = ["ccmp", "kern", "liga", "mark", "mkmk"]
    options.hinting = False
    options.desubroutinize = False
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["BASE", "DSIG", "VORG", "vhea", "vmtx", "FFTM"]
    return options


def _rename(font: TTFont, family: str) -> None:
    """Give the cut face its own name: a modified version may not carry a reserved one (OFL §3)."""
    names = font["name"]
    style = names.getDebugName(2) or "Regular"
    values = {
        1: family,
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
    }
    kept = {0, 2, 5, 7, 8, 9, 11, 13, 14}
    names.names = [record for record in names.names if record.nameID in kept and record.langID == 0x409]
    for name_id, value in values.items():
        names.setName(value, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = values[6]
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName = family, values[4]


def cut(face: Face) -> Path:
    font = TTFont(face.source, fontNumber=face.collection_index, recalcTimestamp=False)
    subsetter = Subsetter(_options())
    subsetter.populate(unicodes=face.characters & font.getBestCmap().keys())
    subsetter.subset(font)
    _rename(font, face.family)
    target = FOLDER / face.file
    font.save(target, reorderTables=False)
    return target


def faces(noto_sans: Path, noto_serif_bold: Path, wenkai: Path) -> tuple[Face, ...]:
    standard = standard_characters()
    common = standard | _two_byte_repertoire("gb2312")
    body = common | _two_byte_repertoire("big5", _BIG5_FREQUENT)
    everything = frozenset(code for code in range(0x20, 0x40000) if not _within(code, _NOT_NEEDED))
    other = _not_han()
    sc = _SIMPLIFIED_CHINESE_IN_COLLECTION
    return (
        Face(noto_sans, sc, SANS, "NotoSansCJKsc-Regular.otf", everything),
        Face(noto_serif_bold, sc, TITLE, "LeyibanSerifTitle-Bold.otf", common | other),
        Face(wenkai, -1, BODY, "LeyibanWenkai-Regular.ttf", body | other),
    )


def main() -> None:
    noto_sans, noto_serif_bold, wenkai = (Path(argument) for argument in sys.argv[1:])
    for face in faces(noto_sans, noto_serif_bold, wenkai):
        target = cut(face)
        sys.stdout.write(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
