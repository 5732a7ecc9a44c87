"""Count tries, in windows of fixed length, shared by all processes.

The paces are the operator's: ``settings.THROTTLES`` maps a throttle's name to (most tries, window in
seconds). Within two neighbouring windows twice as many tries may pass; that is cheap to know (one statement,
one row) and enough to make guessing hopeless.
"""

import datetime as dt
import math

from django.conf import settings
from django.db import connection

from leyiban.kernel import security_log
from leyiban.kernel.crypto import digest_of
from leyiban.kernel.moments import clock_text
from leyiban.kernel.throttles.errors import TriedTooOften
from leyiban.kernel.throttles.models import Tries

__all__ = ["count_try", "forget_before"]

_DOMAIN = "throttle"
_SECONDS_PER_MINUTE = 60
_COUNT = """
    INSERT INTO throttles_tries AS tries (throttle, subject, began_at, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (throttle, subject, began_at) DO UPDATE SET count = tries.count + 1 RETURNING count
"""


def count_try(*, throttle: str, subject: str, now: dt.datetime) -> None:
    """Count one try of ``subject`` (an address, a number) and refuse when there were too many.

    Call it before the transaction of what is tried: a try counts, also when what was tried fails.

    Raises:
        TriedTooOften: the window is used up; its facts say how many ``seconds`` are left of it.
        KeyError: the operator's settings name no such throttle.
    """
    most, seconds = settings.THROTTLES[throttle]
    past = now.timestamp() % seconds
    digest = digest_of(f"{throttle} {subject}", domain=_DOMAIN)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [throttle, digest, now - dt.timedelta(seconds=past)])
        tries: int = cursor.fetchone()[0]
    if tries > most:
        security_log.held_off(throttle=throttle)
        left = math.ceil(seconds - past)
        raise TriedTooOften(
            seconds=left,
            minutes=math.ceil(left / _SECONDS_PER_MINUTE),
            until=clock_text(now + dt.timedelta(seconds=left), now=now),
        )


def forget_before(*, moment: dt.datetime) -> int:
    """Drop windows that began before ``moment``. Returns how many rows went."""
    dropped, _ = Tries.objects.filter(began_at__lt=moment).delete()
    return dropped
