"""What is sent with a move, and what comes back."""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from leyiban.api.frame.shapes import Asked, AskedMoment, Key, Shape, Words
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState, ClosingGround, Decision, RefusalGround
from leyiban.catalogue.vocabulary import DeliveryWay, SpecialProcedureKind

TaskKey = Annotated[str, Field(max_length=48, pattern=r"^[a-z][a-z0-9_]*$")]
Points = Annotated[
    dict[str, Literal["yes", "no"]],
    Field(max_length=100, description="Key of each review point → whether it is in order."),
]
Target = Annotated[
    str, Field(max_length=60, pattern=r"^(form|materials)\.[a-z][a-z0-9_]*$", examples=["form.shop_name"])
]


class MoveMade(Shape):
    """The case after the move."""

    number: str
    state: CaseState
    version: int


class OpenMove(Shape):
    """A move that the caller may make now. `label` is its name on a button."""

    name: str
    label: str
    address: str


class OpenMoves(Shape):
    version: int
    items: list[OpenMove]


class RefusalSent(Asked):
    """`right_agency`: credit code of the office whose matter it is, where the ground is competence."""

    ground: RefusalGround
    reasons: Words
    right_agency: Annotated[str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")] | None = None


class DefectSent(Asked):
    """One thing to put right: where, what is wrong, how to mend it."""

    target: Target
    what: Words
    how: Words
    caused_by_supplement: StrictBool = False


class DefectsSent(Asked):
    defects: Annotated[list[DefectSent], Field(min_length=1, max_length=100)]

    def read(self) -> list[Defect]:
        return [Defect(**each.model_dump()) for each in self.defects]


class RepeatedSent(DefectsSent):
    reason: Words


class SpotSent(Asked):
    answers: Annotated[dict[str, Any], Field(min_length=1, max_length=200)]


class OpinionSent(Asked):
    conclusion: Literal["agree", "disagree"]
    points: Points
    text: Words


class SiteCheckSent(Asked):
    """`officers`: keys of everybody who was there, from `GET /cases/{number}/officers`, the writer among them."""

    officers: Annotated[list[Key], Field(min_length=1, max_length=20)]
    checked_at: AskedMoment
    place: Annotated[str, Field(min_length=1, max_length=200)]
    findings: Words
    conclusion: Literal["agree", "disagree"]
    points: Points


class OfficerShape(Shape):
    """A colleague who may be named in the record of a check on site."""

    key: str
    name: str


class OfficersShape(Shape):
    """`least`: how many have to be there."""

    least: int
    items: list[OfficerShape]


class SendBackSent(Asked):
    to_task: TaskKey
    text: Words


class DecisionSent(Asked):
    """`reasons`: what a grant rests on, or why it is denied; the applicant reads them. `dissent`: the answer to another
    office that did not agree, where one did not."""

    decision: Decision
    points: Points
    reasons: Words
    dissent: Annotated[str, Field(max_length=2000)] = ""


class ProcedureSent(Asked):
    procedure: SpecialProcedureKind


class ReasonSent(Asked):
    reason: Words


class FalsehoodSent(Asked):
    """`reasons`: which papers are false, and how it was found out; the applicant reads them."""

    reasons: Words


class TerminationSent(Asked):
    ground: ClosingGround
    reasons: Words


class DeliverySent(Asked):
    """`evidence`: the digest of the signed slip, or the parcel's code."""

    way: DeliveryWay
    evidence: Annotated[str, Field(min_length=1, max_length=200)]
