"""The adapter to the province's platform. The contract stands in ``sandbox/README.md``, chapter "The province's
platform"; a platform with another one gets a gateway that speaks this."""

import base64
import datetime as dt
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from leyiban.kernel.outbound.policies import CircuitPolicy, RetryPolicy
from leyiban.kernel.outbound.registry import CallType, Service, register
from leyiban.kernel.outbound.wire import Request
from leyiban.kernel.papers.queries import open_paper
from leyiban.province.signing import public_key, sign

# A level above may be off for days; nothing is given up before a month, and what is can be sent again.
PROVINCE = Service(
    name="province",
    label=_("省级政务平台"),
    deadline=dt.timedelta(seconds=20),
    retry=RetryPolicy(
        longest_pause=dt.timedelta(minutes=30), give_up_after=dt.timedelta(days=30), tries=5_000
    ),
    circuit=CircuitPolicy(failures=5, cool_off=dt.timedelta(seconds=30)),
)


class Message(BaseModel):
    """``body`` are the exact bytes, as text, that were signed."""

    body: str


class SignedMessage(Message):
    signature: str
    public_key: str


class PaperNamed(BaseModel):
    digest: str


class PaperSent(PaperNamed):
    content: str


class Mailbox(BaseModel):
    after: int


class Complaint(BaseModel):
    position: int
    reason: str


class DayAsked(BaseModel):
    """``place`` is how many records were read before."""

    day: str
    place: int = 0


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Registered(_Said):
    registry: str = Field(min_length=1, max_length=60)


class Taken(_Said):
    """It has it; there is nothing else to know."""


class SignedAnswer(_Said):
    body: str
    signature: str


class Answers(_Said):
    """``key`` is the province's public key as it says itself."""

    answers: list[SignedAnswer]
    key: str = Field(max_length=100)


class Said(_Said):
    """What an answer says once its signature was verified. ``package`` is the digest of the hand-over it answers."""

    format: Literal["leyiban-answer/1"]
    position: int = Field(ge=1)
    number: str
    round: int
    package: str
    registry: str
    sequence: int = Field(ge=1)
    kind: Literal["receipt", "correction", "decision", "licence"]
    said_at: dt.datetime
    text: str = Field(default="", max_length=4000)
    decision: Literal["", "grant", "deny"] = ""
    licence: str = Field(default="", max_length=100)


class Statement(SignedAnswer):
    key: str = Field(max_length=100)


class DayStated(_Said):
    """How many records of a day the province has, with a digest over all of them."""

    format: Literal["leyiban-statement/1"]
    day: dt.date
    count: int = Field(ge=0)
    digest: str


class Records(_Said):
    records: list[str]
    more: bool


def _signed(message: Message) -> SignedMessage:
    return SignedMessage(body=message.body, signature=sign(message.body), public_key=public_key())


def _with_content(paper: PaperNamed) -> PaperSent:
    with open_paper(paper.digest) as file:
        return PaperSent(digest=paper.digest, content=base64.b64encode(file.read()).decode())


SAY = register(
    CallType(
        service=PROVINCE,
        name="say",
        payload=Message,
        compose=lambda message: Request(path="/v1/messages", body=_signed(message)),
        read=lambda answer: Registered.model_validate_json(answer.body),
    )
)
SEND_PAPER = register(
    CallType(
        service=PROVINCE,
        name="send_paper",
        payload=PaperNamed,
        compose=lambda paper: Request(path="/v1/papers", body=_with_content(paper)),
        read=lambda answer: Taken.model_validate_json(answer.body),
    )
)
ASK_MAILBOX = register(
    CallType(
        service=PROVINCE,
        name="ask_mailbox",
        payload=Mailbox,
        compose=lambda asked: Request(method="GET", path=f"/v1/mailbox?after={asked.after}"),
        read=lambda answer: Answers.model_validate_json(answer.body),
    )
)
COMPLAIN = register(
    CallType(
        service=PROVINCE,
        name="complain",
        payload=Complaint,
        compose=lambda complaint: Request(path="/v1/complaints", body=complaint),
        read=lambda answer: Taken.model_validate_json(answer.body),
    )
)
REPORT = register(
    CallType(
        service=PROVINCE,
        name="report",
        payload=Message,
        compose=lambda message: Request(path="/v1/records", body=_signed(message)),
        read=lambda answer: Taken.model_validate_json(answer.body),
    )
)
ASK_STATEMENT = register(
    CallType(
        service=PROVINCE,
        name="ask_statement",
        payload=DayAsked,
        compose=lambda asked: Request(method="GET", path=f"/v1/statements/{asked.day}"),
        read=lambda answer: Statement.model_validate_json(answer.body),
    )
)
ASK_RECORDS = register(
    CallType(
        service=PROVINCE,
        name="ask_records",
        payload=DayAsked,
        compose=lambda asked: Request(method="GET", path=f"/v1/records/{asked.day}?from={asked.place}"),
        read=lambda answer: Records.model_validate_json(answer.body),
    )
)
