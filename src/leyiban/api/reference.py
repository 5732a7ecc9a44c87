"""The document for programs, and the same for people: drawn by us from the document, without a script."""

import hashlib
from functools import cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from leyiban.api.errors import NoSuchAddress
from leyiban.api.frame.json_text import json_text
from leyiban.api.frame.outline import outline
from leyiban.api.frame.problem_types import problem_types
from leyiban.api.v1 import api

_A_DAY = "public, max-age=86400"


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    text = _document_text()
    tag = f'"{hashlib.sha256(text).hexdigest()[:16]}"'
    known = tag in parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponse(
        b"" if known else text,
        status=HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK,
        content_type="application/json",
    )
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The reference, one section per domain."""
    return _drawn(request, "api/reference.html", {"outline": _outline()})


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """All kinds of problems in one table."""
    return _drawn(request, "api/problems.html", {"types": tuple(problem_types().values())})


@require_safe
def problem_page(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of problem: what it means and what to do, in both languages."""
    found = problem_types().get(code)
    if found is None:
        missing = problem_types()[NoSuchAddress.code]
        return _drawn(request, "api/problem.html", {"type": missing}, status=HTTPStatus.NOT_FOUND)
    return _drawn(request, "api/problem.html", {"type": found})


def _drawn(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    response = render(request, template, context, status=status, using="jinja2")
    response.headers["Cache-Control"] = _A_DAY if status == HTTPStatus.OK else "no-store"
    response.headers["Content-Language"] = "zh-Hans, en"
    return response


@cache
def _document_text() -> bytes:
    return json_text(api.get_openapi_schema())


@cache
def _outline() -> object:
    return outline(api.get_openapi_schema())
