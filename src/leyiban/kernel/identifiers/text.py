"""Bring what people type and scanners read into the one written form of a code."""

# Full-width forms lie at a fixed distance from ASCII; a full-width blank does not.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u3000"))


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their ASCII twins; nothing else is touched."""
    return text.translate(_HALF_WIDTH)


def normalise(text: str) -> str:
    """A code as it is stored: half-width, without any blank, Latin letters in capitals."""
    squeezed = "".join(half_width(text).translate(_BLANKS).split())
    return "".join(letter.upper() if letter.isascii() else letter for letter in squeezed)
