"""登不进来了: back into one's own account without anybody's help, when the phone is lost or changed.

Nothing is told of any account before the authority has seen the person; who has none gets one, by the same way.
"""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.joins.account_holder_is_told import recover
from leyiban.kernel.identifiers import mask_mobile
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE, SIGNED_IN
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.people.errors import CodeWrong, IdentityServiceDown
from leyiban.people.identity_service import IdentityService
from leyiban.people.models import IdKind, MandateState
from leyiban.people.models.sign_in import Purpose
from leyiban.people.models.sign_in import Way as SignInWay
from leyiban.people.operations import (
    PersonFacts,
    Recovered,
    order_recovery_check,
    prove_phone,
    send_code,
)
from leyiban.people.operations.phone_codes import phone_behind
from leyiban.people.queries import mandates_given
from leyiban.people.rules.inputs import Inputs
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.screens import Way
from leyiban.web.signin import face_checks, sessions
from leyiban.web.signin.ask import Ask, lines_of, one_time_code, problem_at, sentence_of, tried
from leyiban.web.signin.where import recovery_policy, sign_in_policy
from leyiban.web.wording import gettext

_TICKET: Final = "recovery_ticket"
_KNOWN: Final = "recovered_known"


@page(ANYONE, "GET", "POST")
def lost(visit: Visit) -> HttpResponseBase:
    """Who are you, and which phone do you hold now? A code goes to that phone, whoever it is."""
    if visit.request.method != "POST":
        return _ask_who(visit)
    sent = tried(lambda: _begin(visit))
    return _ask_who(visit, sent) if isinstance(sent, Trouble) else see_other(reverse("web:lost_code"))


@page(ANYONE, "GET", "POST")
def code(visit: Visit) -> HttpResponseBase:
    """The code that went to the new phone."""
    number = sessions.kept_phone(visit.request)
    if not number or sessions.kept_person(visit.request) is None:
        return see_other(reverse("web:lost"))
    if visit.request.method != "POST":
        return _ask_code(visit, number)
    if "again" in visit.request.POST:
        return _ask_code(visit, number, tried(lambda: _send(visit, number)))
    ticket = tried(lambda: _prove(visit, number))
    if isinstance(ticket, Trouble):
        return _ask_code(visit, number, ticket)
    visit.request.session[_TICKET] = ticket
    return see_other(reverse("web:lost_check"))


@page(ANYONE, "GET", "POST")
def check(visit: Visit) -> HttpResponseBase:
    """On to the authority's face check; what it says of name and number is shown here."""
    kept = sessions.kept_person(visit.request)
    if kept is None or _TICKET not in visit.request.session:
        return see_other(reverse("web:lost"))
    if visit.request.method != "POST":
        return _ask_check(visit)
    left = tried(lambda: _leave(visit, kept, visit.request.session[_TICKET]))
    return _told(visit, left) if isinstance(left, Trouble) else left


@page(ANYONE)
def back(visit: Visit) -> HttpResponseBase:
    """Back from the face check: in again, or told what to do."""
    ticket = visit.request.session.get(_TICKET, "")
    if not ticket:
        return see_other(reverse("web:mine" if visit.request.user.is_authenticated else "web:lost"))
    recovered = tried(lambda: _recover(visit, ticket))
    if not isinstance(recovered, Trouble):
        return _enter(visit, recovered)
    if recovered.code == IdentityServiceDown.code:
        return face_checks.authority_silent(visit, again=visit.request.get_full_path())
    return _told(visit, recovered)


@page(SIGNED_IN)
def recovered(visit: Visit) -> HttpResponseBase:
    """What the way back has changed, and what is worth a look now."""
    known = visit.request.session.get(_KNOWN)
    if known is None:
        return see_other(reverse("web:mine"))
    account = visit.request.user
    phone = account.phone.reveal() if account.is_authenticated and account.phone else ""
    open_states = [MandateState.PROPOSED, MandateState.ACTIVE]
    given = mandates_given(actor=visit.actor).filter(state__in=open_states).count()
    return visit.show(
        "signin/recovered.html",
        {"known": known, "phone": mask_mobile(phone) if phone else "", "given": given},
    )


def _begin(visit: Visit) -> None:
    asked = visit.request.POST
    _count(visit)
    inputs = Inputs()
    name = inputs.person_name("name", asked.get("name", ""))
    number = inputs.id_number(
        "id_number", IdKind.RESIDENT_ID, asked.get("id_number", ""), today=city_date(visit.now)
    )
    phone = inputs.mobile("phone", asked.get("phone", ""))
    inputs.done()
    sessions.keep_person(visit.request, name=name, number=number)
    visit.request.session.pop(_TICKET, None)
    sessions.forget_face_order(visit.request)
    _send(visit, phone)


def _send(visit: Visit, number: str) -> None:
    sessions.keep_phone(visit.request, number)
    send_code(
        phone=number,
        purpose=Purpose.RECOVER,
        origin=sessions.origin_of(visit.request),
        policy=sign_in_policy(visit.request, now=visit.now),
        now=visit.now,
    )


