"""One reader per type of question: what was sent → the clean answer, or the sentence that says what is wrong."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.rulefile import dates
from leyiban.catalogue.rulefile.form import (
    ChoiceField,
    DateField,
    FormField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    PlainField,
    RegionField,
    TextField,
)
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import Text
from leyiban.kernel.identifiers import (
    Checked,
    Invalid,
    check_mobile,
    check_person_name,
    check_resident_id,
    check_uscc,
)

NAME_LENGTH = 100
ADDRESS_LENGTH = 200

_REGION_DIGITS = {"county": 6, "township": 9, "village": 12}


class Unfit(Exception):
    """The answer cannot be taken as it is. ``code`` is stable, ``message`` is for the person who typed."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def is_empty(raw: object) -> bool:
    """Nothing was answered: absent, blank, or no box ticked."""
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def read(field: FormField, raw: object, *, today: dt.date) -> Value:
    """The clean answer to ``field``; raises :class:`Unfit`. ``raw`` is not empty."""
    reader = _READERS[field.type]
    return reader(field, raw, today)


def _text(raw: object, *, lines: bool = False) -> str:
    if not isinstance(raw, str):
        raise Unfit("not_text", _("请填文字。"))
    text = unicodedata.normalize("NFC", raw).strip()
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if character == "\n" and lines:
            continue
        if _is_pictograph(character):
            raise Unfit("pictograph", _("请不要用表情符号,纸上印不出来。"))
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise Unfit("invisible_character", _("里面有看不见的字符,请重新输入一遍。"))
    return text


def _is_pictograph(character: str) -> bool:
    point = ord(character)
    return (
        0x1F000 <= point <= 0x1FAFF
        or 0xFE00 <= point <= 0xFE0F
        or 0x2600 <= point <= 0x27BF
        or point == 0x200D
    )


def _bounded(text: str, *, shortest: int, longest: int) -> str:
    if len(text) > longest:
        raise Unfit(
            "too_long",
            format_lazy(_("最多写{longest}个字,现在有{count}个。"), longest=longest, count=len(text)),
        )
    if len(text) < shortest:
        raise Unfit("too_short", format_lazy(_("至少写{shortest}个字。"), shortest=shortest))
    return text


def _read_text(field: TextField, raw: object, today: dt.date) -> Value:
    text = _bounded(
        _text(raw, lines=field.type == "long_text"), shortest=field.min_length, longest=field.max_length
    )
    if field.pattern is not None and re.fullmatch(field.pattern, text) is None:
        hint = field.pattern_hint.lazily() if field.pattern_hint else _("写法不对,请照着示例写。")
        raise Unfit("wrong_pattern", hint)
    return text


def _read_person_name(field: PlainField, raw: object, today: dt.date) -> Value:
    if not isinstance(raw, str):
        raise Unfit("not_text", _("请填文字。"))
    return _checked("person_name", check_person_name(raw, longest=NAME_LENGTH))


def _read_address(field: PlainField, raw: object, today: dt.date) -> Value:
    return _bounded(_text(raw), shortest=4, longest=ADDRESS_LENGTH)


def _read_resident_id(field: PlainField, raw: object, today: dt.date) -> Value:
    return _checked("resident_id", check_resident_id(_text(raw), today=today))


def _read_uscc(field: PlainField, raw: object, today: dt.date) -> Value:
    return _checked("uscc", check_uscc(_text(raw)))


def _checked(kind: str, checked: Checked) -> str:
    if isinstance(checked, Invalid):
        raise Unfit(f"{kind}.{checked.reason.value}", _reason_in_active_language(checked))
    return checked.value


def _reason(invalid: Invalid) -> str:
    return invalid.message(active_lang().value)


_reason_in_active_language = lazy(_reason, str)


def _read_mobile(field: PlainField, raw: object, today: dt.date) -> Value:
    return _checked("mobile", check_mobile(_text(raw)))


def _read_yes_no(field: PlainField, raw: object, today: dt.date) -> Value:
    if not isinstance(raw, bool):
        raise Unfit("not_yes_or_no", _("请选“是”或“否”。"))
    return raw


