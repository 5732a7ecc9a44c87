"""The actor of a request: from the session's account, or a guest."""

import datetime as dt

from django.http import HttpRequest

from leyiban.kernel.actors import Actor, Channel
from leyiban.kernel.moments import city_date
from leyiban.people.errors import AccountClosed, ActingEnded
from leyiban.people.models import Account
from leyiban.people.operations import note_posts_used
from leyiban.people.queries import actor_for, guest
from leyiban.web.signin import sessions


def actor_of(request: HttpRequest, *, channel: Channel, now: dt.datetime) -> Actor:
    """Who asks for this page. A guest costs no query.

    Raises:
        ActingEnded: the party chosen in 为谁办 may no longer be acted for. Said once; the session then
            speaks for its owner alone, so that nothing is sent in a wrong name by surprise.
        AccountClosed: the account was closed; the session is over.
    """
    account = request.user
    if not isinstance(account, Account):
        return guest(channel=channel)
    try:
        actor = actor_for(
            account, channel=channel, on_behalf_of=request.session.get(sessions.ACTING_FOR), now=now
        )
    except ActingEnded:
        del request.session[sessions.ACTING_FOR]
        raise
    except AccountClosed:
        sessions.end(request)
        raise
    _note_use_of_posts(request, actor, now)
    return actor


def _note_use_of_posts(request: HttpRequest, actor: Actor, now: dt.datetime) -> None:
    """Once a day and session, so that rights that nobody uses can end (FX.3)."""
    today = city_date(now)
    if actor.posts and request.session.get(sessions.POSTS_NOTED) != today.isoformat():
        note_posts_used(actor=actor, today=today)
        request.session[sessions.POSTS_NOTED] = today.isoformat()
