"""Who calls: the owner of a bearer token, the owner of a session, or a guest."""

import datetime as dt
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from ninja.utils import check_csrf

from leyiban.api.errors import CsrfFailed
from leyiban.kernel.actors import Actor, Channel
from leyiban.kernel.moments import city_date
from leyiban.people.errors import ScopeMissing, TokenInvalid
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import account_of_token, note_posts_used
from leyiban.people.queries import actor_for, guest

READING: Final = frozenset({"GET", "HEAD"})
_BEARER: Final = "bearer"
_A_DAY: Final = 24 * 3600  # seconds


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
    actor = actor_for(account, channel=Channel.API, now=now)
    _note_use_of_posts(actor, city_date(now))
    return account, actor


def _note_use_of_posts(actor: Actor, today: dt.date) -> None:
    """Once a day in each process, so that rights that nobody uses can end (FX.3)."""
    if actor.posts and cache.add(f"posts-used:{actor.account_id}:{today}", True, _A_DAY):
        note_posts_used(actor=actor, today=today)


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
