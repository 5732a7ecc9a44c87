"""One HTTP exchange with a deadline for the whole of it, and what it came to."""

import asyncio
import datetime as dt
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from leyiban.kernel.outbound.targets import Target

MAX_ANSWER = 1024 * 1024  # bytes; more is a wrong answer
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")  # no number of a person fits
_TOO_SLOW = frozenset({408, 425, 429})
_NO_RIGHT = frozenset({401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``path`` is below the service's address, and never holds a number of a person."""

    method: str = "POST"
    path: str
    body: BaseModel | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = field(repr=False)


class Outcome(StrEnum):
    """How a try ended. The value is stored and shown to operators."""

    DELIVERED = "delivered"
    REFUSED = "refused"  # a lawful no, for good
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"  # the service says that it cannot, now
    UNAUTHORIZED = "unauthorized"  # our key is wrong: an operator has to act
    WRONG_ANSWER = "wrong_answer"  # not what was agreed
    NOT_CONFIGURED = "not_configured"
    HANDLER_FAILED = "handler_failed"  # it was delivered, and we could not take note of it
    LOST = "lost"  # the worker died in the middle

    @property
    def is_final(self) -> bool:
        return self in (Outcome.DELIVERED, Outcome.REFUSED)

    @property
    def blames_service(self) -> bool:
        """Whether it counts against the service's circuit."""
        return self in (Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.UNAVAILABLE, Outcome.WRONG_ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A finished try. ``code`` is the service's own word for a refusal, if it gave one."""

    outcome: Outcome
    elapsed: dt.timedelta
    status: int | None = None
    code: str = ""
    retry_after: dt.timedelta | None = None
    answer: Answer | None = field(default=None, repr=False)


def exchange(request: Request, *, target: Target, key: str, deadline: dt.timedelta) -> Exchange:
    """Say ``request`` once and judge the answer by its status. Raises nothing that the network can do."""
    begun = time.monotonic()
    try:
        response = asyncio.run(_send(request, target, key, deadline))
    except TimeoutError:
        return Exchange(outcome=Outcome.TIMEOUT, elapsed=_since(begun))
    except httpx.HTTPError as failure:
        outcome = Outcome.WRONG_ANSWER if _is_garbled(failure) else Outcome.UNREACHABLE
        return Exchange(outcome=outcome, elapsed=_since(begun))
    except _TooLong:
        return Exchange(outcome=Outcome.WRONG_ANSWER, elapsed=_since(begun))
    return Exchange(
        outcome=_judge(response.status_code),
        elapsed=_since(begun),
        status=response.status_code,
        code=_code_in(response),
        retry_after=_retry_after(response.headers),
        answer=Answer(response.status_code, response.content),
    )


class _TooLong(Exception):
    """The answer does not end."""


async def _send(request: Request, target: Target, key: str, deadline: dt.timedelta) -> httpx.Response:
    headers = {"Idempotency-Key": key, "Accept": "application/json"}
    if target.token:
        headers["Authorization"] = f"Bearer {target.token}"
    content = None
    if request.body is not None:
        content = request.body.model_dump_json(exclude_none=True)
        headers["Content-Type"] = "application/json"
    # The deadline holds for the whole exchange; httpx's own timeouts hold only between two bytes.
    async with (
        asyncio.timeout(deadline.total_seconds()),
        httpx.AsyncClient(verify=_trust(), trust_env=False, timeout=None) as client,  # noqa: S113
        client.stream(
            request.method, target.url + request.path, content=content, headers=headers
        ) as response,
    ):
        body = b""
        async for part in response.aiter_bytes():
            body += part
            if len(body) > MAX_ANSWER:
                raise _TooLong
        return httpx.Response(response.status_code, headers=response.headers, content=body)


@cache
def _trust() -> ssl.SSLContext:
    """Made once: reading the certificate bundle costs more than the call."""
    return ssl.create_default_context()


def _judge(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if status in _TOO_SLOW or status >= 500:
        return Outcome.UNAVAILABLE
    if status in _NO_RIGHT:
        return Outcome.UNAUTHORIZED
    return Outcome.REFUSED if status >= 400 else Outcome.WRONG_ANSWER


class _Problem(BaseModel):
    model_config = ConfigDict(extra="ignore")
    code: str = ""


def _code_in(response: httpx.Response) -> str:
    """The ``code`` of a problem detail, when it looks like one; anything else is not repeated."""
    if response.status_code < 400:
        return ""
    try:
        code = _Problem.model_validate_json(response.content).code
    except ValidationError:
        return ""
    return code if _CODE.fullmatch(code) else ""


def _retry_after(headers: Mapping[str, str]) -> dt.timedelta | None:
    text = headers.get("retry-after", "")
    return dt.timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 7 else None


def _is_garbled(failure: httpx.HTTPError) -> bool:
    return isinstance(failure, httpx.RemoteProtocolError | httpx.DecodingError)


def _since(begun: float) -> dt.timedelta:
    return dt.timedelta(seconds=time.monotonic() - begun)
