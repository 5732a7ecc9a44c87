"""The access log: who looked at whose data."""

import datetime as dt
import hashlib
from collections.abc import Iterator

from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import CITY_TIME
from leyiban.kernel.privacy.models import Look


def record_look(
    *, actor: Actor, subject_kind: str, subject_key: str, what: str, duty: str, now: dt.datetime
) -> None:
    """Write down that ``actor`` sees ``what`` of a subject; called by the query that hands it out."""
    Look.objects.create(
        actor=actor.pseudonym,
        subject_kind=subject_kind,
        subject_key=subject_key,
        what=what,
        duty=duty,
        looked_at=now,
    )


def digest_of_day(day: dt.date) -> tuple[int, str]:
    """How many looks a civil day had, and a digest over them in order."""
    begin = dt.datetime.combine(day, dt.time.min, CITY_TIME)
    running, count = hashlib.sha256(), 0
    for line in _lines(begin, begin + dt.timedelta(days=1)):
        running.update(line)
        count += 1
    return count, f"sha256:{running.hexdigest()}"


def _lines(begin: dt.datetime, end: dt.datetime) -> Iterator[bytes]:
    looks = Look.objects.filter(looked_at__gte=begin, looked_at__lt=end).order_by("pk")
    for look in looks.iterator():
        parts = (
            look.actor,
            look.subject_kind,
            look.subject_key,
            look.what,
            look.duty,
            look.looked_at.isoformat(),
        )
        yield "\t".join(parts).encode() + b"\n"
