"""A program that talks to the platform as any other program would: HTTP, a token, a key for every request."""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

Found = TypeVar("Found")
_PATIENCE = 60.0  # seconds for what the worker does behind us
_PULSE = 0.3


class JourneyFailed(Exception):
    """The platform answered something else than the journey needs."""


def wait_for(what: str, look: Callable[[], Found | None]) -> Found:
    """Look again and again until ``look`` finds something.

    Raises:
        JourneyFailed: it does not come in a minute.
    """
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        found = look()
        if found is not None:
            return found
        time.sleep(_PULSE)
    raise JourneyFailed(f"{what} did not come within {_PATIENCE:.0f} seconds; see var/log/worker.log")


@dataclass
class Client:
    """``token`` empty: a guest."""

    url: str
    token: str = ""
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        headers = {"Accept-Language": "zh"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        self._http = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)

    def get(self, path: str, **query: str) -> Any:
        return self._said(self._http.get(path, params=query)).json()

    def file(self, path: str) -> bytes:
        return self._said(self._http.get(path)).content

    def send(self, method: str, path: str, body: Any = None, *, seen: str = "") -> Any:
        """``seen`` is the version the request was made from (If-Match)."""
        headers = {"Idempotency-Key": secrets.token_hex(12)} | ({"If-Match": seen} if seen else {})
        answer = self._said(self._http.request(method, path, json=body, headers=headers))
        return answer.json() if answer.content else None

    def upload(self, path: str, *, slot: str, name: str, content: bytes) -> None:
        headers = {"Idempotency-Key": secrets.token_hex(12)}
        files = {"file": (name, content, "image/png")}
        self._said(self._http.post(path, data={"slot": slot}, files=files, headers=headers))

    def tag(self, path: str) -> str:
        """The present version of a thing, as its ETag."""
        return self._said(self._http.get(path)).headers["ETag"]

    def _said(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_error:
            where = f"{answer.request.method} {answer.request.url.path}"
            raise JourneyFailed(f"{where} answered {answer.status_code}: {answer.text[:600]}")
        return answer


def text_message(sandbox_url: str, phone: str) -> str:
    """The newest text message on a phone of the sandbox."""
    inbox = httpx.get(f"{sandbox_url}/sms/inbox", params={"phone": phone, "format": "json"}, timeout=10)
    inbox.raise_for_status()
    messages = inbox.json()["messages"]
    return str(messages[0]["text"]) if messages else ""


def code_in(text: str) -> str | None:
    """The six digits in a text message."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
    return found.group() if found else None
