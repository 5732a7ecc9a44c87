"""Auditors' samples of cases: planned in public, drawn by nobody's choice, drawn again by anybody."""

import datetime as dt
from typing import Annotated, Any

from ninja import Body, Query
from pydantic import Field

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import (
    Asked,
    Day,
    Moment,
    Page,
    PageAsked,
    RegionCode,
    RowId,
    Shape,
)
from leyiban.audits import queries
from leyiban.audits.errors import NothingToSample
from leyiban.audits.models import Sample
from leyiban.audits.operations import MOST, draw_sample
from leyiban.joins.auditor_samples_cases import sample_cases
from leyiban.kernel.actors import Role
from leyiban.kernel.lots.models import DrawState
from leyiban.kernel.rights import ANYONE, post
from leyiban.people.models import Agency
from leyiban.people.models.sign_in import Scope

door = Door("samples")

SampleNumber = Annotated[
    str, Field(max_length=60, pattern=r"^[0-9A-Za-z]+$", examples=["CC51110020260309001"])
]


class SampleLine(Shape):
    """Over `cases` cases that were decided from `since` to `until`, `size` are drawn. `agency`: its credit code,
    or null for all."""

    number: str
    region: str
    agency: str | None
    since: Day
    until: Day
    cases: int
    size: int
    planned_at: Moment
    draw_by: Moment
    state: DrawState


class SamplesPage(Page):
    items: list[SampleLine]


class SampleShape(SampleLine):
    """`commitment` binds list, rule and seed before anything is drawn: compare it with the ledger."""

    entrants_root: str
    seed_digest: str
    commitment: str
    drawn: list[str] = Field(description="Numbers of the cases in the order drawn.")


class DrawRule(Shape):
    purpose: str
    seats: int
    sources: list[str]
    weighted: int


class RecordShape(Shape):
    """Everything that is needed to draw again; `redraw.py` reads it."""

    format: str
    draw: str
    rule: DrawRule
    entrants: list[tuple[str, int]]
    seed_digest: str
    commitment: str
    seals: dict[str, str]
    seed: str
    contributions: dict[str, str]
    winners: list[str]


class SamplePlan(Asked):
    region: RegionCode
    since: dt.date
    until: dt.date
    size: Annotated[int, Field(ge=1, le=MOST)]
    agency: Annotated[str, Field(pattern=r"^[0-9A-Z]{18}$")] | None = None


class DrawAsked(Asked):
    words: Annotated[
        str, Field(min_length=8, max_length=200, description="Whatever you threw: your part of the chance.")
    ]


@door.reads("/samples", right=ANYONE, answers=SamplesPage)
def list_samples(call: Call, asked: Query[PageAsked]) -> SamplesPage:
    """Every sample that was ever planned, newest first; one that nobody drew in time stays, as abandoned."""
    rows = queries.samples(before=place_of(asked.after, RowId), limit=asked.limit + 1)
    shown, last = cut(rows, limit=asked.limit)
    return SamplesPage(
        items=[SampleLine(**_line(each)) for each in shown], next=next_page(call.request, last and last.pk)
    )


@door.reads("/samples/{number}", right=ANYONE, answers=SampleShape)
def read_sample(call: Call, number: SampleNumber) -> SampleShape:
    """One sample, with what was bound beforehand and what was drawn."""
    return _shape(queries.sample(number))


@door.reads("/samples/{number}/record", right=ANYONE, answers=RecordShape)
def read_sample_record(call: Call, number: SampleNumber) -> RecordShape:
    """The record with which anybody draws again."""
    return RecordShape.model_validate(queries.record_of(number))


@door.writes(
    "POST",
    "/samples",
    right=post(Role.AUDITOR),
    scope=Scope.HANDLE,
    answers=SampleShape,
    makes=True,
)
def plan_audit_sample(call: Call, asked: Body[SamplePlan]) -> Done:
    """Lock the list of all cases that were decided in a span, and the size, before anything is drawn."""
    agency = None
    if asked.agency is not None:
        agency = Agency.objects.filter(uscc=asked.agency).first()
        if agency is None:
            raise NothingToSample
    planned = sample_cases(
        region=asked.region,
        agency=agency,
        since=asked.since,
        until=asked.until,
        size=asked.size,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_shape(queries.sample(planned.number)), location=f"/api/v1/samples/{planned.number}")


@door.writes(
    "POST",
    "/samples/{number}/draw",
    right=post(Role.AUDITOR),
    scope=Scope.HANDLE,
    answers=SampleShape,
)
def draw_audit_sample(call: Call, number: SampleNumber, asked: Body[DrawAsked]) -> Done:
    """Say your number; the sample is drawn from it and from what the platform was bound to."""
    draw_sample(number=number, words=asked.words, actor=call.actor, now=call.now)
    return Done(body=_shape(queries.sample(number)))


def _line(sample: Sample) -> dict[str, Any]:
    return {
        "number": sample.number,
        "region": sample.region,
        "agency": None if sample.agency is None else sample.agency.uscc,
        "since": sample.since,
        "until": sample.until,
        "cases": sample.cases,
        "size": sample.size,
        "planned_at": sample.planned_at,
        "draw_by": sample.draw_by,
        "state": DrawState(sample.draw.state),
    }


def _shape(sample: Sample) -> SampleShape:
    return SampleShape(
        **_line(sample),
        entrants_root=sample.draw.entrants_root,
        seed_digest=sample.draw.seed_digest,
        commitment=sample.draw.commitment,
        drawn=list(queries.drawn(sample)),
    )
