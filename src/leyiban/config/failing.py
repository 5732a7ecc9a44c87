"""What Django calls when no view could answer: a page below the portal, a problem detail below the API."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from leyiban.api.frame import failures as api
from leyiban.web import failures as web

_API: Final = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api.bad_request(request, exception) if _is_api(request) else web.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return api.permission_denied(request, exception)
    return web.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api.no_such_address(request) if _is_api(request) else web.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    return api.server_error(request) if _is_api(request) else web.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith(_API)
