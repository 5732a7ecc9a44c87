"""Pages by keyset: a cursor says where the page before ended, so that nothing is skipped or told twice."""

import base64
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from leyiban.api.frame.json_text import json_text, read_json
from leyiban.kernel.errors import FieldProblem, InvalidInput

Row = TypeVar("Row")
Place = TypeVar("Place")


def place_of(cursor: str | None, shape: type[Place]) -> Place | None:
    """Where the page before ended.

    Raises:
        InvalidInput: no cursor of ours.
    """
    if cursor is None:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return TypeAdapter(shape).validate_python(read_json(text))
    except (ValueError, ValidationError):
        wrong = FieldProblem("query.after", "malformed", _("翻页标记不对。请从第一页重新开始。"))
        raise InvalidInput(problems=(wrong,)) from None


def cut(rows: Sequence[Row], *, limit: int) -> tuple[Sequence[Row], Row | None]:
    """The rows of this page, and its last one if there is a page behind; ``rows`` holds one more if so."""
    page = rows[:limit]
    return page, page[-1] if len(rows) > limit else None


def next_page(request: HttpRequest, place: Any | None) -> str | None:
    """The address of the page behind ``place``: the same question with another cursor."""
    if place is None:
        return None
    asked = request.GET.copy()
    asked["after"] = base64.urlsafe_b64encode(json_text(place)).decode().rstrip("=")
    return f"{request.path}?{urlencode(sorted(asked.items()))}"
