"""Services, the calls they understand, and who hears how a call ended.

An app describes a service and its calls in one module (the adapter), and registers what happens
afterwards in its ``services.py``, which autodiscovery imports::

    SMS = Service(name="sms", label=_("短信通道"), deadline=timedelta(seconds=5))
    SEND = register(CallType(service=SMS, name="send", payload=Sending, compose=…, read=…))

    @when_delivered(SEND)
    def accepted(settled: Settled, answer: Accepted, *, now: datetime) -> None: …

A handler runs in the transaction that records the outcome, calls one operation and is idempotent: a call
whose outcome could not be recorded is made again, with the same idempotency key.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from leyiban.kernel.errors import Text
from leyiban.kernel.outbound.policies import CircuitPolicy, RetryPolicy
from leyiban.kernel.outbound.wire import Answer, Request

PayloadT = TypeVar("PayloadT", bound=BaseModel)
AnswerT = TypeVar("AnswerT")
AnswerT_contra = TypeVar("AnswerT_contra", contravariant=True)


class WrongAnswer(Exception):
    """Raised by a call's ``read``: the service answered something that was not agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """``deadline`` is for one try. ``interactive_tries`` bounds how long a person waits in ``call_now``."""

    name: str
    label: Text
    deadline: dt.timedelta = dt.timedelta(seconds=5)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    circuit: CircuitPolicy = field(default_factory=CircuitPolicy)
    interactive_tries: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CallType(Generic[PayloadT, AnswerT]):
    """One thing to ask of a service: ``payload`` → ``compose`` → HTTP → ``read``.

    ``keeps_failed``: the content of a call that failed is kept for an operator to send it again, until its
    retention ends. False for what is worthless or dangerous afterwards, such as a sign-in code.
    """

    service: Service
    name: str
    payload: type[PayloadT]
    compose: Callable[[PayloadT], Request]
    read: Callable[[Answer], AnswerT]
    keeps_failed: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """A call that will not be tried again. ``reason`` is empty when it was delivered."""

    key: str
    tries: int
    reason: str = ""


class Delivered(Protocol[AnswerT_contra]):
    def __call__(self, settled: Settled, answer: AnswerT_contra, *, now: dt.datetime) -> None: ...


class Failed(Protocol):
    def __call__(self, settled: Settled, *, now: dt.datetime) -> None: ...


@dataclass(slots=True)
class Registered:
    """A call and who hears how it ended."""

    call: CallType[Any, Any]
    delivered: Delivered[Any] | None = None
    failed: Failed | None = None


_CALLS: dict[tuple[str, str], Registered] = {}


def register(call: CallType[PayloadT, AnswerT]) -> CallType[PayloadT, AnswerT]:
    """Make a call known by its service's name and its own.

    Raises:
        ValueError: it is known already, or two services share a name.
    """
    key = call.service.name, call.name
    if key in _CALLS:
        raise ValueError(f"two calls are named {'.'.join(key)}")
    if any(other != call.service for other in services() if other.name == call.service.name):
        raise ValueError(f"two services are named {call.service.name}")
    _CALLS[key] = Registered(call)
    return call


def when_delivered(
    call: CallType[Any, AnswerT],
) -> Callable[[Delivered[AnswerT]], Delivered[AnswerT]]:
    """Name the one function that hears the answer of a call made by ``send_later``."""

    def decorate(handler: Delivered[AnswerT]) -> Delivered[AnswerT]:
        _CALLS[call.service.name, call.name].delivered = handler
        return handler

    return decorate


def when_failed(call: CallType[Any, Any]) -> Callable[[Failed], Failed]:
    """Name the one function that hears that a call failed for good."""

    def decorate(handler: Failed) -> Failed:
        _CALLS[call.service.name, call.name].failed = handler
        return handler

    return decorate


def find(service: str, call: str) -> Registered | None:
    """What is known of a stored call; None when no installed app describes it any more."""
    return _CALLS.get((service, call))


def services() -> tuple[Service, ...]:
    """All services, by name."""
    by_name = {known.call.service.name: known.call.service for known in _CALLS.values()}
    return tuple(by_name[name] for name in sorted(by_name))
