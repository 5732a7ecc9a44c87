"""The authority's identity service and register of enterprises, over HTTP: fills :class:`IdentityCheck`.

Numbers travel in bodies, never in a path. Nothing that is asked is stored; only the tries are.
"""

import datetime as dt
from collections.abc import Callable
from typing import Literal, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, ValidationError

from leyiban.kernel.identifiers import IdDocument
from leyiban.kernel.outbound.errors import ServiceRefused, ServiceUnavailable
from leyiban.kernel.outbound.operations import call_now
from leyiban.kernel.outbound.registry import CallType, Service, WrongAnswer, register
from leyiban.kernel.outbound.wire import Answer, Request
from leyiban.people.errors import IdentityMismatch, IdentityServiceDown
from leyiban.people.ports import EnterpriseFacts, FaceOrder, Verdict

IDENTITY = Service(name="identity", label=_("身份核验"), deadline=dt.timedelta(seconds=4))

PayloadT = TypeVar("PayloadT", bound=BaseModel)
AnswerT = TypeVar("AnswerT", bound=BaseModel)


class _Said(BaseModel):
    """An answer: fields that we do not know are the service's own business."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class PersonAsked(BaseModel):
    name: str
    resident_id: str


class RepresentativeAsked(PersonAsked):
    uscc: str


class FaceAsked(PersonAsked):
    return_url: str


class FaceFollowed(BaseModel):
    reference: str


class EnterpriseAsked(BaseModel):
    uscc: str


class VerdictSaid(_Said):
    result: Literal["match", "mismatch", "unknown", "not_in_operation"]


class FaceSaid(_Said):
    reference: str
    url: str


class FaceState(_Said):
    state: Literal["waiting", "passed", "failed"]


class EnterpriseEntry(_Said):
    name: str
    uscc: str
    status: str
    legal_representative: str
    address: str


class EnterpriseSaid(_Said):
    found: bool
    enterprise: EnterpriseEntry | None = None


def _reader(said: type[AnswerT]) -> Callable[[Answer], AnswerT]:
    def read(answer: Answer) -> AnswerT:
        try:
            return said.model_validate_json(answer.body)
        except ValidationError as error:
            raise WrongAnswer(said.__name__) from error

    return read


def _asking(
    name: str, path: str, payload: type[PayloadT], said: type[AnswerT]
) -> CallType[PayloadT, AnswerT]:
    """A call whose body is the payload and whose answer is ``said``."""
    return register(
        CallType(
            service=IDENTITY,
            name=name,
            payload=payload,
            compose=lambda asked: Request(path=path, body=asked),
            read=_reader(said),
        )
    )


MATCH = _asking("match", "/v1/match", PersonAsked, VerdictSaid)
REPRESENTATIVE = _asking("representative", "/v1/legal-representatives", RepresentativeAsked, VerdictSaid)
ENTERPRISE = _asking("enterprise", "/v1/enterprises", EnterpriseAsked, EnterpriseSaid)
FACE_ORDER = _asking("face_order", "/v1/faces", FaceAsked, FaceSaid)
FACE = register(
    CallType(
        service=IDENTITY,
        name="face",
        payload=FaceFollowed,
        compose=lambda asked: Request(method="GET", path=f"/v1/faces/{asked.reference}"),
        read=_reader(FaceState),
    )
)

_VERDICTS = {"match": Verdict.MATCH, "mismatch": Verdict.MISMATCH}


class IdentityService:
    """The one :class:`~leyiban.people.ports.IdentityCheck` of a running city."""

    def match_person(self, *, name: str, id_kind: str, number: str, now: dt.datetime) -> Verdict:
        if id_kind != IdDocument.RESIDENT_ID:
            return Verdict.UNKNOWN  # the service knows resident numbers only; others prove at the counter
        said = _ask(MATCH, PersonAsked(name=name, resident_id=number), now)
        return _VERDICTS.get(said.result, Verdict.UNKNOWN)

    def is_representative(self, *, uscc: str, name: str, number: str, now: dt.datetime) -> Verdict:
        said = _ask(REPRESENTATIVE, RepresentativeAsked(uscc=uscc, name=name, resident_id=number), now)
        return _VERDICTS.get(said.result, Verdict.UNKNOWN)

    def enterprise(self, *, uscc: str, now: dt.datetime) -> EnterpriseFacts | None:
        entry = _ask(ENTERPRISE, EnterpriseAsked(uscc=uscc), now).enterprise
        if entry is None:
            return None
        if entry.uscc != uscc:
            raise IdentityServiceDown  # an answer to another question is no answer
        return EnterpriseFacts(
            name=entry.name,
            uscc=entry.uscc,
            in_operation=entry.status == "in_operation",
            representative_name=entry.legal_representative,
            address=entry.address,
        )

    def order_face_check(self, *, name: str, number: str, return_url: str, now: dt.datetime) -> FaceOrder:
        said = _ask(FACE_ORDER, FaceAsked(name=name, resident_id=number, return_url=return_url), now)
        return FaceOrder(reference=said.reference, url=said.url)

    def face_passed(self, *, reference: str, now: dt.datetime) -> bool | None:
        state = _ask(FACE, FaceFollowed(reference=reference), now).state
        return None if state == "waiting" else state == "passed"


def _ask(call: CallType[PayloadT, AnswerT], payload: PayloadT, now: dt.datetime) -> AnswerT:
    try:
        return call_now(call=call, payload=payload, now=now)
    except ServiceUnavailable as down:
        raise IdentityServiceDown from down
    except ServiceRefused as refused:
        raise IdentityMismatch from refused
