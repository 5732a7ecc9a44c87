"""From template, facts and sender to the exact words. Pure."""

import datetime as dt
import re
import unicodedata

from leyiban.messages.sender import Sender
from leyiban.messages.templates import LONGEST, SHORTEST_MATTER, Fact, Facts, Template, units

_BLANKS = re.compile(r"\s+")
_LINK = re.compile(r"(https?://|www\.)\S*", re.IGNORECASE)
_DOT_BETWEEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z])")


class Uncomposable(ValueError):
    """The facts do not make a message: a defect of the caller, or of the city's own words."""


def compose(*, template: Template, facts: Facts, sender: Sender) -> str:
    """The words a person will see, with the city's sign, in at most 70 UTF-16 units.

    What is too long is the matter's name, and it is what gets shorter. Facts are words of people: a link,
    a second sign or an invisible character in them is taken out, so that nobody can speak through us.

    Raises:
        Uncomposable: a fact is missing, or the rest leaves no room for the matter.
    """
    text = sender.wording.get(template.key, template.text)
    shown = {name: _shown(value) for name, value in {"phone": sender.phone, **facts}.items()}
    if missing := template.facts - set(shown):
        raise Uncomposable(f"{template.key} lacks {', '.join(sorted(missing))}")
    whole = f"【{sender.sign}】{text.format_map(shown)}"
    excess = units(whole) - LONGEST
    if excess <= 0:
        return whole
    shown["matter"] = _shortened(shown.get("matter", ""), excess)
    whole = f"【{sender.sign}】{text.format_map(shown)}"
    if units(whole) > LONGEST:
        raise Uncomposable(f"{template.key} is longer than {LONGEST} signs whatever the matter is called")
    return whole


def _shortened(matter: str, excess: int) -> str:
    """``matter`` shorter by at least ``excess`` units, ending in a mark of omission."""
    kept = matter
    while len(kept) > SHORTEST_MATTER and units(matter) - units(kept) < excess + 1:
        kept = kept[:-1]
    return f"{kept}…" if kept != matter else matter


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
