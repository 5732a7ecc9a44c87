"""Sessions that end by themselves, and what happens to a form that was being sent at that moment.

The middleware looks before any page does. An ended session becomes a guest's; a form that came with it is
sealed away for its sender, who finds it again after signing in (look.md §19: nothing times out without a
saved draft). Only a form of ours is kept: offered again it would carry a good token, so a forged one would
come back as one that its victim had filled in.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.kernel import moments
from leyiban.people.models import Account
from leyiban.people.operations import park_form
from leyiban.web.signin import sessions
from leyiban.web.signin.where import sign_in_policy

HEADER: Final = "X-Session-Left"  # seconds, so that a wrong clock on a phone does no harm
_NOTED_EVERY: Final = dt.timedelta(seconds=30)  # a moving session is written at most this often
_NEVER_KEPT: Final = frozenset({"csrfmiddlewaretoken", "password", "new_password", "code", "once"})
_NEVER_PARKED: Final = ("/sign-in", "/sign-out", "/api/")


class IdleMiddleware:
    """Stands after Django's authentication and CSRF middleware; the latter judges a form only later, on the
    way into its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = moments.now()
        ends = sessions.ends_at(request)
        if ends is not None and ends <= now:
            gone = _end(request, now)
            if gone is not None:
                return gone
        elif ends is not None:
            _note(request, now)
        response = self._get_response(request)
        if left := sessions.seconds_left(request, now=now):
            response.headers[HEADER] = str(left)
        return response


def _note(request: HttpRequest, now: dt.datetime) -> None:
    if now - dt.datetime.fromisoformat(request.session[sessions.SEEN]) >= _NOTED_EVERY:
        request.session[sessions.SEEN] = now.isoformat()


def _end(request: HttpRequest, now: dt.datetime) -> HttpResponseBase | None:
    """End the session; the way back to signing in when a form came with this request."""
    account = request.user if isinstance(request.user, Account) else None
    sending = request.method == "POST" and not request.path.startswith(_NEVER_PARKED)
    kept = account is not None and sending and _came_from_us(request) and _park(request, account, now)
    sessions.end(request)
    if not sending:
        return None
    told = {"ended": "kept" if kept else "1", "next": request.path}
    response = HttpResponse(status=303)
    response.headers["Location"] = f"{reverse('web:sign_in')}?{urlencode(told)}"
    return response


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check of a form's token and origin, for its answer alone."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)

    def passes(self, request: HttpRequest) -> bool:
        return self.process_view(request, _any_view, (), {}) is None


def _any_view(request: HttpRequest) -> HttpResponse:
    """No view of ours is exempt from the check."""
    return HttpResponse()


def _came_from_us(request: HttpRequest) -> bool:
    return _TokenCheck(_any_view).passes(request)


def _park(request: HttpRequest, account: Account, now: dt.datetime) -> bool:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER_KEPT
        for value in values
        if isinstance(value, str)
    ]
    policy = sign_in_policy(request, now=now)
    return park_form(account=account, path=request.get_full_path(), fields=fields, policy=policy, now=now)
