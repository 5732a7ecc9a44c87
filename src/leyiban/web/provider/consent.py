"""The page between another office's system and a person: who wants to know what, what for, and do you allow it?"""

import datetime as dt
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.errors import SystemStrange
from leyiban.people.models import Account, OutsideSystem, SystemScope
from leyiban.people.operations import give_consent
from leyiban.people.policy import SystemPolicy, system_policy
from leyiban.people.provider import Back, Desk, Situation, Strange, Wanted
from leyiban.people.queries import consented, shown_to
from leyiban.web.content_policy import let_form_lead_to
from leyiban.web.edge import Visit, page, see_other, to_sign_in
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.signin import sessions
from leyiban.web.signin.again import AGAIN, ask_again
from leyiban.web.signin.ask import Ask
from leyiban.web.signin.where import region_of
from leyiban.web.wording import gettext, speak

REFUSE: Final = "refuse"
_CHOSEN: Final = "scopes"
# What the person ticks himself: sensitive by law (个人信息保护法 art. 28, 29), or lasting when he is away.
_BY_HAND: Final = frozenset({SystemScope.IDENTITY, SystemScope.OFFLINE})


@page(ANYONE, "GET", "POST")
def authorize(visit: Visit) -> HttpResponseBase:
    """Whatever the request is, nobody is sent to an address that its system did not register."""
    asked = visit.request.GET
    policy = system_policy(on=city_date(visit.now), region=region_of(visit.request))
    desk = _desk(visit, policy)
    wanted = desk.wanted(_address(visit.request, asked))
    if isinstance(wanted, Strange):
        raise SystemStrange
    if isinstance(wanted, Back):
        return see_other(wanted.address)
    account = visit.request.user
    if not isinstance(account, Account):
        return to_sign_in(visit.request)
    if _must_sign_in_anew(visit, wanted):
        if "none" in wanted.prompt:
            return see_other(desk.sign_in_wanted(wanted, state=asked.get("state", "")).address)
        return _sign_in_anew(visit, wanted)
    if visit.request.method == "POST":
        return _answered(visit, desk, wanted, account)
    allowed = consented(system=wanted.system, account=account)
    if "consent" in wanted.prompt or not set(wanted.scopes) <= allowed:
        return _ask(visit, wanted, account, allowed, policy)
    back = desk.granted(_address(visit.request, asked), scopes=wanted.scopes)
    return see_other(back.address) if "none" in wanted.prompt else _onward(visit, wanted.system, back)


def _answered(visit: Visit, desk: Desk, wanted: Wanted, account: Account) -> HttpResponseBase:
    if REFUSE in visit.request.POST:
        return see_other(desk.refused(wanted, state=visit.request.GET.get("state", "")).address)
    consent = give_consent(
        system=wanted.system,
        account=account,
        asked=wanted.scopes,
        allowed=visit.request.POST.getlist(_CHOSEN),
        actor=visit.actor,
        now=visit.now,
    )
    scopes = tuple(scope for scope in wanted.scopes if scope in consent.scopes)
    return see_other(desk.granted(_address(visit.request, visit.request.GET), scopes=scopes).address)


def _must_sign_in_anew(visit: Visit, wanted: Wanted) -> bool:
    begun = sessions.begun_at(visit.request)
    if begun is None or "login" in wanted.prompt:
        return True
    return wanted.longest is not None and visit.now - begun > dt.timedelta(seconds=wanted.longest)


def _sign_in_anew(visit: Visit, wanted: Wanted) -> HttpResponseBase:
    """The way back no longer asks for it: whether it happened, the system reads from ``auth_time``."""
    asked = visit.request.GET.copy()
    asked.pop("max_age", None)  # 0 would never be met: some time passes on every way back
    asked["prompt"] = " ".join(sorted(wanted.prompt - {"login"}))
    if not asked["prompt"]:
        del asked["prompt"]
    if AGAIN in visit.request.POST:
        sessions.end(visit.request)
        back = f"{visit.request.path}?{asked.urlencode()}"
        return see_other(f"{reverse('web:sign_in')}?{urlencode({'next': back})}")
    lead = gettext("%(system)s要再确认是您本人。") % {"system": name_of(wanted.system)}
    return ask_again(visit, lead=lead)


def _ask(
    visit: Visit, wanted: Wanted, account: Account, allowed: frozenset[str], policy: SystemPolicy
) -> HttpResponseBase:
    ask = Ask(
        title=gettext("登录“%(system)s”") % {"system": name_of(wanted.system)},
        lead=gettext("这是%(operator)s的系统。它要看您的信息,用来%(purpose)s。")
        % {
            "operator": _told(wanted.system.operator, wanted.system.operator_en),
            "purpose": _told(wanted.system.purpose, wanted.system.purpose_en),
        },
        questions=tuple(_choices(wanted, account, allowed, policy)),
        button=gettext("同意,去登录"),
        other=(REFUSE, gettext("不同意")),
        note=gettext("只给您勾选的,只给这个系统。“我的”里随时能看、能撤回。"),
    )
    context = {"ask": ask, "host": urlsplit(wanted.redirect).netloc, "system": wanted.system.client_id}
    response = visit.show("provider/consent.html", context)
    let_form_lead_to(response, wanted.redirect)
    return response


def _choices(wanted: Wanted, account: Account, allowed: frozenset[str], policy: SystemPolicy) -> list[Field]:
    told = shown_to(account)
    offered = [SystemScope(scope) for scope in wanted.scopes if scope != SystemScope.OPENID]
    if not offered:
        return []
    return [
        Field(
            kind=FieldKind.MULTI_CHOICE,
            name=_CHOSEN,
            label=gettext("哪些给它看?"),
            hint=gettext("证件号码是敏感信息,要您自己勾。不勾也能登录,但有的事它可能办不了。"),
            required=False,
            values=tuple(scope for scope in offered if scope in allowed or scope not in _BY_HAND),
            choices=tuple(
                Choice(value=scope, label=speak(str(scope.label)), hint=_hint(scope, told, policy))
                for scope in offered
            ),
        )
    ]


def _hint(scope: SystemScope, told: dict[SystemScope, str], policy: SystemPolicy) -> str:
    if scope is SystemScope.OFFLINE:
        return gettext("最长%(days)s天,到期要您再登录。") % {"days": policy.system_longest_days}
    return told.get(scope) or gettext("您还没有,给不了")


def _onward(visit: Visit, system: OutsideSystem, back: Back) -> HttpResponseBase:
    """By a page and not by a redirect: the way here may have begun with a form, whose policy ends at our host."""
    context = {"name": name_of(system), "address": back.address}
    return visit.show("provider/onward.html", context)


def _desk(visit: Visit, policy: SystemPolicy) -> Desk:
    account = visit.request.user
    return Desk(
        Situation(
            issuer=settings.PUBLIC_URL,
            policy=policy,
            now=visit.now,
            account=account if isinstance(account, Account) else None,
            signed_in_at=sessions.begun_at(visit.request),
        )
    )


def _address(request: HttpRequest, asked: QueryDict) -> str:
    return f"{settings.PUBLIC_URL}{request.path}?{asked.urlencode()}"


def name_of(system: OutsideSystem) -> str:
    return _told(system.name, system.name_en)


def _told(chinese: str, english: str) -> str:
    return english if get_language() == "en" else chinese
