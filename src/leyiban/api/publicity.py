"""Grants as they are published (双公示): with the columns of the credit portals, per day and agency."""

import datetime as dt
from typing import Annotated, Final

from django.http import StreamingHttpResponse
from ninja import Body, Query
from pydantic import Field, model_validator

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import (
    Asked,
    CaseNumber,
    Day,
    Digest,
    Limit,
    Moment,
    Page,
    RegionCode,
    RowId,
    Shape,
    Words,
)
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE, SIGNED_IN, post
from leyiban.people.models.sign_in import Scope
from leyiban.publicity import queries
from leyiban.publicity.columns import COLUMNS, PartyKind, Standing
from leyiban.publicity.models import Objection, PublishedRow
from leyiban.publicity.operations import answer_objection, correct_row, file_objection
from leyiban.publicity.queries import PublishedGrant, correctable_grant, objection_for, published_grant
from leyiban.publicity.states import Cause, ObjectionState

door = Door("publicity")

CSV: Final = "text/csv"
Column = Annotated[str, Field(max_length=40, examples=["content"], description="Key of a column.")]
ObjectionNumber = Annotated[
    str, Field(max_length=50, pattern=r"^[-A-Za-z0-9]+$", examples=["LS51110220260309000001K-1"])
]


class GrantsAsked(Asked):
    """Days are those of the decision, both included; without them, the last 31."""

    since: dt.date | None = None
    until: dt.date | None = None
    agency: Annotated[str, Field(max_length=18, pattern=r"^[0-9A-Z]*$")] = ""
    region: RegionCode | None = None

    @model_validator(mode="after")
    def _forward(self) -> "GrantsAsked":
        if self.since and self.until and self.since > self.until:
            raise ValueError("since comes after until")
        return self

    def as_query(self, today: dt.date) -> queries.Asked:
        until = self.until or today
        return queries.Asked(
            since=self.since or until - dt.timedelta(days=30),
            until=until,
            region=self.region or "",
            agency=self.agency,
        )


class GrantsPageAsked(GrantsAsked):
    after: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    limit: Limit = 20


class GrantRowShape(Shape):
    """One row. A natural person's name is masked, and his number never published. `valid_until`
    2099-12-31: without an end. `standing`: 1 in force, 2 no longer."""

    party_name: str
    party_kind: PartyKind
    party_code: str
    party_head: str
    document_name: str
    document_number: str
    licence_class: str
    certificate_name: str
    certificate_number: str
    content: str
    decided_on: Day
    valid_from: Day | None
    valid_until: Day | None
    agency: str
    agency_code: str
    standing: Standing
    source: str
    source_code: str


class PublishedRowShape(Shape):
    """A row with its place in the history. `digest` is what the ledger binds."""

    number: int
    since: Moment
    until: Moment | None
    cause: Cause
    columns: list[str] = Field(description="Keys of the columns that differ from the row before.")
    reason: str
    digest: Digest
    row: GrantRowShape


class ObjectionShape(Shape):
    number: str
    column: str
    state: ObjectionState
    filed_at: Moment
    decided_at: Moment | None
    answer: str


class GrantLine(Shape):
    """`number` is that of the granted case."""

    number: str
    published_at: Moment
    late: bool
    row: GrantRowShape


class GrantsPage(Page):
    items: list[GrantLine]


class GrantShape(Shape):
    number: str
    published_at: Moment
    late: bool
    disputed: bool
    in_force: PublishedRowShape
    earlier: list[PublishedRowShape] = Field(description="The newest first.")
    objections: list[ObjectionShape]


class DayShape(Shape):
    """`late`: published after the limit, or not yet and the limit is over."""

    decided_on: Day
    agency: str
    agency_code: str
    granted: int
    published: int
    waiting: int
    late: int


class DaysShape(Shape):
    days: list[DayShape]


class ColumnShape(Shape):
    """`key` is the name in this API, `exchange` the code of the credit portals."""

    key: str
    exchange: str
    name: str


class ColumnsShape(Shape):
    columns: list[ColumnShape]


class ObjectionSent(Asked):
    column: Column
    words: Words


class AnswerSent(Asked):
    """With `cells` the row is corrected, without them the objection is dismissed. `answer` is public."""

    answer: Words
    cells: dict[Column, Annotated[str, Field(max_length=400)]] | None = None


class CorrectionSent(Asked):
    """Cells by column; days as `2026-03-09`. `reason` is public."""

    cells: dict[Column, Annotated[str, Field(max_length=400)]]
    reason: Words


