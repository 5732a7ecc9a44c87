"""Signing in by password: staff, and citizens who set one."""

import datetime as dt

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from leyiban.kernel.rights import ANYONE
from leyiban.people.errors import SignInFailed
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Way as SignInWay
from leyiban.people.operations import refuse_stale_start_password
from leyiban.web.edge import Trouble, Visit, page
from leyiban.web.parts.screens import Way
from leyiban.web.signin.ask import Ask, Typed, lines_of, password, sentence_of, tried
from leyiban.web.signin.entering import enter_by_first_factor
from leyiban.web.signin.lockout import count_password, refuse_when_locked
from leyiban.web.signin.where import sign_in_policy
from leyiban.web.wording import gettext


@page(ANYONE, "GET", "POST")
def by_password(visit: Visit) -> HttpResponseBase:
    """User name (staff) or phone (citizens) and a password. Staff go on to the one-time code."""
    request = visit.request
    if request.method != "POST":
        return _ask_password(visit)
    account = tried(lambda: _authenticated(request, visit.now))
    if isinstance(account, Trouble):
        return _ask_password(visit, account)
    return enter_by_first_factor(visit, account, way=SignInWay.PASSWORD)


def locked_out(request: HttpRequest, response: HttpResponseBase, *_others: object) -> HttpResponseBase:
    """axes would put a page of its own here (``settings.AXES_LOCKOUT_CALLABLE``); ours says what to do."""
    return response


def _authenticated(request: HttpRequest, now: dt.datetime) -> Account:
    """
    Raises:
        SignInFailed: wrong. StartPasswordOver: right, but handed over too long ago. SignInLocked: too many wrong tries of this name; says until when.
        TriedTooOften: too many names from one place, or one name from too many.
    """
    credentials = {"username": request.POST.get("username", ""), "password": request.POST.get("password", "")}
    count_password(request, credentials, now=now)
    account = authenticate(request, **credentials)
    refuse_when_locked(request, credentials, now=now)
    if not isinstance(account, Account):
        raise SignInFailed
    refuse_stale_start_password(account, policy=sign_in_policy(request, now=now), now=now)
    return account


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
