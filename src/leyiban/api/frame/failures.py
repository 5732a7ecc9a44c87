"""Every way in which a call can fail, answered as a problem detail. Never a page, never somebody's data."""

import sys
from collections.abc import Callable
from typing import Any, Final

import structlog
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from leyiban.api.errors import (
    BodyTooLarge,
    BodyUnreadable,
    MethodNotAllowed,
    NoSuchAddress,
    OurFault,
    Unavailable,
)
from leyiban.api.frame.call import Unchanged
from leyiban.api.frame.door import JSON
from leyiban.api.frame.problems import problem
from leyiban.api.frame.reading import invalid_input
from leyiban.kernel.errors import NotAllowed, Refusal

log = structlog.get_logger(__name__)

VARY: Final = ("Accept-Language", "Authorization", "Cookie")


def answer_failures(api: NinjaAPI) -> None:
    """Give ``api`` an answer to every exception."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Unchanged: _unchanged,
        Refusal: problem,
        ValidationError: _invalid,
        HttpError: _unreadable,
        Http404: lambda request, _: problem(request, NoSuchAddress()),
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def no_such_address(request: HttpRequest, **_: object) -> HttpResponse:
    """What stands behind every address of the API that is none."""
    response = problem(request, NoSuchAddress())
    patch_vary_headers(response, VARY)
    return response


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """``allowed`` as the Allow header lists them."""
    response = problem(request, MethodNotAllowed(method=request.method, allowed=allowed))
    response.headers["Allow"] = allowed
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django refused the request before any endpoint saw it."""
    return problem(request, _unfit(exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, NotAllowed())


def server_error(request: HttpRequest) -> HttpResponse:
    """For the exception in hand: 503 when it is the database that does not answer, else 500."""
    silent = isinstance(sys.exception(), OperationalError | InterfaceError)
    return problem(request, Unavailable() if silent else OurFault())


def _unchanged(request: HttpRequest, exception: Unchanged) -> HttpResponse:
    response = HttpResponse(status=304)
    response.headers["ETag"] = exception.tag
    return response


def _invalid(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    return problem(request, invalid_input(exception.errors))


def _unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Ninja says 400 for whatever its parser met; our own parser said it better."""
    cause = exception.__cause__
    return problem(request, cause if isinstance(cause, Refusal) else BodyUnreadable(expected=JSON))


def _failed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that nobody can serve, or a defect of ours: logged, told to whoever listens, then answered."""
    if isinstance(exception, SuspiciousOperation | BadRequest | MultiPartParserError | UnreadablePostError):
        return problem(request, _unfit(exception))
    log.error("api.failed", path=request.path, method=request.method, exc_info=exception)
    got_request_exception.send(sender=NinjaAPI, request=request)
    return server_error(request)


def _unfit(exception: Exception) -> Refusal:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return BodyTooLarge()
    return BodyUnreadable(expected=JSON)