@door.reads("/grants/columns", right=ANYONE, answers=ColumnsShape)
def list_grant_columns(call: Call) -> ColumnsShape:
    """The columns of a published row, in the order of the exchange."""
    return ColumnsShape(
        columns=[ColumnShape(key=each.key, exchange=each.code, name=each.name) for each in COLUMNS]
    )


@door.reads("/grants/days", right=ANYONE, answers=DaysShape)
def count_grants(call: Call, asked: Query[GrantsAsked]) -> DaysShape:
    """Per day of decision and agency: granted, published, waiting, late."""
    found = queries.days(asked.as_query(city_date(call.now)))
    return DaysShape(days=[DayShape.model_validate(each) for each in found])


@door.reads("/grants/table", right=ANYONE, answers=None, media=CSV)
def download_grants(call: Call, asked: Query[GrantsAsked]) -> StreamingHttpResponse:
    """The rows as credit portals take them in: UTF-8, names in the first line, exchange codes in the second."""
    return StreamingHttpResponse(
        queries.as_csv(asked.as_query(city_date(call.now))), content_type=f"{CSV}; charset=utf-8"
    )


@door.reads("/grants", right=ANYONE, answers=GrantsPage)
def list_grants(call: Call, asked: Query[GrantsPageAsked]) -> GrantsPage:
    """Published grants, the newest first."""
    rows = queries.listed(
        asked.as_query(city_date(call.now)), before=place_of(asked.after, RowId), limit=asked.limit + 1
    )
    shown, last = cut(rows, limit=asked.limit)
    return GrantsPage(
        items=[
            GrantLine(
                number=each.publication.number,
                published_at=each.publication.shown_since,
                late=each.publication.is_late,
                row=GrantRowShape.model_validate(each.row),
            )
            for each in shown
        ],
        next=next_page(call.request, last and last.publication_id),
    )


@door.reads("/grants/{number}", right=ANYONE, answers=GrantShape)
def read_grant(call: Call, number: CaseNumber) -> GrantShape:
    """One grant with every row that was ever published of it, and what was objected."""
    return _shape(published_grant(number))


@door.writes("POST", "/grants/{number}/objections", right=SIGNED_IN, answers=ObjectionShape, makes=True)
def object_to_grant(call: Call, number: CaseNumber, asked: Body[ObjectionSent]) -> Done:
    """Say that a column is wrong. The agency answers within a limit, publicly; your words stay between you two."""
    moved = file_objection(
        number=number, column=asked.column, words=asked.words, actor=call.actor, now=call.now
    )
    return Done(body=_objection(moved.matter), version=moved.matter.version)


@door.writes(
    "POST",
    "/objections/{number}/answer",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=ObjectionShape,
)
def answer_grant_objection(call: Call, number: ObjectionNumber, asked: Body[AnswerSent]) -> Done:
    """Answer an objection to a row of my agency."""
    objection_for(call.actor, number)
    moved = answer_objection(
        number=number,
        answer=asked.answer,
        cells=asked.cells,
        version=None,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_objection(moved.matter), version=moved.matter.version)


@door.writes(
    "POST",
    "/grants/{number}/corrections",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=PublishedRowShape,
    makes=True,
)
def correct_grant(call: Call, number: CaseNumber, asked: Body[CorrectionSent]) -> Done:
    """Put a row of my agency right; the old one stays readable."""
    correctable_grant(call.actor, number)
    row = correct_row(number=number, cells=asked.cells, reason=asked.reason, actor=call.actor, now=call.now)
    return Done(body=_row(row))


def _shape(found: PublishedGrant) -> GrantShape:
    return GrantShape(
        number=found.publication.number,
        published_at=found.publication.shown_since,
        late=found.publication.is_late,
        disputed=found.disputed,
        in_force=_row(found.row),
        earlier=[_row(each) for each in found.earlier],
        objections=[_objection(each) for each in found.objections],
    )


def _row(row: PublishedRow) -> PublishedRowShape:
    return PublishedRowShape(
        number=row.number,
        since=row.since,
        until=row.until,
        cause=Cause(row.cause),
        columns=row.columns,
        reason=row.reason,
        digest=row.digest,
        row=GrantRowShape.model_validate(row.row),
    )


def _objection(objection: Objection) -> ObjectionShape:
    return ObjectionShape(
        number=objection.number,
        column=objection.column,
        state=ObjectionState(objection.state),
        filed_at=objection.filed_at,
        decided_at=objection.decided_at,
        answer=objection.answer,
    )
