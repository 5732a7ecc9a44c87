"""What is said of a hearing, and what is sent to it (R12)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from leyiban.api.frame.shapes import Asked, AskedMoment, Day, Moment, Shape, Words
from leyiban.cases.states import ClosedDoors, HeardAs, HearingGround, HearingState, Signing

HearingNumber = Annotated[str, Field(max_length=20, pattern=r"^T[0-9]{8}$", examples=["T48213907"])]
Place = Annotated[str, Field(min_length=1, max_length=200)]
Person = Annotated[
    str, Field(min_length=1, max_length=64, pattern=r"^[-_a-zA-Z0-9]+$", description="A pseudonym.")
]


class HearingLine(Shape):
    """`until`: the last day of what runs now. `opens_at`, `place`: when and where it is held, once that is fixed."""

    number: str
    version: int
    case: str
    title: str
    agency: str
    ground: HearingGround
    hearable: bool
    state: HearingState
    until: Day | None
    opens_at: Moment | None
    place: str


class HearingLines(Shape):
    items: list[HearingLine]


class ViewShape(Shape):
    """`participant` counts within the hearing; the applicant is 1."""

    number: int
    participant: int
    words: str
    stated_at: Moment
    answer: str | None


class ParticipantShape(Shape):
    number: int
    standing: HeardAs
    name: str
    asked_at: Moment | None
    waived_at: Moment | None
    present: bool | None
    signed: Signing | None


class HearingShape(HearingLine):
    """A participant reads his own views and those who were there; the office reads everything."""

    intended: str
    basis: str
    chair: str | None
    closed_because: ClosedDoors | None
    postponed_from: Moment | None
    record: str | None
    consideration: str | None
    views: list[ViewShape]
    participants: list[ParticipantShape]


class HearingMoved(Shape):
    """The hearing after what was done."""

    number: str
    state: HearingState
    version: int


class PublicHearing(Shape):
    number: str
    title: str
    agency: str
    opens_at: Moment
    place: str
    held: bool


class PublicHearings(Shape):
    items: list[PublicHearing]


class InterestedSent(Asked):
    """Reached by mobile, or by letter to `address`."""

    name: Annotated[str, Field(min_length=1, max_length=50)]
    phone: Annotated[str, Field(max_length=20)] = ""
    address: Annotated[str, Field(max_length=200)] = ""


class TellingSent(Asked):
    """`ground`: before a decision, with the `interested` persons; or before a warning, of the applicant alone."""

    ground: Literal[HearingGround.DECISION, HearingGround.WARNING]
    facts: Words
    interested: Annotated[list[InterestedSent], Field(max_length=20)] = Field(default_factory=list)


class WordsSent(Asked):
    words: Words


class HearingCodeSent(Asked):
    """What stands in the letter and in the message."""

    number: HearingNumber
    code: Annotated[str, Field(min_length=1, max_length=20)]


class HearingActSent(HearingCodeSent):
    """`words` go with `state_view` and `challenge_chair`."""

    act: Literal["state_view", "ask", "withdraw_request", "waive", "challenge_chair", "sign"]
    words: Annotated[str, Field(max_length=4000)] = ""


class SittingSent(Asked):
    opens_at: AskedMoment
    place: Place


class ScheduleSent(SittingSent):
    """`closed_because` null: the doors are open."""

    chair: Person
    closed_because: ClosedDoors | None = None


class PostponementSent(SittingSent):
    reason: Words


class ChallengeAnswerSent(Asked):
    """`chair`: who takes it, where the challenge is upheld."""

    upheld: StrictBool
    words: Words
    chair: Annotated[str, Field(max_length=64, pattern=r"^[-_a-zA-Z0-9]*$")] = ""


class RecordSent(Asked):
    """`present`: participants by number."""

    record: Annotated[str, Field(min_length=1, max_length=20000)]
    present: Annotated[list[Annotated[int, Field(ge=1, le=1000)]], Field(max_length=100)] = Field(
        default_factory=list
    )


class RefusalToSignSent(Asked):
    """A signature on paper is entered on the page, with its scan."""

    participant: Annotated[int, Field(ge=1, le=1000)]
    note: Words


class HearingAnswersSent(Asked):
    """Number of the view → its answer. `consideration`: what follows from the record, where a hearing was held."""

    answers: Annotated[
        dict[Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")], Words], Field(max_length=1000)
    ] = Field(default_factory=dict)
    consideration: Annotated[str, Field(max_length=4000)] = ""
