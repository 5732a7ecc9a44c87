"""What can be said to people, as named templates with named facts."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from string import Formatter

Fact = str | int | dt.date
Facts = Mapping[str, Fact]

LONGEST = 70  # UTF-16 units of one text message, the sign included
SHORTEST = 4  # signs that remain of a name, however long the rest is
PROTECTED = frozenset({"phone", "code", "by", "minutes", "number"})  # facts that are said whole or not at all
_LINK = re.compile(r"https?:|www\.|\.(com|cn|net|org|top|xyz)\b", re.IGNORECASE)
_SIGNS = re.compile(r"[【】]")
_ASKS = re.compile(r"验证码|密码|转账|汇款|付款|银行卡|点击|加微信|扫码")


class Urgency(IntEnum):
    """What goes first, and what may ring at night. The value is the priority in the queue."""

    USUAL = 0
    PROMPT = 50  # something ends today: quiet hours do not hold it back
    CODE = 100  # a person waits at the door


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """``text`` is Chinese, without the sign. Its placeholders are ``facts``; ``{phone}`` of the office is
    always known. Names (``{matter}``, ``{body}`` …) are shortened when the whole would be longer than one
    message; what one acts on (:data:`PROTECTED`) never is.

    ``owner`` is the domain that answers for the words.
    """

    key: str
    owner: str
    text: str
    urgency: Urgency = Urgency.USUAL
    facts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "facts", _names_in(self.text) - {"phone"})
        except ValueError as error:
            raise ValueError(f"template {self.key}: {error}") from None
        if flaws := flaws_of(self.text, self):
            raise ValueError(f"template {self.key}: {'; '.join(map(str, flaws))}")


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


def find_template(key: str) -> Template | None:
    return _TEMPLATES.get(key)


def all_templates() -> list[Template]:
    return [_TEMPLATES[key] for key in sorted(_TEMPLATES)]


class FlawKind(StrEnum):
    BRACES = "braces"
    UNKNOWN_FACT = "unknown_fact"
    LINK = "link"
    ASKS = "asks"
    SIGN = "sign"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the words of a template; ``detail`` is the part of them that it is about."""

    kind: FlawKind
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


def flaws_of(text: str, template: Template) -> list[Flaw]:
    """What is wrong with ``text`` as the words of ``template``, its own or a city's. Empty: nothing.

    A city may leave a fact out, but not name one that will not be there. No message holds a link, asks for
    a code or for money, or signs itself.
    """
    try:
        named = _names_in(text)
    except ValueError as error:
        return [Flaw(FlawKind.BRACES, str(error))]
    flaws = [Flaw(FlawKind.UNKNOWN_FACT, name) for name in sorted(named - template.facts - {"phone"})]
    if link := _LINK.search(text):
        flaws.append(Flaw(FlawKind.LINK, link[0]))
    if template.urgency is not Urgency.CODE and (asked := _ASKS.search(text)):
        flaws.append(Flaw(FlawKind.ASKS, asked[0]))
    if sign := _SIGNS.search(text):
        flaws.append(Flaw(FlawKind.SIGN, sign[0]))
    if (length := fixed_units(text)) > LONGEST:
        flaws.append(Flaw(FlawKind.TOO_LONG, str(length)))
    return flaws


def _names_in(text: str) -> frozenset[str]:
    """The names in braces. Raises ValueError for braces that are no plain name."""
    names = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"{{{name}}}")
        names.add(name)
    return frozenset(names)


def fixed_units(text: str) -> int:
    """Units of the words alone with the longest usual sign, code, day and phone, and shortened names."""
    usual = {
        "phone": "0833-0000000",
        "by": "放假安排公布后告知的日期",
        "code": "K7M2-QX4D",
        "minutes": "5",
        "number": "T00000000",
    }
    shown = {name: usual.get(name, "名" * (SHORTEST + 1)) for name in _names_in(text)}
    return units(f"【乐山政务】{Formatter().vformat(text, (), shown)}")


def units(text: str) -> int:
    """Length as carriers count it: UTF-16 units, so a rare character counts twice."""
    return len(text.encode("utf-16-le")) // 2
