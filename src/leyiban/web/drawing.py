"""Drawing one page: a template, what it says, and what surrounds it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leyiban.kernel.actors import Actor
from leyiban.web.chrome import chrome_of


def draw(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    actor: Actor | None,
    now: dt.datetime,
    status: int = 200,
    **chrome: Any,
) -> HttpResponse:
    """``chrome`` is handed on to :func:`leyiban.web.chrome.chrome_of`."""
    around = chrome_of(request, actor=actor, now=now, **chrome)
    return render(request, template, {"chrome": around, "now": now, **context}, status=status, using="jinja2")
