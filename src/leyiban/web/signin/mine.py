"""我的: who I am here, for whom I act, where I am signed in. For staff: which rights I hold, and why."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.joins.account_holder_is_told import ask_for_other_phone, open_otherwise
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.identifiers import mask_mobile
from leyiban.kernel.rights import SIGNED_IN
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.errors import PresentPasswordWrong
from leyiban.people.models import Account, ApiToken, PhoneChange, SignIn
from leyiban.people.models.sign_in import Purpose
from leyiban.people.operations import (
    prove_phone,
    revoke_token,
    send_code,
    set_password,
    stop_phone_change,
)
from leyiban.people.operations.phone_codes import checked_phone
from leyiban.people.queries import acting_choices, card_of, holdings_of, own_party
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.signin import sessions
from leyiban.web.signin.again import sign_in_again
from leyiban.web.signin.ask import (
    Ask,
    Question,
    lines_of,
    one_time_code,
    password,
    problem_at,
    sentence_of,
    tried,
)
from leyiban.web.signin.face_checks import was_seen
from leyiban.web.signin.passwords import problem_with_password
from leyiban.web.signin.where import post_policy, recovery_policy, sign_in_policy
from leyiban.web.wording import gettext
from leyiban.web.workbench.desk import menu_of

_SHOWN_SIGN_INS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLine:
    at: dt.datetime
    way: str
    device: str
    origin: str


@page(SIGNED_IN)
def mine(visit: Visit) -> HttpResponseBase:
    """One page about the account. Staff see their posts instead of parties."""
    account = _account(visit)
    if visit.actor.kind is ActorKind.STAFF:
        rights = holdings_of(account=account, policy=post_policy(visit.request, now=visit.now), now=visit.now)
        return visit.show(
            "signin/rights.html",
            {
                "rights": rights,
                "desk": menu_of(visit.actor, ""),
                "sign_ins_of_mine": _sign_ins(account),
            },
        )
    person = own_party(visit.actor)
    choices = acting_choices(actor=visit.actor, now=visit.now)
    return visit.show(
        "signin/mine.html",
        {
            "card": card_of(person) if person else None,
            "level": visit.actor.level,
            "phone": mask_mobile(account.phone.reveal()) if account.phone else "",
            "waiting": PhoneChange.objects.waiting().filter(account=account).first(),
            "acting": next((each.name for each in choices if each.party_id == visit.actor.on_behalf_of), ""),
            "others": len(choices) - 1,
            "sign_ins_of_mine": _sign_ins(account),
            "tokens": list(
                ApiToken.objects.in_force(visit.now).filter(account=account).order_by("-issued_at")
            ),
            "has_password": account.has_usable_password(),
        },
    )


@page(SIGNED_IN, "POST")
def end_token(visit: Visit, token_id: int) -> HttpResponseBase:
    """End one of my API tokens."""
    revoke_token(token_id=token_id, actor=visit.actor, now=visit.now)
    return see_other(reverse("web:mine"))


@page(SIGNED_IN, "GET", "POST")
def new_password(visit: Visit) -> HttpResponseBase:
    """Set or change the password. This session stays, every other one ends."""
    account = _account(visit)
    if (again := sign_in_again(visit)) is not None:
        return again
    if visit.request.method != "POST":
        return _ask_password(visit, account)
    text = visit.request.POST.get("new_password", "")
    wrong = tried(lambda: _check_present(visit, account))
    if isinstance(wrong, Trouble):
        return _ask_password(visit, account, wrong=wrong)
    if problem := problem_with_password(text, account):
        return _ask_password(visit, account, problem)
    open_otherwise(
        account=account,
        change=lambda: set_password(account=account, password=text, actor=visit.actor, now=visit.now),
        now=visit.now,
    )
    sessions.keep_after_password(visit.request, account)
    return see_other(reverse("web:mine"))


@page(SIGNED_IN, "GET", "POST")
def new_phone(visit: Visit) -> HttpResponseBase:
    """Change the phone: a code to the new one proves it. Without a face check just now it waits, and the old one is told."""
    if (again := sign_in_again(visit)) is not None:
        return again
    asked = visit.request.POST
    if visit.request.method != "POST":
        return _ask_phone(visit)
    if "code" not in asked:
        sent = tried(lambda: _send(visit, asked.get("phone", "")))
        return (
            _ask_phone(visit, asked.get("phone", ""), sent) if isinstance(sent, Trouble) else _ask_code(visit)
        )
    changed = tried(lambda: _change(visit))
    return _ask_code(visit, changed) if isinstance(changed, Trouble) else see_other(reverse("web:mine"))


@page(SIGNED_IN, "POST")
def stop_new_phone(visit: Visit) -> HttpResponseBase:
    """The new phone that waits is not wanted."""
    stop_phone_change(account=_account(visit), actor=visit.actor, now=visit.now)
    return see_other(reverse("web:mine"))


def _send(visit: Visit, typed: str) -> None:
    number = checked_phone(typed)
    sessions.keep_phone(visit.request, number)
    send_code(
        phone=number,
        purpose=Purpose.CHANGE_PHONE,
        origin=sessions.origin_of(visit.request),
        policy=sign_in_policy(visit.request, now=visit.now),
        now=visit.now,
    )


def _change(visit: Visit) -> None:
    ticket = prove_phone(
        phone=sessions.kept_phone(visit.request),
        code=visit.request.POST.get("code", ""),
        purpose=Purpose.CHANGE_PHONE,
        policy=sign_in_policy(visit.request, now=visit.now),
        now=visit.now,
    )
    ask_for_other_phone(
        account=_account(visit),
        ticket=ticket,
        seen=was_seen(visit),
        policy=recovery_policy(visit.request, now=visit.now),
        actor=visit.actor,
        now=visit.now,
    )


def _account(visit: Visit) -> Account:
    account = visit.request.user
    assert isinstance(account, Account)
    return account


def _sign_ins(account: Account) -> list[SignInLine]:
    rows = SignIn.objects.filter(account=account).order_by("-at")[:_SHOWN_SIGN_INS]
    return [
        SignInLine(at=row.at, way=row.get_way_display(), device=row.device, origin=row.origin or "")
        for row in rows
    ]


def _check_present(visit: Visit, account: Account) -> None:
    """Who changes a password tells the present one; who has none yet has signed in a moment ago.

    Raises:
        PresentPasswordWrong: it is another. TriedTooOften: a found phone must not become a place to guess.
    """
    if account.has_usable_password():
        count_try(throttle="present_passwords.by_account", subject=account.pseudonym, now=visit.now)
        if not account.check_password(visit.request.POST.get("password", "")):
            raise PresentPasswordWrong


def _ask_password(
    visit: Visit, account: Account, problem: str = "", wrong: Trouble | None = None
) -> HttpResponseBase:
    present = (password(label=gettext("现在的密码")),) if account.has_usable_password() else ()
    questions: tuple[Question, ...] = (
        *present,
        password(
            name="new_password",
            label=gettext("新密码"),
            new=True,
            hint=gettext("至少10个字符。一句您记得住的话最好。"),
            problem=problem,
        ),
    )
    ask = Ask(
        title=gettext("设密码"),
        lead=gettext("初始密码别人也知道,请换成自己的。")
        if account.has_start_password
        else gettext("不设也行:用省统一身份或短信都能登录。"),
        questions=questions,
        button=gettext("保存"),
        sentence=sentence_of(wrong),
        lines=(("f-new_password", problem),) if problem else (),
    )
    status = wrong.status if wrong else 422 if problem else 200
    return visit.show("signin/ask.html", {"ask": ask}, status=status)


def _ask_phone(visit: Visit, typed: str = "", trouble: Trouble | None = None) -> HttpResponseBase:
    questions: tuple[Question, ...] = (
        Field(
            kind=FieldKind.MOBILE,
            name="phone",
            label=gettext("新手机号"),
            value=typed,
            problem=problem_at(trouble, "phone"),
        ),
    )
    ask = Ask(
        title=gettext("换手机号"),
        lead=_wait_in_words(visit),
        questions=questions,
        button=gettext("发验证码"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _wait_in_words(visit: Visit) -> str:
    hours = recovery_policy(visit.request, now=visit.now).phone_change_wait_hours
    if was_seen(visit) or not hours or not _account(visit).phone:
        return gettext("马上生效。")
    return gettext("%(hours)s小时后生效,先通知旧手机。不想等:先在“我的”里做人脸核验。") % {"hours": hours}


def _ask_code(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    questions: tuple[Question, ...] = (one_time_code(label=gettext("验证码")),)
    ask = Ask(
        title=gettext("请填短信里的验证码"),
        lead=gettext("已发到 %(phone)s。") % {"phone": mask_mobile(sessions.kept_phone(visit.request))},
        questions=questions,
        button=gettext("换成这个号"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)
