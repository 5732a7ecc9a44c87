"""Signing in by password, and the second step of staff: a one-time code that citizens never meet."""

import datetime as dt
from urllib.parse import quote, urlencode

import segno
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from leyiban.kernel.rights import ANYONE
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.people.backends import name_for_lockout
from leyiban.people.errors import SignInFailed, SignInLocked
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Way as SignInWay
from leyiban.people.operations import (
    check_second_factor,
    has_second_factor,
    new_secret,
    own_actor,
    set_second_factor,
)
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.screens import Way
from leyiban.web.signin import sessions
from leyiban.web.signin.ask import Ask, Typed, lines_of, one_time_code, password, sentence_of, tried
from leyiban.web.signin.where import after_sign_in, sign_in_policy
from leyiban.web.wording import gettext

_TRIES = 5  # of one-time codes after one right password; then the password is asked for again


@page(ANYONE, "GET", "POST")
def by_password(visit: Visit) -> HttpResponseBase:
    """User name (staff) or phone (citizens) and a password. Staff go on to the one-time code."""
    request = visit.request
    if request.method != "POST":
        return _ask_password(visit)
    account = tried(lambda: _authenticated(request, visit.now))
    if isinstance(account, Trouble):
        return _ask_password(visit, account)
    if account.is_staff_account:
        sessions.await_second_factor(request, account, now=visit.now)
        return see_other(
            reverse("web:sign_in_second" if has_second_factor(account) else "web:sign_in_set_up")
        )
    return _enter(visit, account)


@page(ANYONE, "GET", "POST")
def second_factor(visit: Visit) -> HttpResponseBase:
    """The one-time code of staff whose password was right."""
    account = sessions.awaiting_second_factor(visit.request, now=visit.now)
    if account is None:
        return see_other(reverse("web:sign_in_password"))
    if visit.request.method != "POST":
        return _ask_second(visit)
    code = visit.request.POST.get("code", "")
    checked = tried(lambda: _check_second(account, code, visit.now))
    if isinstance(checked, Trouble):
        return _wrong_second(visit, account, checked)
    return _enter(visit, account)


@page(ANYONE, "GET", "POST")
def set_up(visit: Visit) -> HttpResponseBase:
    """The first sign-in of staff: bind an authenticator and prove it once."""
    account = sessions.awaiting_second_factor(visit.request, now=visit.now)
    if account is None or has_second_factor(account):
        return see_other(reverse("web:sign_in_password"))
    secret = sessions.keep_secret(visit.request, new_secret())
    if visit.request.method != "POST":
        return _ask_set_up(visit, account, secret)
    code = visit.request.POST.get("code", "")
    actor = own_actor(account, visit.actor.channel)
    bound = tried(
        lambda: set_second_factor(account=account, secret=secret, code=code, actor=actor, now=visit.now)
    )
    return (
        _ask_set_up(visit, account, secret, bound) if isinstance(bound, Trouble) else _enter(visit, account)
    )


def locked_out(request: HttpRequest, response: HttpResponseBase, *_others: object) -> HttpResponseBase:
    """axes would put a page of its own here (``settings.AXES_LOCKOUT_CALLABLE``); ours says what to do."""
    return response


def _check_second(account: Account, code: str, now: dt.datetime) -> None:
    """The session's own count can be run past by many requests at once; this one cannot.

    Raises:
        TriedTooOften. What :func:`check_second_factor` raises.
    """
    count_try(throttle="second_factors.by_account", subject=account.pseudonym, now=now)
    check_second_factor(account=account, code=code, now=now)


def _authenticated(request: HttpRequest, now: dt.datetime) -> Account:
    """
    Raises:
        SignInFailed: wrong. SignInLocked: too many wrong tries of this name; says for how long.
        TriedTooOften: too many names from one place, or one name from too many.
    """
    count_try(throttle="passwords.by_origin", subject=origin_of(request.META), now=now)
    credentials = {"username": request.POST.get("username", ""), "password": request.POST.get("password", "")}
    count_try(throttle="passwords.by_name", subject=name_for_lockout(request, credentials), now=now)
    account = authenticate(request, **credentials)
    if not AxesProxyHandler.is_allowed(request, credentials):
        cool_off = get_cool_off(request)
        raise SignInLocked(minutes=int(cool_off.total_seconds() // 60) if cool_off else 15)
    if not isinstance(account, Account):
        raise SignInFailed
    return account


def _wrong_second(visit: Visit, account: Account, trouble: Trouble) -> HttpResponseBase:
    """Count the try for the lockout too, and after a few ask for the password again."""
    user_login_failed.send(sender=__name__, credentials={"username": account.username}, request=visit.request)
    tries = visit.request.session.get(sessions.PENDING_TRIES, 0) + 1
    visit.request.session[sessions.PENDING_TRIES] = tries
    if tries >= _TRIES:
        visit.request.session.flush()
        return see_other(reverse("web:sign_in_password"))
    return _ask_second(visit, trouble)


def _enter(visit: Visit, account: Account) -> HttpResponseBase:
    policy = sign_in_policy(visit.request, now=visit.now)
    sessions.begin(visit.request, account, way=SignInWay.PASSWORD, policy=policy, now=visit.now)
    return see_other(after_sign_in(visit.request, now=visit.now))


def _ask_password(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (
        Typed(
            name="username",
            label=gettext("用户名或手机号"),
            autocomplete="username",
            value=visit.request.POST.get("username", ""),
        ),
        password(label=gettext("密码")),
    )
    ask = Ask(
        title=gettext("用密码登录"),
        lead=gettext("工作人员从这里登录。"),
        questions=questions,
        button=gettext("登录"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(
            Way(label=gettext("忘了密码?用手机验证码登录"), link=reverse("web:sign_in_phone")),
            Way(label=gettext("换一种方式登录"), link=reverse("web:sign_in")),
        ),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _ask_second(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (one_time_code(label=gettext("动态码"), hint=gettext("身份验证器上现在显示的6位数字。")),)
    ask = Ask(
        title=gettext("请填动态码"),
        questions=questions,
        button=gettext("登录"),
        sentence=sentence_of(trouble),
        note=gettext("换了手机、打不开验证器?请找本单位管理员重置。"),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _ask_set_up(
    visit: Visit, account: Account, secret: str, trouble: Trouble | None = None
) -> HttpResponseBase:
    questions = (one_time_code(label=gettext("验证器上的6位数字")),)
    ask = Ask(
        title=gettext("绑定动态码"),
        lead=gettext("用身份验证器扫下面的码,再填它显示的数字。"),
        questions=questions,
        button=gettext("绑定并登录"),
        sentence=sentence_of(trouble),
    )
    context = {"ask": ask, "picture": _picture(account, secret), "secret": _in_fours(secret)}
    return visit.show("signin/set_up.html", context, status=trouble.status if trouble else 200)


def _picture(account: Account, secret: str) -> str:
    """The QR code as an SVG image that a page may show without inline style or script."""
    label = quote(f"乐易办:{account.username}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': '乐易办'})}"
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4))


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
