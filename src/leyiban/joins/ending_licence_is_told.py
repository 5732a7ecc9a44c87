"""Whose licence ends soon is told in time to ask for its renewal, once (R13).

By the day and not by the clock of a matter: a licence is none, has no owner who must act, and would need a row in the
docket for years.
"""

import datetime as dt
from typing import Final

from django.db import transaction

from leyiban.cases.rules.renewal import Window
from leyiban.credentials.endings import ending
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import mark_reminded
from leyiban.joins.licence_can_be_renewed import renewals_of
from leyiban.joins.licence_holders import tell_holder_of
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import daily
from leyiban.messages import standard

REMINDED: Final = "licence.renew_reminded"
_HORIZON: Final = dt.timedelta(days=366)  # nobody is reminded earlier than that
_AT_ONCE: Final = 500  # licences whose items and cases are looked up together


@daily("joins.ending_licences")
def remind_holders(*, now: dt.datetime) -> str:
    """Who holds a licence whose renewal should be asked for soon and has not been."""
    today, told = city_date(now), 0
    waiting = ending(after=today, until=today + _HORIZON).filter(reminded_on__isnull=True)
    keys = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        rows = list(waiting.filter(pk__in=keys[start : start + _AT_ONCE]))
        renewals = renewals_of(rows, on=today)
        for licence in rows:
            renewal = renewals.get(licence.pk)
            if renewal is None or renewal.window is None or renewal.open_case:
                continue
            if _is_time(licence, renewal.window, today):
                told += _remind(licence, renewal.window, today, now)
    return f"{told} holders told that their licence ends"


def _is_time(licence: Licence, window: Window, today: dt.date) -> bool:
    days = int(lawbook.rule(REMINDED, on=today, region=licence.issuer.region.code).value)
    return window.until - dt.timedelta(days=days) <= today <= window.until


def _remind(licence: Licence, window: Window, today: dt.date, now: dt.datetime) -> bool:
    with transaction.atomic():
        if not mark_reminded(identifier=licence.identifier, on=today):
            return False
        tell_holder_of(
            licence,
            standard.LICENCE_ENDING,
            {"by": in_words(window.until)},
            cause=f"licence:{licence.identifier}:ending",
            now=now,
        )
        return True