def _read_region(field: RegionField, raw: object, today: dt.date) -> Value:
    digits = _REGION_DIGITS[field.level]
    if not isinstance(raw, str) or re.fullmatch(r"[0-9]{6}([0-9]{3}){0,2}", raw) is None:
        raise Unfit("wrong_region", _("请从列表里选地区。"))
    if len(raw) < digits or (len(raw) == 6 and raw.endswith("00")):
        names = {"county": _("县(市、区)"), "township": _("乡镇(街道)"), "village": _("村(社区)")}
        raise Unfit("region_too_wide", format_lazy(_("请选到{level}。"), level=names[field.level]))
    return raw


def _read_date(field: DateField, raw: object, today: dt.date) -> Value:
    day = dates.read_day(raw.strip()) if isinstance(raw, str) else None
    if day is None:
        raise Unfit("no_such_day", _("没有这一天。请这样写:2026-03-09。"))
    if field.min is not None and day < (earliest := dates.resolve(field.min, today)):
        raise Unfit("too_early", format_lazy(_("不能早于{day}。"), day=earliest.isoformat()))
    if field.max is not None and day > (latest := dates.resolve(field.max, today)):
        raise Unfit("too_late", format_lazy(_("不能晚于{day}。"), day=latest.isoformat()))
    return day.isoformat()


def _number(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Unfit("not_a_number", _("请填整数,只写数字。"))
    if abs(raw) > 10**14:
        raise Unfit("too_large", _("数字太大了,请再看一遍。"))
    return raw


def _read_integer(field: IntegerField, raw: object, today: dt.date) -> Value:
    number = _number(raw)
    if field.min is not None and number < field.min:
        raise Unfit("too_small", format_lazy(_("不能小于{least}。"), least=field.min))
    if field.max is not None and number > field.max:
        raise Unfit("too_large", format_lazy(_("不能大于{most}。"), most=field.max))
    return number


def _read_money(field: MoneyField, raw: object, today: dt.date) -> Value:
    if isinstance(raw, str):
        raise Unfit("not_money", _("请填金额,单位是元,最多两位小数。"))
    fen = _number(raw)
    if fen < (field.min or 0):
        raise Unfit("too_small", format_lazy(_("不能少于{least}元。"), least=yuan(field.min or 0)))
    if field.max is not None and fen > field.max:
        raise Unfit("too_large", format_lazy(_("不能多于{most}元。"), most=yuan(field.max)))
    return fen


def _read_choice(field: ChoiceField, raw: object, today: dt.date) -> Value:
    if not isinstance(raw, str) or raw not in {choice.value for choice in field.choices}:
        raise Unfit("not_a_choice", _("请从列出的选项里选一项。"))
    return raw


def _read_multi_choice(field: MultiChoiceField, raw: object, today: dt.date) -> Value:
    offered = [choice.value for choice in field.choices]
    if not isinstance(raw, list) or any(item not in offered for item in raw):
        raise Unfit("not_a_choice", _("请从列出的选项里选。"))
    chosen = [value for value in offered if value in raw]
    if field.max_chosen is not None and len(chosen) > field.max_chosen:
        raise Unfit("too_many", format_lazy(_("最多选{most}项。"), most=field.max_chosen))
    return list(chosen)


def yuan(fen: int) -> str:
    """An amount as people write it: ``1250`` → ``12.50``, ``1200`` → ``12``."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


# One row per type; the model's discriminator guarantees that a field reaches the reader of its own class.
_READERS: dict[str, Callable[[Any, object, dt.date], Value]] = {
    "text": _read_text,
    "long_text": _read_text,
    "person_name": _read_person_name,
    "address": _read_address,
    "resident_id": _read_resident_id,
    "uscc": _read_uscc,
    "mobile": _read_mobile,
    "yes_no": _read_yes_no,
    "region": _read_region,
    "date": _read_date,
    "integer": _read_integer,
    "money": _read_money,
    "choice": _read_choice,
    "multi_choice": _read_multi_choice,
}
