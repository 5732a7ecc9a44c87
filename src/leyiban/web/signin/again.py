"""Signing in once more before what opens the account is changed: an unattended screen must not be enough."""

import datetime as dt
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.web.edge import Visit, see_other
from leyiban.web.parts.screens import Way
from leyiban.web.signin import sessions
from leyiban.web.signin.ask import Ask
from leyiban.web.wording import gettext

FRESH: Final = dt.timedelta(minutes=15)
AGAIN: Final = "sign_in_again"


def sign_in_again(visit: Visit) -> HttpResponseBase | None:
    """A page that asks to sign in once more, when that was longer than :data:`FRESH` ago; else None."""
    begun = sessions.begun_at(visit.request)
    if begun is not None and visit.now - begun <= FRESH:
        return None
    if AGAIN in visit.request.POST:  # by a form: no link of somebody else's ends a session
        sessions.end(visit.request)
        return see_other(f"{reverse('web:sign_in')}?{urlencode({'next': visit.request.path})}")
    return ask_again(visit, lead=gettext("您登录已有一会儿。改登录方式之前,要再确认是您本人。"))


def ask_again(visit: Visit, *, lead: str) -> HttpResponseBase:
    """The page whose button ends this session; what comes after it is the caller's."""
    ask = Ask(
        title=gettext("请先再登录一次"),
        lead=lead,
        button=gettext("重新登录"),
        hidden=((AGAIN, "1"),),
        ways=(Way(label=gettext("不改了"), link=reverse("web:mine")),),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=403 if visit.request.method == "POST" else 200)
