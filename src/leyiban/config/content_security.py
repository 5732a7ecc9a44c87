"""The headers that tell a browser what our pages may do: nothing that we did not ship."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from leyiban.web.content_policy import policy_text

_HEADERS = {
    # Papers are photographed in the page (look.md §19); nothing else of the phone is wanted.
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ContentSecurityMiddleware:
    """Sends the policy of ``settings.CONTENT_SECURITY_POLICY`` with every answer.

    The policy has no nonce on purpose: there is no inline script or style to allow.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._headers = {**_HEADERS, "Content-Security-Policy": policy_text(settings.CONTENT_SECURITY_POLICY)}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response
