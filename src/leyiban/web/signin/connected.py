"""在哪里登录着,哪些系统能看什么: where I am signed in, which systems may read what of me, and ending either."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.models import Account, SignIn
from leyiban.people.operations import end_session, withdraw_consent
from leyiban.people.queries import systems_of
from leyiban.people.queries.systems import SystemLine
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.signin import sessions
from leyiban.web.wording import speak

_LOOKED_AT = 50  # sign-ins, the newest first; older sessions have ended by their longest time


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession:
    """One browser that is signed in now. ``here`` is the one that asks."""

    key: int
    since: dt.datetime
    way: str
    device: str
    origin: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemShown:
    """A system in the reader's language. ``data``: what it may read."""

    client_id: str
    name: str
    operator: str
    purpose: str
    data: tuple[str, ...]
    since: dt.datetime
    signed_in_at: dt.datetime | None
    read_at: dt.datetime | None
    ended: dt.datetime | None


@page(SIGNED_IN)
def connected(visit: Visit) -> HttpResponseBase:
    account = _account(visit)
    systems = [_shown(line) for line in systems_of(account)]
    context = {
        "browsers": _live_sessions(visit, account),
        "systems": [each for each in systems if each.ended is None],
        "former": [each for each in systems if each.ended is not None],
    }
    return visit.show("signin/connected.html", context)


@page(SIGNED_IN, "POST")
def end_one_session(visit: Visit, sign_in_id: int) -> HttpResponseBase:
    """Sign one other browser out; this one has its own button."""
    end_session(account=_account(visit), sign_in_id=sign_in_id)
    return see_other(reverse("web:connected"))


@page(SIGNED_IN, "POST")
def withdraw(visit: Visit, client_id: str) -> HttpResponseBase:
    """The system reads nothing more from this moment."""
    withdraw_consent(client_id=client_id, account=_account(visit), actor=visit.actor, now=visit.now)
    return see_other(reverse("web:connected"))


def _live_sessions(visit: Visit, account: Account) -> list[LiveSession]:
    noted = list(SignIn.objects.filter(account=account).exclude(session_key="").order_by("-at")[:_LOOKED_AT])
    kept = {
        row.session_key: row for row in Session.objects.filter(session_key__in=[n.session_key for n in noted])
    }
    return [
        LiveSession(
            key=each.pk,
            since=each.at,
            way=each.get_way_display(),
            device=each.device,
            origin=each.origin or "",
            here=each.session_key == visit.request.session.session_key,
        )
        for each in noted
        if each.session_key in kept and _lasts(kept[each.session_key], visit.now)
    ]


def _lasts(session: Session, now: dt.datetime) -> bool:
    ends = sessions.end_of(session.get_decoded())
    return ends is not None and now < ends


def _shown(line: SystemLine) -> SystemShown:
    english = get_language() == "en"
    return SystemShown(
        client_id=line.client_id,
        name=line.name_en if english else line.name,
        operator=line.operator_en if english else line.operator,
        purpose=line.purpose_en if english else line.purpose,
        data=tuple(speak(str(scope.label)) for scope in line.scopes),
        since=line.since,
        signed_in_at=line.signed_in_at,
        read_at=line.read_at,
        ended=line.ended,
    )


def _account(visit: Visit) -> Account:
    account = visit.request.user
    assert isinstance(account, Account)
    return account
