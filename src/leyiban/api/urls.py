"""The API's addresses, and an answer of our own for every address below ``/api/`` that is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from leyiban.api import reference
from leyiban.api.frame.failures import VARY, method_not_allowed, no_such_address
from leyiban.api.v1 import api

View = Callable[..., HttpResponseBase]


def _finished(view: View) -> View:
    """``view`` with what all answers have in common: our words for a wrong method, and cache rules."""

    @csrf_exempt  # the door checks a session's token itself; a bearer token needs none
    @wraps(view)
    def call(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        response = view(request, **parts)
        if isinstance(response, HttpResponseNotAllowed):
            response = method_not_allowed(request, ", ".join(sorted(response.headers["Allow"].split(", "))))
        patch_vary_headers(response, VARY)
        response.headers.setdefault("Cache-Control", _cache_rule(request))
        return response

    return call


def _cache_rule(request: HttpRequest) -> str:
    """Whoever comes as somebody gets what no cache may keep; what a guest reads may be asked for again."""
    comes_as_somebody = "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES
    return "private, no-store" if comes_as_somebody else "private, no-cache"


def _endpoints(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Ninja's addresses without its own front page."""
    endpoints = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    for endpoint in endpoints:
        endpoint.callback = _finished(endpoint.callback)
    return [*endpoints]


_patterns, _app, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", reference.document, name="api-document"),
    path("api/v1/reference", reference.page, name="api-reference"),
    path("problems/", reference.problems, name="api-problems"),
    path("problems/<slug:code>", reference.problem_page, name="api-problem"),
    path("api/v1/", include((_endpoints(_patterns), _app), namespace=_namespace)),
    re_path(r"^api/", csrf_exempt(no_such_address)),
]
