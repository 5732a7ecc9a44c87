"""Names of people and organisations: rare characters welcome, what cannot be printed is not."""

import re
import unicodedata

from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import half_width
from leyiban.kernel.identifiers.wording import Reason

MIDDLE_DOT = "\u00b7"
"""The one dot that names are stored with (阿西·吉拉)."""

# Dots that keyboards offer in its place. A full stop counts as one only between Chinese characters.
_DOTS = dict.fromkeys(
    map(ord, "\u0387\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u2e31\u2e33\u30fb\uff65"), MIDDLE_DOT
)
_STOP_BETWEEN_HAN = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s*[.\uff0e]\s*(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)
_JOINTS = frozenset({MIDDLE_DOT, "-", "'", "\u2019", "."})
_MISPLACED = re.compile(f"^[{MIDDLE_DOT}'\u2019.-]|[{MIDDLE_DOT}'\u2019-]$|[{MIDDLE_DOT}'\u2019-]{{2,}}")
_ORGANISATION_SIGNS = frozenset("()（）〔〕《》、，,.&+-_/:;'\"“”‘’\u00b7·#@!°№ ")

# Variation selectors that ask for a picture; the supplement (U+E0100…) chooses between forms of one character.
_PICTURE_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_IDEOGRAPHIC_SELECTORS = (0xE0100, 0xE01EF)
_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")


def check_person_name(text: str, *, longest: int) -> Checked:
    """Check and normalise a person's name.

    Args:
        longest: most characters a name may have (characters beyond the basic plane count as one).
    """
    value = _normalised(text)
    reason = _unprintable(value) or _length(value, longest) or _unfit_for_person(value)
    return Invalid(reason) if reason else Valid(value)


def check_organisation_name(text: str, *, longest: int) -> Checked:
    """Check and normalise the name of an organisation: digits and the signs of firm names are allowed."""
    value = _normalised(text)
    reason = _unprintable(value) or _length(value, longest)
    if reason is None and not all(
        _is_letter(each) or each.isdigit() or each in _ORGANISATION_SIGNS for each in value
    ):
        reason = Reason.NOT_IN_A_NAME
    return Invalid(reason) if reason else Valid(value)


def _normalised(text: str) -> str:
    """One dot, one width, one blank; accents composed.

    Compatibility ideographs stay as they are: a registry that holds one means that very character.
    """
    parts = _COMPATIBILITY.split(text)
    kept = _COMPATIBILITY.findall(text)
    composed = "".join(
        unicodedata.normalize("NFC", part) + ideograph
        for part, ideograph in zip(parts, [*kept, ""], strict=True)
    )
    dotted = _STOP_BETWEEN_HAN.sub(MIDDLE_DOT, half_width(composed).translate(_DOTS))
    return re.sub(f"\\s*{MIDDLE_DOT}\\s*", MIDDLE_DOT, " ".join(dotted.split()))


def _length(value: str, longest: int) -> Reason | None:
    if not value:
        return Reason.EMPTY
    return Reason.TOO_LONG if len(value) > longest else None


def _unprintable(value: str) -> Reason | None:
    if any(_is_emoji(each) for each in value):
        return Reason.EMOJI
    if any(unicodedata.category(each) == "Co" for each in value):
        return Reason.PRIVATE_CHARACTER
    if any(_is_invisible(each) for each in value):
        return Reason.INVISIBLE_CHARACTER
    return None


def _unfit_for_person(value: str) -> Reason | None:
    if not all(_is_letter(each) or each in _JOINTS or each == " " for each in value):
        return Reason.NOT_IN_A_NAME
    if not any(_is_letter(each) for each in value):
        return Reason.NO_LETTER
    return Reason.MISPLACED_MARK if _MISPLACED.search(value) else None


def _is_letter(character: str) -> bool:
    # Python's tables are older than the newest ideographs; planes 2 and 3 hold nothing else.
    return (
        unicodedata.category(character)[0] in "LM"
        or 0x20000 <= ord(character) <= 0x3FFFF
        or _IDEOGRAPHIC_SELECTORS[0] <= ord(character) <= _IDEOGRAPHIC_SELECTORS[1]
        or character == "〇"
    )


def _is_emoji(character: str) -> bool:
    point = ord(character)
    return (
        character in _PICTURE_SELECTORS
        or 0x1F000 <= point <= 0x1FBFF
        or 0x2600 <= point <= 0x27BF
        or 0x2B00 <= point <= 0x2BFF
        or 0xE0020 <= point <= 0xE007F
        or point == 0x20E3
    )


def _is_invisible(character: str) -> bool:
    point = ord(character)
    if 0x20000 <= point <= 0x3FFFF or _IDEOGRAPHIC_SELECTORS[0] <= point <= _IDEOGRAPHIC_SELECTORS[1]:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
