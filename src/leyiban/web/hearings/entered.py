"""Who came to a hearing by code, as his session knows it.

It ends like that of whoever signed in: libraries and halls lend computers.
"""

import datetime as dt
from typing import Final

from leyiban.cases.models import HearingParticipant
from leyiban.web.edge import Visit
from leyiban.web.signin.where import sign_in_policy

_HEARD: Final = "heard"  # [participant, when he came, when he was last seen]


def enter(visit: Visit, voice: HearingParticipant) -> None:
    """Let him in, under a fresh key, so that one planted beforehand is worth nothing."""
    visit.request.session.cycle_key()
    visit.request.session[_HEARD] = [voice.pk, visit.now.isoformat(), visit.now.isoformat()]


def entered(visit: Visit) -> int | None:
    """The key of the participant who came by code; None: nobody, or too long ago."""
    kept = visit.request.session.get(_HEARD)
    if kept is None:
        return None
    key, began, seen = int(kept[0]), *map(dt.datetime.fromisoformat, kept[1:])
    policy = sign_in_policy(visit.request, now=visit.now)
    idle, longest = dt.timedelta(minutes=policy.idle_minutes_citizen), policy.longest_session_hours
    if visit.now >= min(seen + idle, began + dt.timedelta(hours=longest)):
        leave(visit)
        return None
    visit.request.session[_HEARD] = [key, kept[1], visit.now.isoformat()]
    return key


def leave(visit: Visit) -> None:
    """Forget on this machine who came by code."""
    visit.request.session.pop(_HEARD, None)
