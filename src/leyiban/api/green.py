"""绿色通道 (M4, F4.1, F4.6): its classes, its register, the entry test, and an office's answers."""

import datetime as dt
from typing import Annotated, Any, BinaryIO, cast

from ninja import Body, File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field, StrictBool

from leyiban.api.catalogue import city_of
from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import MULTIPART, Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import (
    Asked,
    AskedMoment,
    CaseNumber,
    Day,
    Limit,
    Moment,
    Page,
    RowId,
    Shape,
    Words,
    moment_text,
)
from leyiban.cases import operations, queries
from leyiban.cases.green.errors import GreenGone
from leyiban.cases.green.promise import promise, promised_until
from leyiban.cases.models import GreenGrant
from leyiban.cases.states import GreenGround, GreenState
from leyiban.catalogue.green_test import entry_test
from leyiban.catalogue.greenfile import Proof
from leyiban.catalogue.queries import green_classes, green_contacts, item_version
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE, SIGNED_IN, post
from leyiban.people.models.sign_in import Scope

door = Door("green")

GreenNumber = Annotated[
    str, Field(max_length=50, pattern=r"^[-A-Za-z0-9]+$", examples=["LS51110220260309000001K-G1"])
]
ClassKey = Annotated[str, Field(max_length=48, pattern=r"^[a-z][a-z0-9_]*$", examples=["medical_supplies"])]

Statement = Annotated[
    str, Field(min_length=1, max_length=500, pattern=r"\S", examples=["口罩车间复产,指挥部要求三日内投产。"])
]


class GreenClassShape(Shape):
    """A class that holds today. `limit_percent`: the share of the promised limit within which such a case is handled,
    rounded up. `may_pass`: by how many any ordinary case may be passed; none when no more than `firm_percent` of its
    time is left. `decided_by`: for matters that are none of the seven kinds."""

    key: str
    name: str
    about: str
    basis: str
    valid_from: Day
    valid_to: Day | None
    items: list[str] = Field(description="Codes; empty: every item.")
    proof: list[Proof]
    limit_percent: int
    omissions: bool
    may_pass: int
    firm_percent: int
    decided_by: str | None
    decision: str | None


class GreenClassesShape(Shape):
    items: list[GreenClassShape]


class GreenGrantShape(Shape):
    """A grant as everybody reads it. `passed`: how many ordinary cases it was put before so far."""

    green_class: str
    item: str
    agency: str
    granted_by: str
    granted_at: Moment
    until: Day
    state: GreenState
    ground: GreenGround | None = Field(description="Why it was withdrawn.")
    passed: int


class GreenPage(Page):
    items: list[GreenGrantShape]


class GreenPageAsked(Asked):
    after: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    limit: Limit = 20


class GreenTestAsked(Asked):
    green_class: ClassKey
    item: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9-]+$", examples=["food-business-new"])]
    proof: Proof | None = None


class WhomToRingShape(Shape):
    """`person`: whom the office names for the green channel; null: it names nobody, and the number is its own."""

    agency: str
    person: str | None
    phone: str


class GreenTestShape(Shape):
    """`answer` is the number of a binding yes: until `holds_until` a request with it may only be refused because its
    proof is not as stated."""

    admits: bool
    verdict: str
    basis: str | None
    proof: list[Proof]
    answer: str | None
    holds_until: Day | None
    contacts: list[WhomToRingShape]


class GreenAskedShape(Shape):
    """A request for a case of mine and what became of it. `until`: the last day of a grant. `answered_by`: the post and
    the officer who answered."""

    number: str
    case: str
    green_class: str
    proof: Proof
    state: GreenState
    asked_at: Moment
    answered_at: Moment | None
    answered_by: str | None
    until: Day | None
    reasons: str | None = Field(description="Of the answer; of a withdrawal, once there is one.")


class GreenAsking(Asked):
    """`answer` is the number of the entry test's binding yes, if there is one."""

    green_class: ClassKey
    proof: Proof
    statement: Statement
    answer: Annotated[str, Field(max_length=400)] = ""


