"""The actor of a request: from the session's account, or a guest."""

import datetime as dt
from typing import Final

from django.http import HttpRequest

from leyiban.kernel.actors import Actor, ActorKind, Channel

GUEST: Final = "guest"


def actor_of(request: HttpRequest, *, channel: Channel, now: dt.datetime) -> Actor:
    """Who asks for this page. A guest costs no query."""
    return Actor(kind=ActorKind.GUEST, pseudonym=GUEST, channel=channel)