def _prove(visit: Visit, number: str) -> str:
    """The ticket outlives the code: it has to last through the face check."""
    minutes = recovery_policy(visit.request, now=visit.now).face_check_minutes
    policy = sign_in_policy(visit.request, now=visit.now)
    return prove_phone(
        phone=number,
        code=visit.request.POST.get("code", ""),
        purpose=Purpose.RECOVER,
        policy=policy,
        now=visit.now,
        ticket_minutes=minutes + policy.code_minutes,
    )


def _leave(visit: Visit, kept: tuple[str, str], ticket: str) -> HttpResponseBase:
    """Each order asks the authority about a name and a number: only for a phone that is proven, and counted."""
    _count(visit)
    phone_behind(ticket=ticket, purpose=Purpose.RECOVER, now=visit.now)
    return face_checks.leave(
        visit,
        face_checks.Purpose.RECOVER,
        lambda back: order_recovery_check(
            person=_person(*kept), check=IdentityService(), return_url=back, now=visit.now
        ),
        whose=kept,
        back="web:lost_return",
    )


def _recover(visit: Visit, ticket: str) -> Recovered:
    """Of the person whose face was ordered, whoever was typed since."""
    _count(visit)
    checked = face_checks.came_back(visit, face_checks.Purpose.RECOVER)
    name, number = checked.whose
    return recover(
        person=_person(name, number),
        ticket=ticket,
        reference=checked.reference,
        check=IdentityService(),
        channel=visit.actor.channel,
        now=visit.now,
    )


def _enter(visit: Visit, recovered: Recovered) -> HttpResponseBase:
    policy = sign_in_policy(visit.request, now=visit.now)
    sessions.begin(visit.request, recovered.account, way=SignInWay.RECOVERY, policy=policy, now=visit.now)
    face_checks.done(visit)
    visit.request.session[_KNOWN] = recovered.known
    return see_other(reverse("web:recovered"))


def _count(visit: Visit) -> None:
    count_try(throttle="recovery.by_origin", subject=origin_of(visit.request.META), now=visit.now)


def _told(visit: Visit, trouble: Trouble) -> HttpResponseBase:
    """Where the ticket is good no more, the phone has to be proven again."""
    return _ask_who(visit, trouble) if trouble.code == CodeWrong.code else _ask_check(visit, trouble)


def _person(name: str, number: str) -> PersonFacts:
    return PersonFacts(name=name, id_kind=IdKind.RESIDENT_ID, number=number)


def _ask_who(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    asked = visit.request.POST
    questions = (
        Field(
            kind=FieldKind.PERSON_NAME,
            name="name",
            label=gettext("姓名"),
            value=asked.get("name", ""),
            hint=gettext("和身份证上的一样。"),
            problem=problem_at(trouble, "name"),
        ),
        Field(
            kind=FieldKind.RESIDENT_ID,
            name="id_number",
            label=gettext("身份证号码"),
            value=asked.get("id_number", ""),
            hint=gettext("18位。只用来核对身份,加密保存。"),
            problem=problem_at(trouble, "id_number"),
        ),
        Field(
            kind=FieldKind.MOBILE,
            name="phone",
            label=gettext("您现在用的手机号"),
            value=asked.get("phone", ""),
            hint=gettext("换了新号就填新号。以后用它登录。"),
            problem=problem_at(trouble, "phone"),
        ),
    )
    ask = Ask(
        title=gettext("登不进来了?找回账号"),
        lead=gettext("三步,几分钟:填姓名和新手机号,收验证码,做人脸核验。不用找人帮忙。"),
        questions=questions,
        button=gettext("发验证码"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(
            Way(label=gettext("用省统一身份登录,也不用旧手机"), link=reverse("web:sign_in")),
            Way(label=gettext("企业的经办人走了:法定代表人来接管"), link=reverse("web:take_over")),
            Way(label=gettext("做不了人脸核验?带身份证到窗口办"), link=reverse("web:help")),
        ),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)


def _ask_code(visit: Visit, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (one_time_code(label=gettext("验证码")),)
    ask = Ask(
        title=gettext("请填短信里的验证码"),
        lead=gettext("已发到 %(phone)s。") % {"phone": mask_mobile(number)},
        questions=questions,
        button=gettext("下一步"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(Way(label=gettext("换一个手机号"), link=reverse("web:lost")),),
    )
    context = {"ask": ask, "again": gettext("没收到,再发一次")}
    return visit.show("signin/ask.html", context, status=trouble.status if trouble else 200)


def _ask_check(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    ask = Ask(
        title=gettext("最后一步:人脸核验"),
        lead=gettext("在核验机关的页面上做。请您本人对着手机,约1分钟。"),
        button=gettext("去做人脸核验"),
        sentence=sentence_of(trouble),
        note=gettext(
            "通过后,旧手机、旧密码、通行密钥都停用。验证器和别处的登录也停用。您的草稿、办件和消息都在。"
        ),
        ways=(Way(label=gettext("姓名或手机号填错了"), link=reverse("web:lost")),),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)
