"""A program that calls the API, and a clock that a test moves. Every answer is held against the document."""

import datetime as dt
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leyiban.api.frame.door import PREFIX
from leyiban.kernel.actors import Channel
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import issue_token, own_actor
from tests.api.contract import check_answer
from tests.people.people import POLICY

_keys = itertools.count(1)


@dataclass
class Clock:
    """What the edge believes to be now."""

    now: dt.datetime

    def later(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)


@dataclass(frozen=True)
class Answer:
    """An answer with its JSON read."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def tag(self) -> str:
        return self.headers["ETag"]

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json", self.content
        return str(self.json["code"])

    @property
    def fields(self) -> dict[str, str]:
        """Field → code of a problem's lines."""
        return {each["field"]: each["code"] for each in self.json["problems"]}


@dataclass
class Caller:
    """``token`` goes with every call; a call that writes gets a key of its own unless it is given one."""

    token: str = ""
    language: str = "zh"
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(
        self, path: str, body: Any = None, *, seen: str = "", key: str | None = None, **headers: str
    ) -> Answer:
        return self.call("POST", path, body, seen=seen, key=key, **headers)

    def patch(self, path: str, body: Any, *, seen: str, key: str | None = None) -> Answer:
        return self.call("PATCH", path, body, seen=seen, key=key)

    def put(self, path: str, body: Any, *, seen: str, key: str | None = None) -> Answer:
        return self.call("PUT", path, body, seen=seen, key=key)

    def delete(self, path: str, *, key: str | None = None) -> Answer:
        return self.call("DELETE", path, key=key)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        seen: str = "",
        key: str | None = None,
        **headers: str,
    ) -> Answer:
        """``seen`` is If-Match; ``key`` None: a fresh one, "": none."""
        address = path if path.startswith("/api/") else PREFIX + path
        text = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {
            **self._headers(method, seen, key),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        content_type = sent.pop("Content-Type", "application/json")
        response = self.browser.generic(method, address, text, content_type=content_type, headers=sent)
        return self._checked(method, address, response)

    def upload(
        self, path: str, *, name: str, content: bytes, key: str | None = None, **fields: str
    ) -> Answer:
        """A file with what is said beside it."""
        data = {**fields, "file": SimpleUploadedFile(name, content)}
        response = self.browser.post(PREFIX + path, data, headers=self._headers("POST", "", key))
        return self._checked("POST", PREFIX + path, response)

    def _headers(self, method: str, seen: str, key: str | None) -> dict[str, str]:
        headers = {"Accept-Language": self.language}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if seen:
            headers["If-Match"] = seen
        if method not in ("GET", "HEAD") and key != "":
            headers["Idempotency-Key"] = key or f"test-key-{next(_keys):06}"
        return headers

    def _checked(self, method: str, address: str, response: Any) -> Answer:
        if response.streaming:
            content = b"".join(response.streaming_content)
            for close in response._resource_closers:  # response.close() would end the test's connection
                close()
            return Answer(response.status_code, dict(response.headers), content)
        check_answer(method, address, response)
        return Answer(response.status_code, dict(response.headers), response.content)


def caller_of(account: Account, now: dt.datetime, *scopes: Scope, language: str = "zh") -> Caller:
    """A program with a token of ``account`` that is good for everything, or for ``scopes``."""
    token, _ = issue_token(
        account=account,
        scopes=scopes or tuple(Scope),
        label="test",
        policy=POLICY,
        actor=own_actor(account, Channel.API),
        now=now,
    )
    return Caller(token=token, language=language)
