"""How an endpoint is declared: its right, what it takes and answers, in one line each.

A reading endpoint returns what it answers. A writing endpoint does **one** operation and returns
:class:`~leyiban.api.frame.call.Done`; the door carries it out once per ``Idempotency-Key``, so that no endpoint can
forget to. Whatever an endpoint refuses becomes a problem detail elsewhere; nothing here knows a rule.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Status
from ninja.operation import Operation
from pydantic import BaseModel

from leyiban.api.errors import NoSuchAddress, VersionMissing, WrongMediaType
from leyiban.api.frame.call import Call, Done, call_of
from leyiban.api.frame.callers import READING, caller_of
from leyiban.api.frame.json_text import is_text
from leyiban.kernel import moments
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.errors import NotAllowed, NotSignedIn
from leyiban.kernel.rights import Right
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.models.sign_in import Scope

PREFIX: Final = "/api/v1"
JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data"

P = ParamSpec("P")
Answer = TypeVar("Answer")
Reads = Callable[Concatenate[Call, P], BaseModel | HttpResponseBase]
Writes = Callable[Concatenate[Call, P], Done]
Shows = Callable[[Call, dict[str, Any]], BaseModel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a call must bring before its body is read. Ninja calls it as the endpoint's authentication.

    ``scope`` is what a bearer token must be good for (None: only a session will do); ``takes`` the media type of the body; ``versioned``
    whether the caller must say which version he saw; ``tagged`` whether the answer tells its version;
    ``throttle`` counts calls per calling address, or ``per_actor`` per account; ``once`` whether a key must come along.
    """

    right: Right
    scope: Scope | None
    takes: str = JSON
    versioned: bool = False
    tagged: bool = False
    throttle: str = ""
    per_actor: bool = False
    once: bool = False

    def __call__(self, request: HttpRequest) -> Call:
        """Let the call in.

        Raises:
            NotSignedIn, NotAllowed: without the right. TriedTooOften. WrongMediaType. VersionMissing.
            What :func:`~leyiban.api.frame.callers.caller_of` raises.
        """
        now = moments.now()
        _check_address(request)
        account, actor = caller_of(request, scope=self.scope, now=now)
        call = Call(request=request, account=account, actor=actor, now=now)
        if self.throttle:
            subject = actor.pseudonym if self.per_actor else call.origin
            count_try(throttle=self.throttle, subject=subject, now=now)
        if not self.right.held_by(actor):
            raise NotSignedIn if actor.kind is ActorKind.GUEST and self.right.by_signing_in else NotAllowed
        if request.method not in READING:
            _check_media_type(request, self.takes)
        if self.versioned and not request.headers.get("If-Match", "").strip():
            raise VersionMissing
        return call


