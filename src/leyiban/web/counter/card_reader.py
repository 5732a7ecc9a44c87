"""Identity-card readers at the counter.

A page cannot reach a reader's driver. What it can take is what a reader types: every common reader has a
"keyboard" mode in which it types the number, or a line of fields, into the box that has the focus and then
presses Enter. :class:`KeyboardWedge` understands both. A hall whose readers speak another way (a small program
on the clerk's machine, say) writes another :class:`CardReader` and names it in :data:`READER`.
"""

import re
from dataclasses import dataclass
from typing import Final, Protocol

from leyiban.kernel.identifiers import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead:
    """What a card said; what it did not say is empty. Its repr hides the person."""

    number: str
    name: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "CardRead(‹hidden›)"


class CardReader(Protocol):
    """From what arrived in the box to what the card says. Never refuses: whether a number can be right is
    asked later, where every number is asked."""

    def read(self, typed: str) -> CardRead: ...


_SEPARATORS: Final = re.compile(r"[|;,\t\r\n\uff1b\uff0c]+")
_NUMBER: Final = re.compile(r"[0-9]{17}[0-9Xx]")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]")
_ISSUER: Final = "公安"  # 签发机关; never the address
_LONGEST: Final = 400


class KeyboardWedge:
    """``511102…``, or a line such as ``张伟|男|汉|19000101|四川省…|511102…|乐山市公安局市中区分局|2010…``."""

    def read(self, typed: str) -> CardRead:
        fields = [field.strip() for field in _SEPARATORS.split(typed[:_LONGEST]) if field.strip()]
        numbers = [field for field in fields if _NUMBER.fullmatch(normalise(field))]
        if len(fields) < 2 or not numbers:
            return CardRead(number=typed.strip()[:_LONGEST])
        others = [field for field in fields if _HAN.search(field) and _ISSUER not in field]
        name = others[0] if others and fields[0] == others[0] else ""
        return CardRead(number=normalise(numbers[0]), name=name, address=_address(others, name))


def _address(fields: list[str], name: str) -> str:
    """The longest text that is neither the name nor a word such as 男 or 汉."""
    rest = [field for field in fields if field != name and len(field) > 4]
    return max(rest, key=len, default="")


READER: Final[CardReader] = KeyboardWedge()
