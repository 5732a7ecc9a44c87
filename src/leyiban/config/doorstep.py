"""The first that looks at a request: marks its lines in the log, and refuses before anything of it is read what
is too much, and an API call in the clear."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from leyiban.api.errors import BodyTooLarge, TlsRequired
from leyiban.api.frame.problems import problem
from leyiban.kernel.security_log import marked
from leyiban.kernel.throttles.origins import origin_of
from leyiban.web.failures import failed

_PROGRAMS = ("/api/", "/identity/token", "/identity/userinfo", "/identity/revoke")


class DoorstepMiddleware:
    """Stands before whatever may read a body.

    A body is spooled to the disk as it arrives, whatever the page does with it later: without a limit on the
    whole, one sender fills the disk. A program that calls the API without TLS has sent its token in the clear
    already; a redirect would hide that from its owner, so it is refused instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with marked(origin_of(request.META)):
            return self._let_in(request)

    def _let_in(self, request: HttpRequest) -> HttpResponseBase:
        is_api = request.path.startswith(_PROGRAMS)
        if _announced(request) > settings.MOST_BYTES_OF_A_REQUEST:
            return (
                problem(request, BodyTooLarge())
                if is_api
                else failed(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            )
        if is_api and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return problem(request, TlsRequired())
        return self._get_response(request)


def _announced(request: HttpRequest) -> int:
    """How many bytes the sender says will come; Django reads not one more, and none without it."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isascii() and told.isdigit() else 0
