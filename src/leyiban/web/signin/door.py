"""The door: the province's identity first, then a text message, and last a password."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.rights import ANYONE
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import sign_in_by_province
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.signin.ask import sentence_of, tried
from leyiban.web.signin.entering import enter, enter_by_first_factor
from leyiban.web.signin.province import address_to_leave_for, identity_on_return
from leyiban.web.signin.where import NEXT, is_ours, remember_next


@page(ANYONE)
def sign_in(visit: Visit) -> HttpResponseBase:
    """Three doors. Who is signed in already goes on to where he was going."""
    remember_next(visit.request)
    if visit.request.user.is_authenticated:
        wanted = visit.request.GET.get(NEXT, "")
        return see_other(wanted if wanted and is_ours(visit.request, wanted) else reverse("web:mine"))
    return _door(visit)


@page(ANYONE, "POST")
def province(visit: Visit) -> HttpResponseBase:
    """Leave for the province's identity."""
    left = tried(lambda: address_to_leave_for(visit.request))
    return _door(visit, left) if isinstance(left, Trouble) else see_other(left)


@page(ANYONE)
def province_return(visit: Visit) -> HttpResponseBase:
    """Back from the province: signed in, or told what happened and which other door is open.

    Citizens need no second step after it; staff always do, whichever door they come by.
    """
    request = visit.request
    identity = tried(lambda: identity_on_return(request))
    if isinstance(identity, Trouble):
        return _door(visit, identity)
    account = tried(
        lambda: sign_in_by_province(identity=identity, channel=visit.actor.channel, now=visit.now)
    )
    if isinstance(account, Trouble):
        return _door(visit, account)
    if account.is_staff_account:
        return enter_by_first_factor(visit, account, way=Way.PROVINCE)
    return enter(visit, account, way=Way.PROVINCE)


def _door(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    ended = visit.request.GET.get("ended", "")
    return visit.show(
        "signin/door.html",
        {"sentence": sentence_of(trouble), "ended": bool(ended), "kept": ended == "kept"},
        status=trouble.status if trouble else 200,
    )
