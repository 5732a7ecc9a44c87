"""Which characters a paper can show, and what stands in for one it cannot.

A character that no vendored face has a glyph for is printed as its code, ``[U+2B81C]``, and the paper says
so in a note; it is never printed as a box and never left out. Forms ask :func:`unprintable` first, so that a
person hears of it while typing. Emoji have no glyph here on purpose.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from leyiban.kernel.documents.fonts import FOLDER
from leyiban.kernel.documents.wording import full_width

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

NOTE = "此字暂无字形,以编码表示"
"""What the paper says beside the codes it had to print."""

_FILES = ("LeyibanWenkai-Regular.ttf", "LeyibanSerifTitle-Bold.otf", "NotoSansCJKsc-Regular.otf")
_COMPATIBILITY_HAN = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_SPACES = {"\t": " ", "\r": "", "\v": " ", "\f": " ", "\u2028": "\n", "\u2029": "\n"}
_INVISIBLE = frozenset({"Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class Printable:
    """A text that every face chain can show; ``replaced`` are the code points printed as codes."""

    text: str
    replaced: tuple[int, ...] = ()


@cache
def coverage() -> frozenset[int]:
    """All code points for which at least one vendored face has a glyph."""
    return frozenset().union(*(_characters_of(FOLDER / name) for name in _FILES))


def _characters_of(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def unprintable(text: str) -> tuple[str, ...]:
    """The distinct characters of ``text`` that a paper would have to show as codes, in order."""
    return tuple(chr(code) for code in printable(text).replaced)


def printable(text: str) -> Printable:
    """``text`` composed, without invisible controls, and with a code in place of each missing glyph.

    Invisible controls include direction overrides, which could make a paper read differently from its
    data, and variation selectors, for which the faces have no variants. Compatibility ideographs are kept
    as typed: a name is not respelt.
    """
    replaced: dict[int, None] = {}
    pieces = [_piece(character, replaced) for character in _visible(_composed(text))]
    return Printable("".join(pieces), tuple(replaced))


def _piece(character: str, replaced: dict[int, None]) -> str:
    code = ord(character)
    if character == "\n" or code in coverage():
        return character
    replaced[code] = None
    return f"[U+{code:04X}]"


def _composed(text: str) -> str:
    kept = _COMPATIBILITY_HAN.findall(text)
    parts = [unicodedata.normalize("NFC", part) for part in _COMPATIBILITY_HAN.split(text)]
    return "".join(part + mark for part, mark in zip(parts, [*kept, ""], strict=True))


def _visible(text: str) -> Iterator[str]:
    for character in text:
        if character in _SPACES:
            yield from _SPACES[character]
        elif character == "\n" or not _is_invisible(character):
            yield character


def _is_invisible(character: str) -> bool:
    code = ord(character)
    is_variation_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return is_variation_selector or unicodedata.category(character) in _INVISIBLE


def printable_data(value: Json) -> tuple[Json, tuple[int, ...]]:
    """Every text inside ``value`` with Chinese punctuation and made printable, and all code points that
    were replaced, sorted."""
    replaced: set[int] = set()
    return _walk(value, replaced), tuple(sorted(replaced))


def _walk(value: Json, replaced: set[int]) -> Json:
    if isinstance(value, str):
        shown = printable(full_width(value))
        replaced.update(shown.replaced)
        return shown.text
    if isinstance(value, list):
        return [_walk(item, replaced) for item in value]
    if isinstance(value, dict):
        return {key: _walk(item, replaced) for key, item in value.items()}
    return value
