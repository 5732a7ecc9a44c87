"""Held off: wrong passwords and codes, counted so that nobody can shut another out of every way in.

Two counts. One name from one place (axes): five wrong tries, then a pause that further tries do not prolong. One
name from everywhere (a throttle): only for places from which that name did not sign in lately; whoever guesses
from elsewhere uses up the strangers' tries, not those of the owner. A passkey and the province's identity are
counted by neither: there is nothing to guess.
"""

import datetime as dt
import math

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from leyiban.kernel.moments import clock_text
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.people.backends import name_for_lockout
from leyiban.people.errors import SignInLocked
from leyiban.people.operations import signs_in_from

Credentials = dict[str, str]


def count_password(request: HttpRequest, credentials: Credentials, *, now: dt.datetime) -> None:
    """Count one try before it is made.

    Raises:
        TriedTooOften: too many names from this place, or this name from too many places.
    """
    place = origin_of(request.META)
    count_try(throttle="passwords.by_origin", subject=place, now=now)
    known = signs_in_from(name=credentials["username"], origin=place)
    name = name_for_lockout(request, credentials)
    count_try(throttle="passwords.by_name", subject=f"{name} {place}" if known else name, now=now)
    by_our_clock(request, now)


def refuse_when_locked(request: HttpRequest, credentials: Credentials, *, now: dt.datetime) -> None:
    """
    Raises:
        SignInLocked: this name was tried too often from this place; says until when.
    """
    if AxesProxyHandler.is_allowed(request, credentials):
        return
    tries = AccessAttempt.objects.filter(
        username=name_for_lockout(request, credentials),
        ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
    )
    last = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    ends = (last or now) + (get_cool_off(request) or dt.timedelta())
    minutes = max(1, math.ceil((ends - now).total_seconds() / 60))
    raise SignInLocked(minutes=minutes, until=clock_text(ends, now=now))


def count_wrong_code(request: HttpRequest, username: str, *, now: dt.datetime) -> None:
    """A wrong second factor counts like a wrong password of that name from that place."""
    by_our_clock(request, now)
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def by_our_clock(request: HttpRequest, now: dt.datetime) -> None:
    """axes would read a clock of its own; there is one at the edge."""
    AxesProxyHandler.update_request(request)
    request.axes_attempt_time = now  # type: ignore[attr-defined]
