"""查看记录 for the auditor: who looked at which case, by name, and whether the day is as the ledger bound it."""

import datetime as dt

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.queries.looks import check_day, looks_for_audit
from leyiban.web.edge import Visit
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.seen import seen_shown
from leyiban.web.parts.tables import Column
from leyiban.web.signin.seen import AFTER, PAGE, before_of, columns
from leyiban.web.wording import gettext
from leyiban.web.workbench.desk import AUDITS, at_desk, show

CASE, DAY = "case", "day"


@at_desk(AUDITS)
def looks(visit: Visit) -> HttpResponseBase:
    """Looks at the cases of my area, the newest first."""
    asked, day = visit.request.GET.get(CASE, "").strip(), _day(visit.request.GET.get(DAY, ""))
    found = looks_for_audit(visit.actor, case=asked, day=day, before=before_of(visit), limit=PAGE + 1)
    rows = found[:PAGE]
    query = {CASE: asked, DAY: "" if day is None else day.isoformat()}
    following = urlencode({**query, AFTER: str(rows[-1].key)}) if len(found) > PAGE else ""
    return show(
        visit,
        "workbench/looks.html",
        {
            "fields": (
                Field(kind=FieldKind.TEXT, name=CASE, label=gettext("办件编号"), value=asked, required=False),
                Field(
                    kind=FieldKind.DATE, name=DAY, label=gettext("哪一天"), value=query[DAY], required=False
                ),
            ),
            "columns": (Column(key="who", label=gettext("谁")), *columns()),
            "rows": [seen_shown(each) for each in rows],
            "check": None if day is None else check_day(day),
            "next": f"{reverse('web:workbench_looks')}?{following}" if following else "",
        },
        here="looks",
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
