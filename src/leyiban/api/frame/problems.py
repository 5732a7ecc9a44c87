"""Refusals as problem details (RFC 9457), always JSON, in the language that the caller reads."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from pydantic import Field

from leyiban.api.errors import OwnStatus
from leyiban.api.frame.json_text import json_text
from leyiban.api.frame.shapes import Shape
from leyiban.kernel import security_log
from leyiban.kernel.errors import FieldProblem, Kind, Refusal
from leyiban.kernel.wording import speak

MEDIA_TYPE: Final = "application/problem+json"
TYPES: Final = "/problems/"  # where each type is described
# What a watchman wants to know of.
_WATCHED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_RETRY_SECONDS: Final = 60
_SECONDS_PER_MINUTE: Final = 60

STATUS: Final = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.STALE: HTTPStatus.PRECONDITION_FAILED,
    Kind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Kind.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
TITLES: Final[dict[HTTPStatus, Promise]] = {
    HTTPStatus.BAD_REQUEST: pgettext_lazy("problem title", "请求看不懂"),
    HTTPStatus.UNAUTHORIZED: pgettext_lazy("problem title", "请先登录"),
    HTTPStatus.FORBIDDEN: pgettext_lazy("problem title", "您没有权限"),
    HTTPStatus.NOT_FOUND: pgettext_lazy("problem title", "没有找到"),
    HTTPStatus.METHOD_NOT_ALLOWED: pgettext_lazy("problem title", "方法不对"),
    HTTPStatus.CONFLICT: pgettext_lazy("problem title", "现在不能这样办"),
    HTTPStatus.PRECONDITION_FAILED: pgettext_lazy("problem title", "有了新进展"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: pgettext_lazy("problem title", "内容太大"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: pgettext_lazy("problem title", "格式不对"),
    HTTPStatus.UNPROCESSABLE_ENTITY: pgettext_lazy("problem title", "有几处要改"),
    HTTPStatus.PRECONDITION_REQUIRED: pgettext_lazy("problem title", "缺少版本"),
    HTTPStatus.TOO_MANY_REQUESTS: pgettext_lazy("problem title", "太快了"),
    HTTPStatus.INTERNAL_SERVER_ERROR: pgettext_lazy("problem title", "我们出了错"),
    HTTPStatus.SERVICE_UNAVAILABLE: pgettext_lazy("problem title", "暂时办不了"),
}


class ProblemAt(Shape):
    """One thing wrong with one input."""

    field: str = Field(description="Dotted path into what was sent, e.g. `form.shop_name`.")
    code: str
    message: str

    @classmethod
    def told(cls, problems: Iterable[FieldProblem]) -> "list[ProblemAt]":
        """Problems in the language of the caller."""
        return [cls(field=each.field, code=each.code, message=speak(each.message)) for each in problems]


class Problem(Shape):
    """RFC 9457, with `code` (stable, for programs) and one line per wrong input."""

    type: str = Field(description="Where this kind of problem is described.")
    title: str
    status: int
    detail: str = Field(description="One sentence for the person: what happened and what to do.")
    instance: str = Field(description="The address that was called.")
    code: str
    problems: list[ProblemAt]


def status_of(refusal: type[Refusal]) -> HTTPStatus:
    """The status with which this API answers a kind of refusal."""
    return refusal.status if issubclass(refusal, OwnStatus) else STATUS[refusal.kind]


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The whole answer to a refused call."""
    status = status_of(type(refusal))
    body = {
        "type": f"{TYPES}{refusal.code}",
        "title": speak(TITLES[status]),
        "status": status.value,
        "detail": speak(str(refusal)),
        "instance": request.path,
        "code": refusal.code,
        "problems": [each.model_dump() for each in ProblemAt.told(refusal.problems)],
    }
    if status in _WATCHED:
        security_log.turned_away(
            who=_who(request), reason=refusal.code, method=request.method or "", path=request.path
        )
    response = HttpResponse(json_text(body), status=status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="leyiban"'
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response.headers["Retry-After"] = str(_retry_seconds(refusal.facts))
    return response


def _who(request: HttpRequest) -> str:
    """The account behind the call, where one had been found by then; a token that is wrong has none."""
    return str(getattr(getattr(request, "user", None), "pseudonym", ""))


def _retry_seconds(facts: Mapping[str, object]) -> int:
    """When it makes sense to try again, where the refusal knows."""
    for name, unit in (("seconds", 1), ("minutes", _SECONDS_PER_MINUTE)):
        told = facts.get(name)
        if isinstance(told, int):
            return max(1, told * unit)
    return _RETRY_SECONDS
