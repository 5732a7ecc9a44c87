"""What can be said to people, as named templates with named facts."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from string import Formatter

Fact = str | int | dt.date
Facts = Mapping[str, Fact]

LONGEST = 70  # UTF-16 units of one text message, the sign included
SHORTEST_MATTER = 4  # signs of the matter's name that remain, however long the rest is
_LINK = re.compile(r"https?:|www\.|\.(com|cn|net|org|top|xyz)\b", re.IGNORECASE)
_ASKS = re.compile(r"验证码|密码|转账|汇款|付款|银行卡|点击|加微信|扫码")


class Urgency(IntEnum):
    """What goes first, and what may ring at night. The value is the priority in the queue."""

    USUAL = 0
    PROMPT = 50  # something ends today: quiet hours do not hold it back
    CODE = 100  # a person waits at the door


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """``text`` is Chinese, without the sign. Its placeholders are ``facts``; ``{phone}`` of the office is
    always known. ``{matter}`` is what is shortened when the whole would be longer than one message.

    ``owner`` is the domain that answers for the words.
    """

    key: str
    owner: str
    text: str
    urgency: Urgency = Urgency.USUAL
    facts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", placeholders(self.text) - {"phone"})
        if problems := problems_of(self.text, self.facts, asks_for_nothing=self.urgency is not Urgency.CODE):
            raise ValueError(f"template {self.key}: {'; '.join(problems)}")


_TEMPLATES: dict[str, Template] = {}


def template(key: str, text: str, *, owner: str, urgency: Urgency = Urgency.USUAL) -> Template:
    """Declare a template.

    Raises:
        ValueError: the key is taken, or the words break a rule of text messages.
    """
    if key in _TEMPLATES:
        raise ValueError(f"two templates are called {key}")
    made = _TEMPLATES[key] = Template(key=key, owner=owner, text=text, urgency=urgency)
    return made


def all_templates() -> list[Template]:
    return [_TEMPLATES[key] for key in sorted(_TEMPLATES)]


def placeholders(text: str) -> frozenset[str]:
    """The names in braces. Raises ValueError for braces that are no plain name."""
    names = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"{{{name}}} is no plain name")
        names.add(name)
    return frozenset(names)


def problems_of(text: str, facts: frozenset[str], *, asks_for_nothing: bool = True) -> list[str]:
    """What is wrong with the words of a template, or with a city's own words for it. Empty: nothing.

    A city may leave a fact out, but not name one that will not be there.
    """
    try:
        named = placeholders(text)
    except ValueError as error:
        return [str(error)]
    problems = []
    if unknown := named - facts - {"phone"}:
        problems.append(f"unknown facts: {', '.join(sorted(unknown))}")
    if _LINK.search(text):
        problems.append("a message holds no link but one to the city's own domain, which is a fact")
    if asks_for_nothing and (asked := _ASKS.search(text)):
        problems.append(f"a message never asks for a code or money: {asked[0]}")
    if "【" in text or "】" in text:
        problems.append("the sign is put in front by the program")
    if fixed_units(text) > LONGEST - SHORTEST_MATTER:
        problems.append(f"the words leave no room within {LONGEST} signs")
    return problems


def fixed_units(text: str) -> int:
    """Units of the words alone, with a usual sign, date and phone, and without the matter."""
    usual = {"phone": "0833-0000000", "by": "12月31日", "code": "K7M2QX", "matter": "", "minutes": "5"}
    shown = Formatter().vformat(text, (), {name: usual.get(name, "四个字的") for name in placeholders(text)})
    return units(f"【乐山政务】{shown}")


def units(text: str) -> int:
    """Length as carriers count it: UTF-16 units, so a rare character counts twice."""
    return len(text.encode("utf-16-le")) // 2
