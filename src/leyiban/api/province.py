"""The line to the province (F5.3): how it does, and every day's reconciliation, for whoever looks after it."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import Day, Moment, Shape
from leyiban.kernel.actors import Role
from leyiban.kernel.rights import post
from leyiban.people.models.sign_in import Scope
from leyiban.province.models import DayChecked
from leyiban.province.queries import days_checked, line_state
from leyiban.province.states import Difference

door = Door("province")
_ADMINISTERS = post(Role.ADMINISTRATOR)


class LineShape(Shape):
    """`waiting`: calls not delivered yet, the oldest due at `late_since`; `failed`: given up; `late`: cases on their
    way for more than a day; `refused`: answers of the last month that were not believed. Keys by their short names."""

    is_configured: bool
    is_open: Annotated[bool, Field(description="The line rests after failures; one call probes it.")]
    waiting: int
    unreported: int
    late_since: Moment | None
    failed: int
    late: int
    refused: int
    heard_at: Moment | None
    key: str
    our_key: str


class DifferenceShape(Shape):
    """A record that is not the same over there. `fields`: names of those that differ, never what they hold."""

    record: str
    case: str
    difference: Difference
    fields: list[str]


class ReconciledShape(Shape):
    """`theirs` is null while the province has not answered; `doubt` says why its statement is not believed."""

    day: Day
    agrees: bool
    ours: int
    theirs: int | None
    doubt: str
    differences: list[DifferenceShape]


class ReconciledDays(Shape):
    days: list[ReconciledShape]


@door.reads("/province/line", right=_ADMINISTERS, scope=Scope.HANDLE, answers=LineShape)
def read_line(call: Call) -> LineShape:
    """How the line to the province does."""
    return LineShape.model_validate(line_state(now=call.now))


@door.reads("/province/days", right=_ADMINISTERS, scope=Scope.HANDLE, answers=ReconciledDays)
def list_days(call: Call) -> ReconciledDays:
    """The last month's reconciliation, the latest day first, with each difference."""
    return ReconciledDays(days=[_day(row) for row in days_checked()])


def _day(row: DayChecked) -> ReconciledShape:
    found = list(row.discrepancies.all())  # prefetched, in the order of the records
    day: dt.date = row.day
    return ReconciledShape(
        day=day,
        agrees=row.agrees,
        ours=row.ours,
        theirs=row.theirs,
        doubt=row.doubt,
        differences=[
            DifferenceShape(
                record=each.name,
                case=each.case_number,
                difference=Difference(each.difference),
                fields=each.fields,
            )
            for each in found
        ],
    )
