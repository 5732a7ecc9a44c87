"""The list: four counts on top, then what waits for my posts, the least time left first (look.md §6)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.http import HttpResponseBase, QueryDict
from django.urls import reverse

from leyiban.cases import queries
from leyiban.cases.queries import Counts, Within, WorkItem
from leyiban.cases.queries.receipts_claimed import claims_waiting
from leyiban.cases.states import CaseState
from leyiban.kernel.identifiers import normalise
from leyiban.supervision.queries import slips_waiting
from leyiban.web.edge import Visit, see_other
from leyiban.web.parts.fields import Choice
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.parts.workbench import Count, Key
from leyiban.web.time_left import end_of_today
from leyiban.web.wording import gettext, pgettext, speak
from leyiban.web.workbench import places
from leyiban.web.workbench.desk import HANDLES, at_desk, show
from leyiban.web.workbench.reaching import unreached
from leyiban.web.workbench.rows import rows_of
from leyiban.web.workbench.supervision.lines import slip_lines
from leyiban.web.workbench.tasks import rows_of as task_rows

PAGE = 50  # rows
_LONGEST_NUMBER = 40
_SHORTEST_PART = 4  # of a number, or half the list would answer
_STATES = (
    CaseState.SUBMITTED,
    CaseState.CORRECTION_NOTIFIED,
    CaseState.UNDER_REVIEW,
    CaseState.SPECIAL_PROCEDURE,
    CaseState.DECIDED,
    CaseState.READY,
)


class Part(StrEnum):
    """A part of the list: everything, or one of the four counts."""

    ALL = ""
    TODAY = "today"
    TO_ACCEPT = "accept"
    IN_CORRECTION = "correction"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader wants to see of the list; anything unknown in the address counts as not asked."""

    part: Part
    state: CaseState | None
    number: str
    after: queries.Place | None

    @classmethod
    def of(cls, asked: QueryDict) -> "Wish":
        return cls(
            part=next((part for part in Part if part == asked.get("part", "")), Part.ALL),
            state=next((state for state in _STATES if state == asked.get("state", "")), None),
            number=normalise(asked.get("q", ""))[:_LONGEST_NUMBER].upper(),
            after=places.read(asked.get("after", "")),
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.part or self.state or self.number)

    def within(self, now: dt.datetime) -> Within:
        match self.part:
            case Part.TODAY:
                return Within(ends_from=now, ends_by=end_of_today(now), state=self.state, number=self.number)
            case Part.OVERDUE:
                return Within(over_at=now, state=self.state, number=self.number)
            case Part.TO_ACCEPT:
                return Within(state=CaseState.SUBMITTED, number=self.number)
            case Part.IN_CORRECTION:
                return Within(state=CaseState.CORRECTION_NOTIFIED, number=self.number)
            case _:
                return Within(state=self.state, number=self.number)

    def address(self, after: queries.Place | None = None) -> str:
        """The same part of the list, from a place on."""
        told = [
            ("part", self.part.value),
            ("state", self.state.value if self.state else ""),
            ("q", self.number),
            ("after", places.written(after) if after else ""),
        ]
        query = urlencode([pair for pair in told if pair[1]])
        return f"{reverse('web:workbench')}{'?' if query else ''}{query}"


@at_desk(HANDLES)
def work_list(visit: Visit) -> HttpResponseBase:
    """What waits for me. A whole case number leads straight to its case."""
    wish = Wish.of(visit.request.GET)
    if wish.number and _is_case(visit, wish.number):
        return see_other(reverse("web:workbench_case", kwargs={"number": wish.number}))
    items = _items(visit, wish)
    rows, more = items[:PAGE], len(items) > PAGE
    found = queries.counts(visit.actor, now=visit.now, end_of_today=end_of_today(visit.now))
    return show(
        visit,
        "workbench/list.html",
        {
            "counts": _counts(found, wish),
            "rows": rows_of(rows, now=visit.now),
            "slips": slip_lines(slips_waiting(visit.actor), now=visit.now),
            "wish": wish,
            "states": tuple(Choice(value=state.value, label=speak(state.label)) for state in _STATES),
            "first": wish.address() if wish.after else "",
            "next": wish.address(rows[-1].place) if more else "",
            "empty": _empty(wish),
            "keys": _keys(),
            "tasks": task_rows(queries.tasks_at_my_posts(visit.actor), now=visit.now),
            "overdue_tasks": task_rows(
                queries.overdue_under_my_lead(visit.actor, now=visit.now), now=visit.now
            ),
            "moved": queries.counted_again(visit.actor, now=visit.now),
            "claims": len(claims_waiting(visit.actor)),
            "unreached": len(unreached(visit.actor)),
        },
        here="list",
    )


def _is_case(visit: Visit, number: str) -> bool:
    return queries.visible_to(visit.actor).filter(number=number).exists()


def _items(visit: Visit, wish: Wish) -> list[WorkItem]:
    if wish.number and len(wish.number) < _SHORTEST_PART:
        return []
    return queries.work_list(visit.actor, within=wish.within(visit.now), after=wish.after, limit=PAGE + 1)


def _counts(found: Counts, wish: Wish) -> tuple[Count, ...]:
    four = (
        (Part.TODAY, pgettext("a count", "今天到期"), found.due_today, "amber"),
        (Part.TO_ACCEPT, gettext("待受理"), found.to_accept, ""),
        (Part.IN_CORRECTION, gettext("待补正"), found.in_correction, ""),
        (Part.OVERDUE, gettext("已超期"), found.overdue, "red"),
    )
    return tuple(
        Count(
            name=name,
            number=number,
            tone=tone,
            here=wish.part is part,
            link=f"{reverse('web:workbench')}?part={part.value}",
        )
        for part, name, number, tone in four
    )


def _empty(wish: Wish) -> Screen:
    everything = Way(label=gettext("看全部待办"), link=reverse("web:workbench"))
    if wish.number:
        return Screen(
            state=ScreenState.EMPTY,
            title=gettext("没找到这个编号"),
            safe=gettext("您的岗位看不到它,或编号不对。"),
            now=gettext("请核对编号,至少写4位。"),
            ways=(everything,),
        )
    if wish.narrowed:
        return Screen(
            state=ScreenState.EMPTY,
            title=gettext("这一类现在没有"),
            safe=gettext("别的待办都还在。"),
            ways=(everything,),
        )
    return Screen(
        state=ScreenState.EMPTY,
        title=gettext("都办完了"),
        safe=gettext("现在没有等您办的。"),
        now=gettext("新的来了,会排在这里。"),
    )


def _keys() -> tuple[Key, ...]:
    return (
        Key(key="J", does=gettext("下一件")),
        Key(key="K", does=gettext("上一件")),
        Key(key="Enter", does=gettext("打开")),
        Key(key="/", does=gettext("找办件")),
    )
