"""消息: everything that was said to me, the newest first; what did not reach the phone is marked."""

import datetime as dt
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.models import Case, WithdrawalVoice
from leyiban.kernel.rights import SIGNED_IN
from leyiban.messages.operations import mark_read
from leyiban.messages.queries import MessageCard, inbox_of
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.journey.messages import news_of
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext

_A_PAGE: Final = 20
BEFORE: Final = "before"
_PLACES: Final = {"mandate": "web:mandates", "party": "web:mandates", "account": "web:mine"}


@page(SIGNED_IN)
def inbox(visit: Visit) -> HttpResponseBase:
    found = inbox_of(actor=visit.actor, before=_place(visit), limit=_A_PAGE + 1)
    shown = found[:_A_PAGE]
    return visit.show(
        "journey/inbox.html",
        {
            "news": news_of(shown),
            "older": _link(shown[-1]) if len(found) > _A_PAGE else "",
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("还没有消息"),
                now=gettext("您的事一有进展,这里就有。"),
            ),
        },
    )


@page(SIGNED_IN, "POST")
def read(visit: Visit, key: str) -> HttpResponseBase:
    """Seen; on to the matter that it is about."""
    for each in (key, *visit.request.POST.getlist("also")[:_A_PAGE]):
        mark_read(public_key=each, actor=visit.actor, now=visit.now)
    number = visit.request.POST.get("number", "")
    if visit.request.POST.get("kind") == Case.KIND and number.isascii() and number.isalnum():
        return see_other(reverse("web:case", kwargs={"number": number}))
    if visit.request.POST.get("kind") == WithdrawalVoice.KIND and number.isascii() and number.isalnum():
        return see_other(reverse("web:voice", kwargs={"key": number}))
    return see_other(reverse(_PLACES.get(visit.request.POST.get("kind", ""), "web:inbox")))


def _place(visit: Visit) -> tuple[dt.datetime, str] | None:
    """Behind which message the page begins; what cannot be read is the first page."""
    moment, _, key = visit.request.GET.get(BEFORE, "").partition("~")
    try:
        at = dt.datetime.fromisoformat(moment)
        return (at.astimezone(dt.UTC), key[:32]) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _link(last: MessageCard) -> str:
    place = f"{last.created_at.isoformat()}~{last.public_key}"
    return f"{reverse('web:inbox')}?{urlencode({BEFORE: place})}"
