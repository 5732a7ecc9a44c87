"""The second step: a passkey, a one-time code, or a recovery code. All staff, and citizens who wished it."""

import datetime as dt
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.actors import Actor
from leyiban.kernel.rights import ANYONE
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.models import Account
from leyiban.people.operations import (
    check_second_factor,
    has_a_factor,
    has_second_factor,
    looks_like_recovery_code,
    new_secret,
    own_actor,
    recovery_codes_left,
    set_second_factor,
    spend_recovery_code,
)
from leyiban.people.queries import passkeys_of
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.screens import Way
from leyiban.web.signin import sessions
from leyiban.web.signin.ask import Ask, Question, one_time_code, sentence_of, tried
from leyiban.web.signin.authenticators import ask_to_bind
from leyiban.web.signin.entering import enter
from leyiban.web.signin.lockout import count_wrong_code
from leyiban.web.signin.webauthn import FIELD, asked_to_prove, proven_by
from leyiban.web.wording import gettext

_TRIES: Final = 5  # of codes after one right first factor; then that is asked for again


@page(ANYONE, "GET", "POST")
def second_factor(visit: Visit) -> HttpResponseBase:
    """The second factor of whoever's first one was right a short while ago."""
    account = sessions.awaiting_second_factor(visit.request, now=visit.now)
    if account is None:
        return see_other(reverse("web:sign_in_password"))
    if visit.request.method != "POST":
        return _ask(visit, account)
    checked = tried(lambda: _check(visit, account))
    if isinstance(checked, Trouble):
        return _wrong(visit, account, checked)
    return enter(visit, account, way=sessions.awaiting_way(visit.request))


@page(ANYONE, "GET", "POST")
def set_up(visit: Visit) -> HttpResponseBase:
    """The first sign-in of staff: bind an authenticator and prove it once."""
    account = sessions.awaiting_second_factor(visit.request, now=visit.now)
    if account is None or not account.is_staff_account or has_a_factor(account):
        return see_other(reverse("web:sign_in_password"))
    secret = sessions.keep_secret(visit.request, new_secret())
    if visit.request.method != "POST":
        return ask_to_bind(visit, account, secret, button=gettext("绑定并登录"))
    code = visit.request.POST.get("code", "")
    actor = own_actor(account, visit.actor.channel)
    bound = tried(
        lambda: set_second_factor(account=account, secret=secret, code=code, actor=actor, now=visit.now)
    )
    if isinstance(bound, Trouble):
        return ask_to_bind(visit, account, secret, bound, button=gettext("绑定并登录"))
    return enter(visit, account, way=sessions.awaiting_way(visit.request))


def check_code(account: Account, code: str, *, actor: Actor, now: dt.datetime) -> None:
    """A one-time code, or a recovery code in its place.

    The session's own count can be run past by many requests at once; this one cannot.

    Raises:
        TriedTooOften. SecondFactorWrong. SecondFactorMissing: there are no one-time codes.
    """
    count_try(throttle="second_factors.by_account", subject=account.pseudonym, now=now)
    if looks_like_recovery_code(code):
        spend_recovery_code(account=account, code=code, actor=actor, now=now)
    else:
        check_second_factor(account=account, code=code, now=now)


def _check(visit: Visit, account: Account) -> None:
    """A passkey is not counted: what it signs cannot be guessed, so it stays open when the codes are shut."""
    if FIELD in visit.request.POST:
        proven_by(visit, account)
        return
    actor = own_actor(account, visit.actor.channel)
    check_code(account, visit.request.POST.get("code", ""), actor=actor, now=visit.now)


def _wrong(visit: Visit, account: Account, trouble: Trouble) -> HttpResponseBase:
    """Count the try for the lockout too, and after a few ask for the first factor again."""
    count_wrong_code(visit.request, account.username, now=visit.now)
    tries = visit.request.session.get(sessions.PENDING_TRIES, 0) + 1
    visit.request.session[sessions.PENDING_TRIES] = tries
    if tries >= _TRIES:
        visit.request.session.flush()
        return see_other(reverse("web:sign_in_password" if account.is_staff_account else "web:sign_in"))
    return _ask(visit, account, trouble)


def _ask(visit: Visit, account: Account, trouble: Trouble | None = None) -> HttpResponseBase:
    ask = Ask(
        title=gettext("再确认一步"),
        questions=_question(account),
        button=gettext("登录"),
        sentence=sentence_of(trouble),
        ways=(Way(label=gettext("换一种方式登录"), link=reverse("web:sign_in")),),
        note=gettext("换了手机、打不开验证器?请找本单位管理员重置。")
        if account.is_staff_account
        else gettext("都不在身边?用省统一身份登录,不用这一步。"),
    )
    proving = asked_to_prove(visit, account) if passkeys_of(account) else ""
    context = {"ask": ask, "proving": proving, "field": FIELD}
    return visit.show("signin/second.html", context, status=trouble.status if trouble else 200)


def _question(account: Account) -> tuple[Question, ...]:
    """One field for both kinds of code; none when the account has neither."""
    codes, recovery = has_second_factor(account), recovery_codes_left(account) > 0
    if codes and recovery:
        hint = gettext("填身份验证器上现在的6位数字。也可以填一个恢复码。")
        return (one_time_code(label=gettext("动态码或恢复码"), hint=hint),)
    if codes:
        return (one_time_code(label=gettext("动态码"), hint=gettext("身份验证器上现在显示的6位数字。")),)
    if recovery:
        return (one_time_code(label=gettext("恢复码"), hint=gettext("您抄下来的10位恢复码,每个用一次。")),)
    return ()
