"""Reading bodies: strict JSON, and a sentence of ours for everything that is wrong with a field."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from leyiban.api.errors import BodyUnreadable
from leyiban.api.frame.call import call_of
from leyiban.api.frame.json_text import read_json
from leyiban.kernel.errors import FieldProblem, InvalidInput, Text

# Ninja's place of a problem: source, then the parameter's name where the source is a body, then the path.
_BODIES: Final = frozenset({"body", "form", "file"})

# Pydantic's kind of problem → our code and sentence; the sentence may use what the kind brings along.
_SENTENCES: Final[dict[str, tuple[str, Text]]] = {
    "missing": ("required", _("请填这一项。")),
    "extra_forbidden": ("unknown_field", _("没有这一项,请去掉。")),
    "string_too_short": ("too_short", _("至少{min_length}个字。")),
    "string_too_long": ("too_long", _("最多{max_length}个字。")),
    "too_short": ("too_few", _("至少{min_length}个。")),
    "too_long": ("too_many", _("最多{max_length}个。")),
    "greater_than_equal": ("too_small", _("不能小于{ge}。")),
    "less_than": ("too_large", _("要小于{lt}。")),
    "less_than_equal": ("too_large", _("不能大于{le}。")),
    "enum": ("not_a_choice", _("只能是:{expected}。")),
    "literal_error": ("not_a_choice", _("只能是:{expected}。")),
    "int_type": ("not_an_integer", _("请填整数。")),
    "int_parsing": ("not_an_integer", _("请填整数。")),
    "int_from_float": ("not_an_integer", _("请填整数。")),
    "int_parsing_size": ("not_an_integer", _("这个数太大了。")),
    "string_type": ("not_a_text", _("请填文字。")),
    "bool_type": ("not_yes_or_no", _("请填 true 或 false。")),
    "bool_parsing": ("not_yes_or_no", _("请填 true 或 false。")),
    "list_type": ("not_a_list", _("请填一个列表。")),
    "dict_type": ("not_an_object", _("请填一个对象。")),
    "model_attributes_type": ("not_an_object", _("请填一个对象。")),
    "model_type": ("not_an_object", _("请填一个对象。")),
    "string_pattern_mismatch": ("malformed", _("写法不对,请按接口说明填。")),
    "datetime_from_date_parsing": ("not_a_moment", _("请填时刻,例如2026-03-09T01:30:00Z。")),
    "datetime_parsing": ("not_a_moment", _("请填时刻,例如2026-03-09T01:30:00Z。")),
    "timezone_aware": ("not_a_moment", _("时刻要带时区,例如2026-03-09T01:30:00Z。")),
}
_OTHERWISE: Final[tuple[str, Text]] = ("malformed", _("这一项不对,请按接口说明填。"))


class StrictParser(Parser):
    """What ninja calls to read a body. Keeps what was read with the call, for its fingerprint."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON.

        Raises:
            BodyUnreadable: it is none.
        """
        try:
            sent = read_json(request.body)
        except ValueError as wrong:
            raise BodyUnreadable(expected="JSON") from wrong
        call_of(request).sent = sent
        return sent


def invalid_input(errors: list[dict[str, Any]]) -> InvalidInput:
    """Ninja's list of validation errors as a refusal with one problem per field."""
    return InvalidInput(problems=tuple(_problem(error) for error in errors))


def _problem(error: Mapping[str, Any]) -> FieldProblem:
    code, sentence = _SENTENCES.get(error["type"], _OTHERWISE)
    facts = {name: str(value) for name, value in error.get("ctx", {}).items()}
    return FieldProblem(_field(error["loc"]), code, _filled(sentence, facts))


def _fill(sentence: Text, facts: Mapping[str, str]) -> str:
    return str(sentence).format_map(facts)


_filled = lazy(_fill, str)


def _field(loc: tuple[str | int, ...]) -> str:
    source, *path = loc
    inner = path[1:] if source in _BODIES else [source, *path]
    return ".".join(str(step) for step in inner) or "body"
