"""The one way in which a page becomes an operation's call.

A view is wrapped by :func:`page`, which reads the clock, builds the actor and checks the page's right. To
write, a view calls one operation inside :func:`attempt`, which turns a lawful "no" into something to show
beside the field; a form that must be carried out once is sent through :func:`send_once`.
"""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.cache import patch_cache_control

from leyiban.kernel import moments
from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.kernel.errors import Kind, NotAllowed, Refusal, Stale
from leyiban.kernel.idempotency.fingerprints import fingerprint_of
from leyiban.kernel.idempotency.operations import once
from leyiban.kernel.rights import Right
from leyiban.web import failures
from leyiban.web.drawing import draw
from leyiban.web.who import actor_of
from leyiban.web.wording import speak

P = ParamSpec("P")
T = TypeVar("T")

ONCE: Final = "once"  # the hidden field that makes three presses one
VERSION: Final = "version"  # the hidden field that says which version the page was drawn from
_FINGERPRINT: Final = "page.fingerprint"
_NOT_ASKED = frozenset({"csrfmiddlewaretoken", ONCE})

# Refusals that the reader mends on the same page. The others are another page's matter.
_MENDED_HERE = frozenset(
    {Kind.INVALID, Kind.CONFLICT, Kind.STALE, Kind.TOO_LARGE, Kind.TOO_MANY, Kind.UNAVAILABLE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request as a view needs it: who, when, and the page to answer with."""

    request: HttpRequest
    actor: Actor
    now: dt.datetime

    def show(
        self, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200, **chrome: Any
    ) -> HttpResponse:
        """Draw a page. ``chrome`` is handed on to :func:`leyiban.web.chrome.chrome_of`."""
        return draw(
            self.request, template, context or {}, actor=self.actor, now=self.now, status=status, **chrome
        )


View = Callable[Concatenate[Visit, P], HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A lawful "no", ready to be shown on the page it came from."""

    status: int
    code: str
    sentence: str
    at: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, refusal: Refusal) -> "Trouble":
        return cls(
            status=failures.STATUS[refusal.kind],
            code=refusal.code,
            sentence=speak(str(refusal)),
            at={problem.field: speak(problem.message) for problem in refusal.problems},
        )


def page(
    right: Right, *methods: str, channel: Channel = Channel.PORTAL
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Make a Django view of ``view(visit, …)``. ``methods`` default to reading only (GET, HEAD)."""
    allowed = frozenset(methods or ("GET",)) | ({"HEAD"} if not methods or "GET" in methods else set())

    def wrap(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def open_page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not _is_text(request):
                return failures.failed(request, HTTPStatus.BAD_REQUEST)
            now = moments.now()
            try:
                actor = actor_of(request, channel=channel, now=now)
            except Refusal as refusal:  # the account was closed, or may no longer act for whom it acted
                return failures.refused(request, refusal, actor=None, now=now)
            visit = Visit(request=request, actor=actor, now=now)
            return _answer(visit, right, lambda: view(visit, *args, **kwargs))

        open_page.right = right  # type: ignore[attr-defined]  # read by the test that lists all routes
        return open_page

    return wrap


def right_of(view: Callable[..., object]) -> Right | None:
    """The right that a route asks for, or None when it was not made by :func:`page`."""
    return cast("Right | None", getattr(view, "right", None))


def attempt(act: Callable[[], T]) -> T | Trouble:
    """Call an operation; give back what it gave, or what to show when it lawfully refused.

    Raises:
        Refusal: of a kind that no change of this form can mend (not found, not allowed, signed out).
    """
    try:
        return act()
    except Refusal as refusal:
        if refusal.kind not in _MENDED_HERE:
            raise
        return Trouble.of(refusal)


def new_once() -> str:
    """A fresh token for the hidden field of a form that must be carried out once."""
    return secrets.token_hex(16)


def send_once(visit: Visit, act: Callable[[], str]) -> HttpResponseRedirect:
    """Carry out the form once, however often its button was pressed, and go to the address ``act`` returns.

    Raises:
        KeyMalformed: the form came without its token. KeyReused: it was sent before with other content.
    """
    answer, _ = once(
        scope=f"page {visit.actor.pseudonym} {visit.request.path}",
        key=visit.request.POST.get(ONCE, ""),
        fingerprint=fingerprint_of(visit.request, domain=_FINGERPRINT, without=_NOT_ASKED),
        act=lambda: {"location": act()},
        now=visit.now,
    )
    return see_other(answer["location"])


def see_other(address: str) -> HttpResponseRedirect:
    """303: look at this next, so that a reload does not send the form again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def version_of(request: HttpRequest) -> int:
    """The version the form was drawn from.

    Raises:
        Stale: the field is missing or no number.
    """
    text = request.POST.get(VERSION, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Stale
    return int(text)


def keep_out_of_searches(response: HttpResponseBase) -> None:
    """Ask search engines not to list this page: it is somebody's, or known by a number that somebody holds."""
    response.headers["X-Robots-Tag"] = "noindex"


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """The sign-in page, which comes back here."""
    return HttpResponseRedirect(f"{reverse('web:sign_in')}?{urlencode({'next': request.get_full_path()})}")


def _is_text(request: HttpRequest) -> bool:
    """Whether the database can hold everything that was told; nobody types a NUL."""
    told = (*request.GET.lists(), *request.POST.lists())
    texts = (request.path, *(text for name, values in told for text in (name, *values)))
    return not any("\0" in text for text in texts)


def _answer(visit: Visit, right: Right, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    guest = visit.actor.kind is ActorKind.GUEST
    try:
        if not right.held_by(visit.actor):
            if guest and right.by_signing_in and visit.request.method in ("GET", "HEAD"):
                return to_sign_in(visit.request)
            raise NotAllowed
        response = view()
    except Refusal as refusal:
        response = failures.refused(visit.request, refusal, actor=visit.actor, now=visit.now)
    if not guest:
        patch_cache_control(response, private=True, no_store=True)  # not on a shared computer's disk either
        keep_out_of_searches(response)
    return response
