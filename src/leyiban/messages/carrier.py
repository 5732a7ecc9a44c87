"""The adapter to whoever carries text messages. The contract stands in ``sandbox/README.md``, chapter
"Text messages"; a carrier with another one gets a gateway that speaks this."""

import datetime as dt
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from leyiban.kernel.outbound.policies import CircuitPolicy, RetryPolicy
from leyiban.kernel.outbound.registry import CallType, Service, register
from leyiban.kernel.outbound.wire import Answer, Request

SMS = Service(
    name="sms",
    label=_("短信通道"),
    deadline=dt.timedelta(seconds=5),
    retry=RetryPolicy(longest_pause=dt.timedelta(minutes=15), give_up_after=dt.timedelta(days=3), tries=500),
    circuit=CircuitPolicy(failures=5, cool_off=dt.timedelta(seconds=30)),
)


class Sending(BaseModel):
    to: str
    text: str


class Accepted(BaseModel):
    """The carrier has it; whether the phone gets it is told by the receipt."""

    model_config = ConfigDict(extra="ignore")
    message_id: str = Field(min_length=1, max_length=100)


class ReceiptAsked(BaseModel):
    message_id: str


class Receipt(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: str
    state: Literal["accepted", "delivered", "failed"]
    reason: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,59}$")


def _sending(sending: Sending) -> Request:
    return Request(path="/v1/messages", body=sending)


def _accepted(answer: Answer) -> Accepted:
    return Accepted.model_validate_json(answer.body)


SEND = register(CallType(service=SMS, name="send", payload=Sending, compose=_sending, read=_accepted))
SEND_CODE = register(
    CallType(
        service=SMS,
        name="send_code",
        payload=Sending,
        compose=_sending,
        read=_accepted,
        keeps_failed=False,  # a code is worthless a moment later, and nobody's business
    )
)
ASK_RECEIPT = register(
    CallType(
        service=SMS,
        name="ask_receipt",
        payload=ReceiptAsked,
        compose=lambda asked: Request(method="GET", path=f"/v1/messages/{asked.message_id}"),
        read=lambda answer: Receipt.model_validate_json(answer.body),
    )
)
