"""Leaving: this session, every session; and getting back what was being sent when a session ended."""

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.kernel.rights import ANYONE, SIGNED_IN
from leyiban.people.models import Account
from leyiban.people.operations import drop_parked_form, end_all_sessions, parked_form
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.signin import sessions
from leyiban.web.signin.where import take_next


@page(ANYONE, "POST")
def sign_out(visit: Visit) -> HttpResponseBase:
    """Sign out here. A form, not a link, so that no other page can do it."""
    sessions.end(visit.request)
    return _forgotten(reverse("web:home"))


@page(SIGNED_IN, "POST")
def sign_out_everywhere(visit: Visit) -> HttpResponseBase:
    """Every session and every API token of the account ends now, this one included."""
    account = visit.request.user
    assert isinstance(account, Account)
    end_all_sessions(account=account, actor=visit.actor, now=visit.now)
    sessions.end(visit.request)
    return _forgotten(reverse("web:sign_in"))


def _forgotten(address: str) -> HttpResponseBase:
    """Off to another page, and the browser drops what it kept of ours (a shared computer's back button)."""
    response = see_other(address)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(SIGNED_IN)
def stay(visit: Visit) -> HttpResponseBase:
    """ "I am still here": asking at all has started the idle clock again."""
    return HttpResponse(status=204)


@page(SIGNED_IN, "GET", "POST")
def parked(visit: Visit) -> HttpResponseBase:
    """Offer the interrupted form: go on with it, or drop it. Sending it is pressed by the person, not by us."""
    account = visit.request.user
    assert isinstance(account, Account)
    kept = parked_form(account=account, now=visit.now)
    if visit.request.method == "POST" or kept is None:
        drop_parked_form(account=account)
        return see_other(take_next(visit.request) or reverse("web:mine"))
    path, fields = kept
    return visit.show("signin/parked.html", {"path": path, "fields": fields})
