"""The access log of each finished day is bound to the ledger, so that no look can be taken out unseen."""

import datetime as dt

from django.db import transaction

from leyiban.joins.kinds import AccessDayClosed
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.moments import city_date
from leyiban.kernel.privacy.looks import digest_of_day
from leyiban.kernel.privacy.models import LookDay
from leyiban.kernel.upkeep import daily


@daily("access_log.close")
def close_yesterday(*, now: dt.datetime) -> str:
    """Close the day before today; a day that is closed stays as it is."""
    day = city_date(now) - dt.timedelta(days=1)
    with transaction.atomic():
        if LookDay.objects.filter(day=day).exists():
            return f"{day} was closed before"
        looks, digest = digest_of_day(day)
        LookDay.objects.create(day=day, looks=looks, digest=digest)
        append(
            facts=AccessDayClosed(looks=looks, digest=digest),
            subject=Subject("access_log", day.isoformat(), 1),
            actor=system_actor(),
            happened_at=now,
            entered_at=now,
        )
    return f"{looks} looks of {day} bound"
