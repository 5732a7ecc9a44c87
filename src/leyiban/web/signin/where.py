"""Where to go after signing in, and by whose rules one signs in."""

import datetime as dt
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from leyiban.kernel.actors import Channel
from leyiban.kernel.lawbook.rules import NATION
from leyiban.kernel.moments import city_date
from leyiban.people import policy
from leyiban.people.operations import parked_form
from leyiban.web.city import city_of_request
from leyiban.web.signin import sessions
from leyiban.web.who import actor_of
from leyiban.web.workbench.desk import menu_of

NEXT: Final = "next"


def remember_next(request: HttpRequest) -> None:
    """Keep where the person was going, if that is on this site."""
    wanted = request.GET.get(NEXT, "")
    if wanted and is_ours(request, wanted):
        request.session[sessions.NEXT] = wanted


def after_sign_in(request: HttpRequest, *, now: dt.datetime) -> str:
    """The form that was interrupted, else where the person was going, else his work or his own page."""
    account = request.user
    if account.is_authenticated and parked_form(account=account, now=now) is not None:
        return reverse("web:parked")
    return take_next(request) or _desk_of(request, now=now) or reverse("web:mine")


def _desk_of(request: HttpRequest, *, now: dt.datetime) -> str:
    """The first page of the workbench that a member of staff may open; empty for everybody else."""
    menu = menu_of(actor_of(request, channel=Channel.WORKBENCH, now=now), "")
    return menu[0].link if menu else ""


def take_next(request: HttpRequest) -> str:
    wanted = str(request.session.pop(sessions.NEXT, ""))
    return wanted if wanted and is_ours(request, wanted) else ""


def is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def region_of(request: HttpRequest) -> str:
    """The region of the city under this host name, whose dated rules hold on these pages; else the nation."""
    city = city_of_request(request)
    return city.region.code if city is not None else NATION


def sign_in_policy(request: HttpRequest, *, now: dt.datetime) -> policy.SignInPolicy:
    return policy.sign_in_policy(on=city_date(now), region=region_of(request))


def mandate_policy(request: HttpRequest, *, now: dt.datetime) -> policy.MandatePolicy:
    return policy.mandate_policy(on=city_date(now), region=region_of(request))


def recovery_policy(request: HttpRequest, *, now: dt.datetime) -> policy.RecoveryPolicy:
    return policy.recovery_policy(on=city_date(now), region=region_of(request))


def post_policy(request: HttpRequest, *, now: dt.datetime) -> policy.PostPolicy:
    return policy.post_policy(on=city_date(now), region=region_of(request))
