"""From template, facts and sender to the exact words. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from leyiban.messages.sender import Sender
from leyiban.messages.templates import LONGEST, PROTECTED, SHORTEST, Fact, Facts, Template, units

_BLANKS = re.compile(r"\s+")
_LINK = re.compile(r"(https?://|www\.)\S*", re.IGNORECASE)
_DOT_BETWEEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z])")


class Uncomposable(ValueError):
    """The facts do not make a message: a defect of the caller, or of the city's own words."""


def compose(*, template: Template, facts: Facts, sender: Sender) -> str:
    """The words a person will see, with the city's sign, in at most 70 UTF-16 units.

    What is too long is a name (of the matter, of a firm), and the longest name is what gets shorter. Facts
    are words of people: a link, a second sign or an invisible character in them is taken out, so that
    nobody can speak through us.

    Raises:
        Uncomposable: a fact is missing, or the city's own words leave no room.
    """
    text = f"【{sender.sign}】{sender.wording.get(template.key, template.text)}"
    shown = {name: _shown(value) for name, value in {"phone": sender.phone, **facts}.items()}
    if missing := template.facts - set(shown):
        raise Uncomposable(f"{template.key} lacks {', '.join(sorted(missing))}")
    while (excess := units(text.format_map(shown)) - LONGEST) > 0:
        name = _longest_name(template, shown)
        if name is None:
            raise Uncomposable(f"{template.key} is longer than {LONGEST} signs whatever is shortened")
        shown[name] = _shortened(shown[name], excess)
    return text.format_map(shown)


def _longest_name(template: Template, shown: Mapping[str, str]) -> str | None:
    """The fact that can best lose signs, or None when all are as short as they may be."""
    names = [name for name in template.facts - PROTECTED if len(shown[name]) > SHORTEST + 1]
    return max(names, key=lambda name: (units(shown[name]), name), default=None)


def _shortened(name: str, excess: int) -> str:
    """``name`` shorter by ``excess`` units, or as short as it may be; a mark shows the omission."""
    kept = name.removesuffix("…")
    while len(kept) > SHORTEST and units(name) - units(f"{kept}…") < excess:
        kept = kept[:-1]
    return f"{kept}…"


def _shown(fact: Fact) -> str:
    if isinstance(fact, dt.date):
        return f"{fact.month}月{fact.day}日"
    if isinstance(fact, int):
        return str(fact)
    return _plain(fact)


def _plain(text: str) -> str:
    visible = "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign)[0] != "C" or sign.isspace()
    )
    without_links = _DOT_BETWEEN_LATIN.sub("·", _LINK.sub("", visible))
    return _BLANKS.sub(" ", without_links).strip().translate(str.maketrans("【】", "〔〕"))
