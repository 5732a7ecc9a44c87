"""Who looked at whose data: mine for me, by office and post; an area's for its auditor, by name."""

import datetime as dt

from ninja import Query

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import CaseNumber, Moment, Page, PageAsked, RowId, Shape
from leyiban.cases.queries.duties import Duty
from leyiban.cases.queries.looks import SeenLine, looks_at_me, looks_for_audit
from leyiban.kernel.actors import Role
from leyiban.kernel.rights import SIGNED_IN, post
from leyiban.people.models.sign_in import Scope

door = Door("looks")


class LookLine(Shape):
    """`by` is agency and post at that moment. `what`: file, bar, hearing, bound_file, numbers, paper (then `paper` is its slot),
    receipt or person (the record of the person, read at a counter; then `case` is empty)."""

    at: Moment
    by: str
    what: str
    paper: str
    duty: Duty
    case: str


class LooksPage(Page):
    items: list[LookLine]


class NamedLookLine(LookLine):
    """`who` is the name under which the member of staff acts."""

    who: str


class NamedLooksPage(Page):
    items: list[NamedLookLine]


class LooksAsked(PageAsked):
    case: CaseNumber | None = None
    day: dt.date | None = None


@door.reads("/me/looks", right=SIGNED_IN, answers=LooksPage)
def list_looks_at_me(call: Call, asked: Query[PageAsked]) -> LooksPage:
    """Every look of staff at my data, newest first: office and post, when, at what, why, in which case. No names."""
    rows = looks_at_me(call.actor, before=place_of(asked.after, RowId), limit=asked.limit + 1)
    shown, last = cut(rows, limit=asked.limit)
    return LooksPage(
        items=[LookLine.model_validate(each) for each in shown],
        next=next_page(call.request, last and last.key),
    )


@door.reads("/looks", right=post(Role.AUDITOR), scope=Scope.HANDLE, answers=NamedLooksPage)
def list_looks(call: Call, asked: Query[LooksAsked]) -> NamedLooksPage:
    """Looks at cases of the area that I audit, newest first, by name."""
    rows: list[SeenLine] = looks_for_audit(
        call.actor,
        case=asked.case or "",
        day=asked.day,
        before=place_of(asked.after, RowId),
        limit=asked.limit + 1,
    )
    shown, last = cut(rows, limit=asked.limit)
    return NamedLooksPage(
        items=[NamedLookLine.model_validate(each) for each in shown],
        next=next_page(call.request, last and last.key),
    )