class GreenMade(Shape):
    """What is kept of a request that was made: whose case it is of, nothing of what was said."""

    case: str


class GreenRequestShape(Shape):
    """A request of an office of mine."""

    number: str
    version: int
    case: str
    green_class: str
    proof: Proof
    statement: str
    promised: bool
    state: GreenState
    asked_at: Moment
    until: Day | None


class GreenRequestsShape(Shape):
    items: list[GreenRequestShape]


class GreenAnswerSent(Asked):
    """`until` null: refused. `differs`: the proof is not as stated."""

    until: dt.date | None
    differs: StrictBool = False
    reasons: Words


class GreenWithdrawalSent(Asked):
    ground: GreenGround
    reasons: Words


@door.reads("/green/classes", right=ANYONE, answers=GreenClassesShape)
def list_green_classes(call: Call) -> GreenClassesShape:
    """The classes that hold today, in the city's order."""
    found = green_classes(city_of(call), on=city_date(call.now))
    return GreenClassesShape(
        items=[
            GreenClassShape(
                key=each.key,
                name=each.name.zh,
                about=each.about.zh,
                basis=each.basis.zh,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
                items=list(each.items),
                proof=list(each.allows.proof),
                limit_percent=each.allows.limit_percent,
                omissions=each.allows.omissions,
                may_pass=each.allows.may_pass,
                firm_percent=each.allows.firm_percent,
                decided_by=each.decision.by.zh if each.decision else None,
                decision=each.decision.number if each.decision else None,
            )
            for each in found
        ]
    )


@door.reads("/green/test", right=ANYONE, answers=GreenTestShape)
def test_green(call: Call, asked: Query[GreenTestAsked]) -> GreenTestShape:
    """Whether a matter of mine may use the green channel: a binding answer at once."""
    city, today = city_of(call), city_date(call.now)
    version = item_version(code=asked.item, city=city, on=today)
    proof = "" if asked.proof is None else asked.proof.value
    tested = entry_test(green_classes(city, on=today), key=asked.green_class, item=asked.item, proof=proof)
    answer = None
    if tested.admits:
        answer = promise(
            green_class=asked.green_class, item=asked.item, proof=proof, region=city.region.code, today=today
        )
    return GreenTestShape(
        admits=tested.admits,
        verdict=tested.verdict.value,
        basis=tested.entry.basis.zh if tested.entry else None,
        proof=list(tested.entry.allows.proof) if tested.entry else [],
        answer=answer,
        holds_until=promised_until(region=city.region.code, today=today) if answer else None,
        contacts=[
            WhomToRingShape(
                agency=each.office.zh, person=each.person.zh if each.person else None, phone=each.phone
            )
            for each in green_contacts(version)
        ],
    )


@door.reads("/green/grants", right=ANYONE, answers=GreenPage)
def list_green_grants(call: Call, asked: Query[GreenPageAsked]) -> GreenPage:
    """Everything that was ever granted, the newest first, whatever became of it. Nothing of whose case it is."""
    place = place_of(asked.after, tuple[AskedMoment, RowId])
    rows = queries.green_register(region=city_of(call).region.code, before=place, limit=asked.limit + 1)
    shown, last = cut(rows, limit=asked.limit)
    passed = queries.passed_by(list(shown))
    at = last and [moment_text(last.answered_at or last.asked_at), last.pk]
    return GreenPage(
        items=[_grant(each, passed[each.case_id]) for each in shown], next=next_page(call.request, at)
    )


@door.reads("/cases/{number}/green", right=SIGNED_IN, answers=GreenAskedShape)
def read_green_of_case(call: Call, number: CaseNumber) -> GreenAskedShape:
    """The newest request for a case of mine."""
    return _of_case(call, number)


def _shown(call: Call, kept: dict[str, Any]) -> GreenAskedShape:
    return _of_case(call, kept["case"])


