"""预警: which cases are likely to be late and why, and how good such warnings have been (F5.4)."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import city_date
from leyiban.supervision.models import Prediction
from leyiban.supervision.queries import foreseen, hits
from leyiban.web.edge import Visit
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, ngettext
from leyiban.web.workbench.desk import SUPERVISES, at_desk, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """``reason`` is a sentence of whole working days."""

    number: str
    reason: str
    learnt_from: int
    link: str


@at_desk(SUPERVISES)
def foresight(visit: Visit) -> HttpResponseBase:
    """Today's warnings with their reasons; below them what came of the earlier ones, with counts."""
    return show(
        visit,
        "workbench/supervision/foresight.html",
        {
            "warnings": warnings_for(visit.actor, now=visit.now),
            "hits": hits(visit.actor),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("今天没有要预警的"),
                safe=gettext("照以前的快慢,在办的件都来得及。"),
            ),
        },
        here="watch",
    )


def warnings_for(actor: Actor, *, now: dt.datetime) -> tuple[Foresight, ...]:
    """What last night foresaw for the actor's offices. One query."""
    return tuple(_warning(each) for each in foreseen(actor, day=city_date(now)))


def _warning(each: Prediction) -> Foresight:
    used = ngettext("已用%(num)s个工作日", "已用%(num)s个工作日", each.used) % {"num": each.used}
    needed = ngettext("照以前的快慢还要%(num)s个工作日", "照以前的快慢还要%(num)s个工作日", each.needed) % {
        "num": each.needed
    }
    left = ngettext("期限只剩%(num)s个", "期限只剩%(num)s个", each.left) % {"num": each.left}
    steps = ngettext("后面还有%(num)s步", "后面还有%(num)s步", each.steps) % {"num": each.steps}
    return Foresight(
        number=each.about_number,
        reason=gettext("%(used)s,%(steps)s,%(needed)s,%(left)s。")
        % {"used": used, "steps": steps, "needed": needed, "left": left},
        learnt_from=each.learnt_from,
        link=reverse("web:workbench_case", kwargs={"number": each.about_number}),
    )
