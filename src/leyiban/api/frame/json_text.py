"""JSON as this API writes and reads it: compact, Chinese readable as it is, nothing outside the standard."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from pydantic_core import to_jsonable_python


def json_text(value: object, *, in_order: bool = False) -> bytes:
    """Compact UTF-8; what JSON has no form for, in the form that shapes have for it.

    Args:
        in_order: keys sorted, so that what means the same reads the same.
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
        default=to_jsonable_python,
        sort_keys=in_order,
    )
    return text.encode()


def read_json(text: bytes) -> Any:
    """One JSON value.

    Raises:
        ValueError: it is none; or says NaN or Infinity, which JSON does not know; or is nested too deeply;
            or holds a NUL or half a character, which no text has.
    """
    try:
        value = json.loads(text.decode(), parse_constant=_not_json)
        _check_texts(value)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def is_text(value: str) -> bool:
    """Whether a database can keep it: no NUL, no half of a surrogate pair."""
    return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _check_texts(value: Any) -> None:
    if isinstance(value, str):
        if not is_text(value):
            raise ValueError("not a text")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_texts(key)
            _check_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_texts(inner)


def _not_json(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


class JsonRenderer(BaseRenderer):
    """What ninja calls to write an answer."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json_text(data)
