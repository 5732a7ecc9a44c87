"""Signing in by text message: a phone, a code, and (where relatives share the phone) a person."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.identifiers import mask_mobile
from leyiban.kernel.rights import ANYONE
from leyiban.people.errors import CodeWrong
from leyiban.people.models.sign_in import Purpose
from leyiban.people.models.sign_in import Way as SignInWay
from leyiban.people.operations import AccountChoice, choices_behind, prove_phone, send_code, sign_in_by_phone
from leyiban.people.operations.phone_codes import checked_phone
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.screens import Way
from leyiban.web.signin import sessions
from leyiban.web.signin.ask import Ask, lines_of, one_time_code, problem_at, sentence_of, tried
from leyiban.web.signin.entering import enter_by_first_factor
from leyiban.web.signin.where import sign_in_policy
from leyiban.web.wording import gettext

SOMEBODY_NEW = "new"


@page(ANYONE, "GET", "POST")
def phone(visit: Visit) -> HttpResponseBase:
    """Ask for the phone and send a code. Known or unknown, the answer is the same."""
    if visit.request.method != "POST":
        return _ask_phone(visit)
    typed = visit.request.POST.get("phone", "")
    sent = tried(lambda: _send(visit, typed))
    return (
        _ask_phone(visit, typed, sent)
        if isinstance(sent, Trouble)
        else see_other(reverse("web:sign_in_code"))
    )


@page(ANYONE, "GET", "POST")
def code(visit: Visit) -> HttpResponseBase:
    """Ask for the code; a right one signs in, or leads to "who are you?"."""
    number = sessions.kept_phone(visit.request)
    if not number:
        return see_other(reverse("web:sign_in_phone"))
    if visit.request.method != "POST":
        return _ask_code(visit, number)
    if "again" in visit.request.POST:
        return _ask_code(visit, number, tried(lambda: _send(visit, number)))
    ticket = tried(lambda: _prove(visit, number))
    if isinstance(ticket, Trouble):
        return _ask_code(visit, number, ticket)
    choices = choices_behind(ticket=ticket, now=visit.now)
    if len(choices) > 1:
        visit.request.session[sessions.TICKET] = ticket
        return see_other(reverse("web:sign_in_who"))
    return _enter(visit, ticket, choices[0].key if choices else None)


@page(ANYONE, "GET", "POST")
def who(visit: Visit) -> HttpResponseBase:
    """One phone, several people: ask who is there."""
    ticket = visit.request.session.get(sessions.TICKET, "")
    choices = tried(lambda: choices_behind(ticket=ticket, now=visit.now))
    if isinstance(choices, Trouble):
        return see_other(reverse("web:sign_in_phone"))
    chosen = visit.request.POST.get("person", "")
    known = {choice.key for choice in choices}
    if visit.request.method != "POST" or (chosen not in known and chosen != SOMEBODY_NEW):
        problem = gettext("请选一位。") if visit.request.method == "POST" else ""
        return _ask_who(visit, choices, problem)
    return _enter(visit, ticket, None if chosen == SOMEBODY_NEW else chosen)


def _send(visit: Visit, typed: str) -> None:
    number = checked_phone(typed)
    sessions.keep_phone(visit.request, number)
    send_code(
        phone=number,
        purpose=Purpose.SIGN_IN,
        origin=sessions.origin_of(visit.request),
        policy=sign_in_policy(visit.request, now=visit.now),
        now=visit.now,
    )


def _prove(visit: Visit, number: str) -> str:
    return prove_phone(
        phone=number,
        code=visit.request.POST.get("code", ""),
        purpose=Purpose.SIGN_IN,
        policy=sign_in_policy(visit.request, now=visit.now),
        now=visit.now,
    )


def _enter(visit: Visit, ticket: str, chosen: str | None) -> HttpResponseBase:
    try:
        account = sign_in_by_phone(ticket=ticket, chosen=chosen, channel=visit.actor.channel, now=visit.now)
    except CodeWrong:
        return see_other(reverse("web:sign_in_phone"))
    return enter_by_first_factor(visit, account, way=SignInWay.PHONE_CODE)


def _ask_phone(visit: Visit, typed: str = "", trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (
        Field(
            kind=FieldKind.MOBILE,
            name="phone",
            label=gettext("手机号"),
            value=typed,
            example="13900000000",
            problem=problem_at(trouble, "phone"),
        ),
    )
    ask = Ask(
        title=gettext("用手机验证码登录"),
        lead=gettext("第一次来也可以,收到验证码就开好账号。"),
        questions=questions,
        button=gettext("发验证码"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(
            Way(label=gettext("手机丢了或换了号?找回账号"), link=reverse("web:lost")),
            Way(label=gettext("换一种方式登录"), link=reverse("web:sign_in")),
        ),
        note=gettext("短信可能被人骗走或拦下:验证码谁要都不给。手机丢了先挂失。用省统一身份登录更安全。"),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _ask_code(visit: Visit, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    policy = sign_in_policy(visit.request, now=visit.now)
    questions = (
        one_time_code(
            label=gettext("验证码"),
            hint=gettext("%(minutes)s分钟内有效。我们不会打电话要它。") % {"minutes": policy.code_minutes},
        ),
    )
    ask = Ask(
        title=gettext("请填短信里的验证码"),
        lead=gettext("已发到 %(phone)s。") % {"phone": mask_mobile(number)},
        questions=questions,
        button=gettext("登录"),
        other=("again", gettext("没收到,再发一次")),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(Way(label=gettext("换一个手机号"), link=reverse("web:sign_in_phone")),),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _ask_who(visit: Visit, choices: list[AccountChoice], problem: str) -> HttpResponseBase:
    unnamed = gettext("还没实名的账号")
    questions = (
        Field(
            kind=FieldKind.CHOICE,
            name="person",
            label=gettext("您是哪一位?"),
            problem=problem,
            choices=(
                *(Choice(value=choice.key, label=choice.name or unnamed) for choice in choices),
                Choice(value=SOMEBODY_NEW, label=gettext("都不是,我是新来的")),
            ),
        ),
    )
    ask = Ask(
        title=gettext("这个手机号有几位家人在用"),
        lead=gettext("名字遮了一个字,只有自己人认得。"),
        questions=questions,
        button=gettext("就是我"),
        lines=((questions[0].first_id, problem),) if problem else (),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=422 if problem else 200)
