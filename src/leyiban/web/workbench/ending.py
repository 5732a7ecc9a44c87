"""快到期的证照: the licences of my office that end soon, and how far their renewal is (R13)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase

from leyiban.credentials.endings import ending_here
from leyiban.credentials.models import Licence
from leyiban.joins.licence_can_be_renewed import Renewable, renewals_of
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Visit
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, ngettext
from leyiban.web.workbench.desk import HANDLES, at_desk, show

AHEAD: Final = 120  # days
_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingLine:
    """``renewal`` says how far it is; ``case`` is the number of the application under way, or empty."""

    licence: Licence
    left: str
    renewal: str
    case: str


@at_desk(HANDLES)
def ending(visit: Visit) -> HttpResponseBase:
    """Of the next months, the first to end first."""
    today = city_date(visit.now)
    rows = ending_here(visit.actor, after=today, until=today + dt.timedelta(days=AHEAD), limit=_MOST)
    renewals = renewals_of(rows, on=today)
    return show(
        visit,
        "workbench/ending.html",
        {
            "lines": [_line(row, renewals.get(row.pk), today) for row in rows],
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没有快到期的证照"),
                safe=gettext("120天内到期的会列在这里。"),
            ),
        },
        here="ending",
    )


def _line(licence: Licence, renewal: Renewable | None, today: dt.date) -> EndingLine:
    assert licence.valid_until is not None  # that is how it was found
    days = (licence.valid_until - today).days
    return EndingLine(
        licence=licence,
        left=ngettext("还剩%(n)s天", "还剩%(n)s天", days) % {"n": days},
        renewal=_in_words(renewal, today),
        case="" if renewal is None else renewal.open_case,
    )


def _in_words(renewal: Renewable | None, today: dt.date) -> str:
    if renewal is None:
        return gettext("没有延续事项")
    if renewal.open_case:
        return gettext("延续在办")
    if renewal.window is None:
        return gettext("等放假安排")
    if today < renewal.window.opens:
        return gettext("还不能申请")
    return gettext("没有申请") if renewal.in_time else gettext("没有申请,已晚")
