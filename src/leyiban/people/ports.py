"""What people need from floors above or from outside: named here, filled elsewhere.

``messages`` fills the code sender when it is ready; until then asking for a code is refused in words. This
module imports no model, so that an app may name it while the apps are still loading.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from leyiban.people.errors import CodeNotSent


class CodeSender(Protocol):
    """Sends one sign-in code now. Called inside the transaction that stored the code's digest.

    Raises:
        CodeNotSent: it is certain that no message went out.
    """

    def __call__(self, *, phone: str, code: str, minutes: int, now: dt.datetime) -> None: ...


class Verdict(Enum):
    """What an authority says of a name and a number."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """What the register of enterprises says now."""

    name: str
    uscc: str
    in_operation: bool
    representative_name: str
    address: str


class IdentityCheck(Protocol):
    """The authority's services; every method may raise :class:`~leyiban.people.errors.IdentityServiceDown`."""

    def match_person(self, *, name: str, id_kind: str, number: str, now: dt.datetime) -> Verdict:
        """Whether name and number belong together (real-name level 2)."""
        ...

    def order_face_check(self, *, name: str, number: str, return_url: str, now: dt.datetime) -> "FaceOrder":
        """Begin a face check of this person at the authority (real-name level 3)."""
        ...

    def face_passed(self, *, reference: str, now: dt.datetime) -> bool | None:
        """Whether the ordered check was passed; None while the person has not finished."""
        ...

    def enterprise(self, *, uscc: str, now: dt.datetime) -> EnterpriseFacts | None:
        """The register's entry of this credit code, or None."""
        ...

    def is_representative(self, *, uscc: str, name: str, number: str, now: dt.datetime) -> Verdict:
        """Whether this person is the legal representative of this body now."""
        ...


@dataclass(frozen=True, slots=True)
class FaceOrder:
    """``reference`` is asked about later; ``url`` is where the person goes now."""

    reference: str
    url: str


def _nobody_sends(*, phone: str, code: str, minutes: int, now: dt.datetime) -> None:
    raise CodeNotSent


_code_sender: CodeSender = _nobody_sends


def fill_code_sender(sender: CodeSender) -> None:
    """Called once, by the app that owns messages, when it is ready."""
    global _code_sender
    _code_sender = sender


def code_sender() -> CodeSender:
    return _code_sender