class Door:
    """The endpoints of one domain, under one tag of the reference."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])

    def reads(
        self,
        path: str,
        *,
        right: Right,
        answers: Any,
        scope: Scope | None = Scope.READ,
        tagged: bool = False,
        throttle: str = "",
        media: str = JSON,
    ) -> Callable[[Reads[P]], Reads[P]]:
        """Declare a GET.

        Args:
            tagged: the endpoint calls :meth:`Call.tag`.
            media: other than JSON: the endpoint returns the whole response.
        """

        def declare(endpoint: Reads[P]) -> Reads[P]:
            def view(request: HttpRequest, response: HttpResponse, **given: Any) -> Any:
                call = call_of(request)
                answer = endpoint(call, **given)  # type: ignore[call-arg]
                _send(call, answer if isinstance(answer, HttpResponseBase) else response)
                return answer

            self.router.api_operation(
                ["GET", "HEAD"],
                path,
                auth=Asks(right=right, scope=scope, tagged=tagged, throttle=throttle),
                response={HTTPStatus.OK: answers},
                openapi_extra={} if media == JSON else {"x-media": media},
                **_described(endpoint),
            )(_as_view(endpoint, view))
            return endpoint

        return declare

    def writes(
        self,
        method: str,
        path: str,
        *,
        right: Right,
        answers: type[BaseModel] | None = None,
        makes: bool = False,
        scope: Scope | None = Scope.APPLY,
        takes: str = JSON,
        versioned: bool = False,
        throttle: str = "",
        per_actor: bool = False,
        shows: Shows | None = None,
        tries: Callable[..., None] | None = None,
    ) -> Callable[[Writes[P]], Writes[P]]:
        """Declare an endpoint that changes something. Without ``answers`` it answers 204.

        Args:
            makes: it makes something new: 201, or 200 where what was asked for was there already.
            shows: builds the body from what was kept, where it holds more than may be kept.
            tries: counts the trial of a secret that the body holds; before the transaction, so that what failed
                counts, too.
        """

        def declare(endpoint: Writes[P]) -> Writes[P]:
            def view(request: HttpRequest, response: HttpResponse, **given: Any) -> Any:
                call = call_of(request)
                if tries is not None:
                    tries(call, **given)
                kept = call.once(lambda: endpoint(call, **given), route=path)  # type: ignore[call-arg]
                _send(call, response)
                if answers is None:
                    return Status(HTTPStatus.NO_CONTENT, None)
                body = shows(call, kept.body) if shows is not None else answers.model_validate(kept.body)
                return Status(HTTPStatus.CREATED if makes and not kept.was_there else HTTPStatus.OK, body)

            self.router.api_operation(
                [method],
                path,
                auth=Asks(
                    right=right,
                    scope=scope,
                    takes=takes,
                    versioned=versioned,
                    throttle=throttle,
                    per_actor=per_actor,
                    once=True,
                ),
                response=_answers(answers, makes=makes),
                **_described(endpoint),
            )(_as_view(endpoint, view))
            return endpoint

        return declare

    def unkept(
        self,
        path: str,
        *,
        right: Right,
        answers: type[BaseModel],
        scope: Scope | None = Scope.APPLY,
        throttle: str = "",
    ) -> Callable[[Reads[P]], Reads[P]]:
        """Declare a POST that takes no ``Idempotency-Key``, because its answer may not be kept: a secret that
        is shown once, or the trial of one, which must count each time.
        """

        def declare(endpoint: Reads[P]) -> Reads[P]:
            def view(request: HttpRequest, response: HttpResponse, **given: Any) -> Any:
                call = call_of(request)
                answer = endpoint(call, **given)  # type: ignore[call-arg]
                _send(call, response)
                return Status(HTTPStatus.CREATED, answer)

            self.router.api_operation(
                ["POST"],
                path,
                auth=Asks(right=right, scope=scope, throttle=throttle),
                response={HTTPStatus.CREATED: answers},
                **_described(endpoint),
            )(_as_view(endpoint, view))
            return endpoint

        return declare


def asks_of(operation: Operation) -> Asks:
    """What an operation asks for; every operation of ours was declared by a :class:`Door`."""
    (asks,) = operation.auth_callbacks
    if not isinstance(asks, Asks):
        raise TypeError(f"{operation.path} was not declared by a Door")
    return asks


def _answers(answers: type[BaseModel] | None, *, makes: bool) -> Mapping[HTTPStatus, type[BaseModel] | None]:
    if answers is None:
        return {HTTPStatus.NO_CONTENT: None}
    statuses = (HTTPStatus.OK, HTTPStatus.CREATED) if makes else (HTTPStatus.OK,)
    return dict.fromkeys(statuses, answers)


def _as_view(endpoint: Callable[..., Any], view: Callable[..., Any]) -> Callable[..., Any]:
    """``view`` with the parameters of ``endpoint`` for ninja to read, its ``call`` replaced by the request."""
    signature = inspect.signature(endpoint)
    ours, *asked = signature.parameters.values()
    request = ours.replace(name="request", annotation=HttpRequest)
    response = inspect.Parameter("response", ours.kind, annotation=HttpResponse)
    shown = wraps(endpoint)(view)
    shown.__signature__ = signature.replace(parameters=[request, response, *asked])  # type: ignore[attr-defined]
    return shown


def _described(endpoint: Callable[..., Any]) -> dict[str, Any]:
    """Name and words of an operation, from the endpoint's own name and docstring."""
    summary, _, rest = inspect.cleandoc(endpoint.__doc__ or "").partition("\n\n")
    if not summary:
        raise TypeError(f"{endpoint.__name__} does not say what it does")
    return {
        "operation_id": endpoint.__name__,
        "url_name": endpoint.__name__,
        "summary": " ".join(summary.split()).rstrip("."),
        "description": " ".join(summary.split()) + (f"\n\n{rest}" if rest else ""),
    }


def _send(call: Call, response: HttpResponseBase) -> None:
    for name, value in call.headers.items():
        response.headers[name] = value


def _check_address(request: HttpRequest) -> None:
    asked = (request.path, *(text for pair in request.GET.lists() for text in (pair[0], *pair[1])))
    if not all(is_text(text) for text in asked):
        raise NoSuchAddress


def _check_media_type(request: HttpRequest, takes: str) -> None:
    told = request.content_type or ""
    is_empty = not request.headers.get("Content-Length", "").strip("0") and not request.headers.get(
        "Transfer-Encoding"
    )
    if told != takes and not is_empty:
        raise WrongMediaType(expected=takes)
