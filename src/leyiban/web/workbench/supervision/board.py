"""监察: what I must look at now, what else runs late where I supervise or lead, and the slips (F5.1, F5.6)."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.supervision.queries import Asked, cards, slips
from leyiban.supervision.states import CardKind
from leyiban.web.edge import Visit
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import LOOKS, at_desk, show
from leyiban.web.workbench.supervision.lines import card_lines, slip_lines

PAGE = 40
PART, REASON, BEFORE = "part", "reason", "before"
MINE, ALL, SLIPS, CLOSED = "mine", "all", "slips", "closed"


@at_desk(LOOKS)
def board(visit: Visit) -> HttpResponseBase:
    """One part at a time: mine, all, slips, closed; cards also by their reason."""
    asked = visit.request.GET
    part = asked.get(PART, "")
    reason = asked.get(REASON, "")
    before = asked.get(BEFORE, "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    part = part if part in (MINE, ALL, SLIPS, CLOSED) else MINE
    chosen = CardKind(reason) if reason in CardKind.values else None
    if part == SLIPS:
        lines = slip_lines(slips(visit.actor, before=cursor, limit=PAGE + 1), now=visit.now)
    else:
        wanted = Asked(reason=chosen, mine=part == MINE, closed=part == CLOSED)
        lines = card_lines(cards(visit.actor, wanted, before=cursor, limit=PAGE + 1), now=visit.now)
    more = len(lines) > PAGE
    here = reverse("web:workbench_supervision")
    query: dict[str, str | int] = {PART: part, REASON: reason}
    return show(
        visit,
        "workbench/supervision/board.html",
        {
            "lines": lines[:PAGE],
            "part": part,
            "parts": (
                (MINE, gettext("等我处理"), f"{here}?{PART}={MINE}"),
                (ALL, gettext("全部监察卡"), f"{here}?{PART}={ALL}"),
                (SLIPS, gettext("督办单"), f"{here}?{PART}={SLIPS}"),
                (CLOSED, gettext("关了的卡"), f"{here}?{PART}={CLOSED}"),
            ),
            "reason": reason,
            "reasons": [(each.value, speak(each.label)) for each in CardKind],
            "first": f"{here}?{urlencode(query)}" if cursor else "",
            "next": f"{here}?{urlencode({**query, BEFORE: lines[PAGE - 1].key})}" if more else "",
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没有要看的"),
                safe=gettext("有件临期、超期或办错,会自己列在这里。"),
            ),
        },
        here="supervision",
    )
