"""Who calls: the owner of a bearer token, the owner of a session, or a guest."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from ninja.utils import check_csrf

from leyiban.api.errors import CsrfFailed
from leyiban.kernel.actors import Actor, Channel
from leyiban.kernel.moments import city_date
from leyiban.people.errors import ScopeMissing, TokenInvalid
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import account_of_token
from leyiban.people.queries import actor_for, guest

READING: Final = frozenset({"GET", "HEAD"})
_BEARER: Final = "bearer"


def caller_of(request: HttpRequest, *, scope: Scope | None, now: dt.datetime) -> tuple[Account | None, Actor]:
    """The account, if somebody signed in, and the actor. A token goes before a session.

    Args:
        scope: what a token must be good for; None: no token is good for this.

    Raises:
        TokenInvalid, ScopeMissing: the token is not good, or not for this.
        CsrfFailed: a session's call that writes came from somebody else's page.
        AccountClosed: the account may not act.
    """
    account = _by_token(request, scope, now) or _by_session(request)
    if account is None:
        return None, guest(channel=Channel.API)
    return account, actor_for(account, channel=Channel.API, now=now)


def origin_of(request: HttpRequest) -> str:
    """The address that calls. Of what proxies say only the last word counts, and only our own proxy's."""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _by_token(request: HttpRequest, scope: Scope | None, now: dt.datetime) -> Account | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return None
    if kind.lower() != _BEARER or not token.isascii():
        raise TokenInvalid
    if scope is None:
        raise ScopeMissing
    return account_of_token(token=token.strip(), scope=scope, now=now, today=city_date(now))


def _by_session(request: HttpRequest) -> Account | None:
    account = request.user
    if not isinstance(account, Account):
        return None
    if request.method not in READING and check_csrf(request) is not None:
        raise CsrfFailed
    return account
