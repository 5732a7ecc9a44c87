"""A matter that was sent back and filed again, in sentences (R24)."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.cases.queries.refilings import days_since_first, refiling_of
from leyiban.web.formats import date
from leyiban.web.wording import gettext


def refiling_lines(case: Case, *, now: dt.datetime) -> tuple[str, ...]:
    """How often, how long since the first time, and when the promise from then on would have ended. Empty for a first
    filing."""
    found = refiling_of(case)
    if found is None:
        return ()
    days = days_since_first(found, case, now=now)
    told = {"times": found.times, "day": date(found.first_received_at), "days": days, "used": found.used}
    lines = [gettext("同一件事第%(times)s次申请,首次在%(day)s。") % told]
    if days is not None:
        lines.append(gettext("从首次收到算起,%(days)s个工作日了。") % told)
    if found.used is not None:
        lines.append(gettext("前几次在单位手里%(used)s个工作日。") % told)
    if found.promised_by is not None:
        lines.append(gettext("按首次收到算,承诺%(by)s办好。") % {"by": date(found.promised_by)})
    return tuple(lines)
