"""How papers write dates, times and numbers. Pure; Chinese by nature, so nothing here is translated."""

import datetime as dt
from typing import Final

from leyiban.kernel.moments import CITY_TIME

_WEEKDAYS: Final = "一二三四五六日"
_FULL_WIDTH: Final = str.maketrans(
    {",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01", "(": "\uff08", ")": "\uff09"}
)


def in_words(date: dt.date) -> str:
    """2020年3月9日"""
    return f"{date.year}年{date.month}月{date.day}日"


def with_weekday(date: dt.date) -> str:
    """2020年3月9日(星期一)"""
    return full_width(f"{in_words(date)}(星期{_WEEKDAYS[date.weekday()]})")


def moment_in_words(moment: dt.datetime) -> str:
    """2020年3月9日(星期一)17:30, in the city's time."""
    local = moment.astimezone(CITY_TIME)
    return f"{with_weekday(local.date())}{local:%H:%M}"


def document_number(*, office: str, series: str, year: int, serial: int) -> str:
    """乐行审受〔2020〕12号: the office's short name, the series, the year, the serial without leading zeros."""
    return f"{office}{series}〔{year}〕{serial}号"


def full_width(text: str) -> str:
    """``text`` with the punctuation that Chinese asks for (GB/T 15834) where it stands in Chinese.

    A mark is Chinese when a Chinese character or mark stands before it or right after it; a pair of
    parentheses when one of its ends touches Chinese. So 17:30 and 1,000 stay as they are.
    """
    partner = _parentheses(text)
    shown = []
    for index, mark in enumerate(text):
        places = (index, partner.get(index, index))
        chinese = ord(mark) in _FULL_WIDTH and any(_touches_chinese(text, place) for place in places)
        shown.append(mark.translate(_FULL_WIDTH) if chinese else mark)
    return "".join(shown)


def _parentheses(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for index, mark in enumerate(text):
        if mark == "(":
            open_at.append(index)
        elif mark == ")" and open_at:
            start = open_at.pop()
            pairs[start], pairs[index] = index, start
    return pairs


def _touches_chinese(text: str, index: int) -> bool:
    before, after = text[:index].rstrip(" ")[-1:], text[index + 1 : index + 2]
    return _is_chinese(before) or _is_chinese(after)


def _is_chinese(character: str) -> bool:
    if not character:
        return False
    code = ord(character)
    return (
        0x3001 <= code <= 0x303F  # CJK marks without the ideographic space
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF01 <= code <= 0xFF60
        or code >= 0x20000
        or character in "“”‘’…—·"
    )