@door.writes(
    "POST",
    "/cases/{number}/green",
    right=SIGNED_IN,
    answers=GreenAskedShape,
    makes=True,
    takes=MULTIPART,
    shows=_shown,
)
def ask_for_green(
    call: Call,
    number: CaseNumber,
    asked: Form[GreenAsking],
    file: File[UploadedFile],
) -> Done:
    """Ask that a case of mine go first: the class, why, and one proof that the class takes."""
    moved = operations.ask_for_green(
        number=number,
        green_class_key=asked.green_class,
        proof=asked.proof.value,
        statement=asked.statement,
        stream=cast(BinaryIO, file),
        name=file.name or "",
        promised=asked.answer,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=GreenMade(case=number), version=moved.matter.version)


def _of_case(call: Call, number: str) -> GreenAskedShape:
    grant = queries.green_of_case(queries.my_green_case(call.actor, number))
    if grant is None:
        raise GreenGone
    said = grant.end_reasons or grant.reasons
    by = grant.answered_post, grant.answered_by
    return GreenAskedShape(
        number=grant.number,
        case=number,
        green_class=grant.green_class,
        proof=Proof(grant.proof),
        state=GreenState(grant.state),
        asked_at=grant.asked_at,
        answered_at=grant.answered_at,
        answered_by=f"{by[0].name} {by[1].display_name}" if by[0] and by[1] else None,
        until=grant.until,
        reasons=None if said is None else said.reveal(),
    )


@door.reads("/green/requests", right=post(Role.DECIDER), scope=Scope.HANDLE, answers=GreenRequestsShape)
def list_green_requests(call: Call) -> GreenRequestsShape:
    """Requests that wait for the answer of my office, then its grants that hold."""
    found = queries.green_to_answer(call.actor)
    for grant in found:
        queries.green_for_office(call.actor, grant.number, now=call.now)  # the look is written down
    return GreenRequestsShape(items=[_request(each) for each in found])


@door.writes(
    "POST",
    "/green/requests/{number}/answer",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=GreenRequestShape,
)
def answer_green(call: Call, number: GreenNumber, asked: Body[GreenAnswerSent]) -> Done:
    """Grant the green channel until the end of a day, or refuse it, with reasons."""
    moved = operations.answer_green(
        number=number,
        version=None,
        until=asked.until,
        words=asked.reasons,
        differs=asked.differs,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_request(moved.matter), version=moved.matter.version)


@door.writes(
    "POST",
    "/green/requests/{number}/withdrawal",
    right=post(Role.DECIDER),
    scope=Scope.HANDLE,
    answers=GreenRequestShape,
)
def withdraw_green(call: Call, number: GreenNumber, asked: Body[GreenWithdrawalSent]) -> Done:
    """Withdraw a grant of my office: its case returns to its ordinary place and limits."""
    moved = operations.withdraw_green(
        number=number,
        version=None,
        ground=asked.ground,
        words=asked.reasons,
        actor=call.actor,
        now=call.now,
    )
    return Done(body=_request(moved.matter), version=moved.matter.version)


def _grant(grant: GreenGrant, passed: int) -> GreenGrantShape:
    post_, by = grant.answered_post, grant.answered_by
    assert grant.answered_at is not None
    assert grant.until is not None
    assert post_ is not None
    assert by is not None
    return GreenGrantShape(
        green_class=grant.green_class,
        item=grant.case.rules.code,
        agency=grant.agency.name,
        granted_by=f"{post_.name} {by.display_name}",
        granted_at=grant.answered_at,
        until=grant.until,
        state=GreenState(grant.state),
        ground=GreenGround(grant.end_ground) if grant.end_ground else None,
        passed=passed,
    )


def _request(grant: GreenGrant) -> GreenRequestShape:
    return GreenRequestShape(
        number=grant.number,
        version=grant.version,
        case=grant.case.number,
        green_class=grant.green_class,
        proof=Proof(grant.proof),
        statement=grant.statement.reveal(),
        promised=grant.terms["promised"],
        state=GreenState(grant.state),
        asked_at=grant.asked_at,
        until=grant.until,
    )
