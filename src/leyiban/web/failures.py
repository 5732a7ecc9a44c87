"""Pages for what went wrong: what happened, is my work safe, what now, whom to call.

They are drawn without the database, the session or the account, so that they can be drawn when those are what
is broken; and if even drawing fails, a few plain lines in both languages go out.
"""

import datetime as dt
import sys
from http import HTTPStatus
from typing import Final

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leyiban.kernel import moments, security_log
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import Kind, Refusal
from leyiban.web.drawing import draw
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.wording import speak

log = structlog.get_logger(__name__)

STATUS: Final = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.UNAUTHENTICATED: HTTPStatus.FORBIDDEN,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.STALE: HTTPStatus.CONFLICT,
    Kind.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Kind.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
# Refusals that a watchman wants to know of.
WATCHED: Final = frozenset({Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.TOO_MANY})
RETRY_SECONDS: Final = 60
_STATES: Final = {
    HTTPStatus.FORBIDDEN: ScreenState.NO_RIGHT,
    HTTPStatus.CONFLICT: ScreenState.OUT_OF_DATE,
    HTTPStatus.NOT_FOUND: ScreenState.EMPTY,
}

Words = tuple[str | Promise, str | Promise, str | Promise]
_UNTOUCHED: Final = _("您以前交的都在,一样没少。")
WORDS: Final[dict[int, Words]] = {
    400: (_("您的浏览器发来的内容看不懂"), _UNTOUCHED, _("请回到首页,再走一遍。还不行就打电话。")),
    403: (_("这一页您现在看不了"), _UNTOUCHED, _("换一个有权限的账号,或打电话问。")),
    404: (_("没有这一页"), _UNTOUCHED, _("请核对网址,或在上面搜一搜。")),
    409: (_("这件事刚有新进展"), _UNTOUCHED, _("请回到上一页,刷新后再办。")),
    413: (_("您传的文件太大了"), _("前面交的都在。"), _("请拍小一点,或分几次传。")),
    422: (_("有几处要改一下"), _("您填的还没有交上来。"), _("请回到上一页,改好再交。")),
    429: (_("您点得太快了"), _UNTOUCHED, _("请等一分钟再试。")),
    500: (
        _("这一页出了错,是我们的问题"),
        _("已经收到的都在。刚才那一步可能没成。"),
        _("请过几分钟再试。急事请打电话。"),
    ),
    503: (
        _("网站正在抢修,很快就好"),
        _("已经收到的都在。刚才那一步没成。"),
        _("请过几分钟再试。急事请打电话。"),
    ),
}
SESSION_ENDED: Final[Words] = (
    _("您离开太久,登录已经结束"),
    _("存过的草稿都在。"),
    _("请回到上一页,重新登录再交。"),
)
LAST_RESORT: Final = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>乐易办</title>'
    "<h1>网站正在抢修,很快就好</h1><p>已经收到的都在。请过几分钟再试。急事请打12345。</p>"
    '<p lang="en">The site is being repaired. What you handed in is safe. Please try again in a few minutes, '
    "or call 12345.</p></html>"
)


def refused(request: HttpRequest, refusal: Refusal, *, actor: Actor | None, now: dt.datetime) -> HttpResponse:
    """The page for a refusal that its own page did not show. The refusal's own sentence says what happened."""
    if refusal.kind in WATCHED:
        _note(request, actor.pseudonym if actor else "", refusal.code)
    status = STATUS[refusal.kind]
    _, safe, instead = WORDS[status]
    return _page(request, status, (str(refusal), safe, instead), actor=actor, now=now)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return failed(request, 413 if too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failed(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failed(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer."""
    database = isinstance(sys.exception(), DatabaseError | InterfaceError)
    return failed(request, 503 if database else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit: as a rule the session ended while somebody was typing."""
    _note(request, "", "csrf_failed")
    return _page(request, 403, SESSION_ENDED, actor=None, now=moments.now())


def failed(request: HttpRequest, status: int) -> HttpResponse:
    return _page(request, status, WORDS[status], actor=None, now=moments.now())


def _note(request: HttpRequest, who: str, reason: str) -> None:
    security_log.turned_away(who=who, reason=reason, method=request.method or "", path=request.path)


def _page(
    request: HttpRequest, status: int, words: Words, *, actor: Actor | None, now: dt.datetime
) -> HttpResponse:
    happened, safe, instead = words
    screen = Screen(
        state=_STATES.get(HTTPStatus(status), ScreenState.ERROR),
        title=speak(happened),
        safe=speak(safe),
        now=speak(instead),
        ways=(Way(label=speak(_("回首页")), link=reverse("web:home")),),
    )
    try:
        response = draw(
            request,
            "errors/page.html",
            {"screen": screen, "status": status},
            actor=actor,
            now=now,
            status=status,
            database=status < 500,
        )
    except Exception:  # whatever broke: the reader still gets an answer
        log.exception("error_page.failed", status=status)
        response = HttpResponse(LAST_RESORT, status=status)
    if status in (429, 503):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
