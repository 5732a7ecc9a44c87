"""The work list: what waits for the posts that I hold, least time left first."""

import datetime as dt

from ninja import Query

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import AskedMoment, Moment, Page, PageAsked, RowId, Shape, moment_text
from leyiban.cases import queries
from leyiban.cases.states import CaseState
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.kernel.rights import post
from leyiban.people.models.sign_in import Scope

door = Door("work")


class WorkLine(Shape):
    """One case that waits. `red_at` null: no limit runs, or its last day is not known yet. `goes_first`: it is in
    the green channel; `passed_by`: how many such have passed it."""

    number: str
    title: str
    party: str
    state: CaseState
    since: Moment
    amber_at: Moment | None
    red_at: Moment | None
    paused: bool
    goes_first: bool
    passed_by: int


class WorkPage(Page):
    items: list[WorkLine]


class WorkCounts(Shape):
    due_today: int
    to_accept: int
    in_correction: int
    overdue: int


@door.reads("/work", right=post(), scope=Scope.HANDLE, answers=WorkPage)
def list_work(call: Call, asked: Query[PageAsked]) -> WorkPage:
    """What waits for my posts, in their order: the green channel first within its bound, then least time left."""
    place = place_of(asked.after, tuple[AskedMoment, AskedMoment, RowId])
    rows = queries.work_list(call.actor, after=place, limit=asked.limit + 1)
    shown, last = cut(rows, limit=asked.limit)
    return WorkPage(
        items=[WorkLine.model_validate(row) for row in shown],
        next=next_page(call.request, last and [*map(moment_text, last.spot), last.key]),
    )


@door.reads("/work/counts", right=post(), scope=Scope.HANDLE, answers=WorkCounts)
def count_work(call: Call) -> WorkCounts:
    """The four counts above the list: due today, to accept, in correction, overdue."""
    tomorrow = city_date(call.now) + dt.timedelta(days=1)
    end = dt.datetime.combine(tomorrow, dt.time.min, CITY_TIME)
    return WorkCounts.model_validate(queries.counts(call.actor, now=call.now, end_of_today=end))
