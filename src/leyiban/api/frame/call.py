"""One call as an endpoint needs it: who, when, what was asked, and what goes back beside the body."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from django.http import HttpRequest
from pydantic import BaseModel

from leyiban.api.errors import KeyMissing
from leyiban.api.frame.json_text import json_text
from leyiban.catalogue.words import Lang, active_lang
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import Stale
from leyiban.kernel.idempotency.fingerprints import fingerprint_of
from leyiban.kernel.idempotency.operations import once
from leyiban.kernel.throttles.origins import origin_of
from leyiban.people.models import Account

KEY_HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotent-Replayed"
_TAG: Final = re.compile(r'(?:W/)?"(\d{1,9})(?:\.[^"]*)?"')
_FINGERPRINT: Final = "api.fingerprint"

T = TypeVar("T")


class Unchanged(Exception):
    """The caller has this very representation already: 304."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__(tag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an endpoint did, as it is kept for a repetition of the same call.

    ``body`` therefore holds nothing personal and no secret: numbers, keys, states, versions. An endpoint
    that must answer more builds it from this on the way out (``shows``). ``was_there``: nothing new was made.
    """

    body: BaseModel | None = None
    location: str = ""
    version: int | None = None
    was_there: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """:class:`Done` as it was kept, now or when the same call came first."""

    body: dict[str, Any]
    was_there: bool


@dataclass(slots=True, kw_only=True)
class Call:
    """``account`` is None for a guest. ``headers`` go out with the answer. ``sent`` is what the body said."""

    request: HttpRequest
    account: Account | None
    actor: Actor
    now: dt.datetime
    sent: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def lang(self) -> Lang:
        """The language in which a city's own texts are answered."""
        return active_lang()

    @property
    def origin(self) -> str:
        return origin_of(self.request.META)

    @property
    def version(self) -> int:
        """The version that the caller saw (``If-Match``).

        Raises:
            Stale: it is no version of ours.
        """
        match = _TAG.fullmatch(self._header("If-Match"))
        if match is None:
            raise Stale
        return int(match[1])

    @property
    def version_unless_any(self) -> int | None:
        """The same, or None where the caller wants to write whatever is there now (``If-Match: *``)."""
        return None if self._header("If-Match") == "*" else self.version

    def tag(self, version: int, *parts: str) -> None:
        """Tell the version of what is answered, and answer nothing when the caller has it already.

        The tag names the language too, because the same version reads differently in another, and ``parts``:
        whatever else the answer depends on (a day, for one).

        Raises:
            Unchanged: ``If-None-Match`` names it.
        """
        tag = f'"{".".join((str(version), self.lang.value, *parts))}"'
        known = [each.strip().removeprefix("W/") for each in self._header("If-None-Match").split(",")]
        if tag in known:
            raise Unchanged(tag)
        self.headers["ETag"] = tag

    def once(self, act: Callable[[], Done], *, route: str) -> Kept:
        """Carry out ``act`` once for this ``Idempotency-Key``; a repetition gets what the first one got.

        Raises:
            KeyMissing, KeyMalformed, KeyReused. Whatever ``act`` raises.
        """
        key = self._header(KEY_HEADER)
        if not key:
            raise KeyMissing
        answer, is_repetition = once(
            scope=f"api {self.actor.pseudonym} {self.request.method} {route}",
            key=key,
            fingerprint=self._fingerprint(),
            act=lambda: _kept(act()),
            now=self.now,
        )
        if is_repetition:
            self.headers[REPLAYED_HEADER] = "true"
        if answer["location"]:
            self.headers["Location"] = answer["location"]
        if answer["version"] is not None:
            self.headers["ETag"] = f'"{answer["version"]}.{self.lang.value}"'
        return Kept(body=answer["body"], was_there=answer["was_there"])

    def _header(self, name: str) -> str:
        return self.request.headers.get(name, "").strip()

    def _fingerprint(self) -> bytes:
        """A digest over method, address and what was sent, files included."""
        head = f"{self.request.method} {self.request.get_full_path()}\n".encode()
        told = json_text(self.sent, in_order=True) if self.sent is not None else b""
        return fingerprint_of(self.request, domain=_FINGERPRINT, head=head + told)


def call_of(request: HttpRequest) -> Call:
    """The call that the door made of this request."""
    return cast("Call", request.auth)  # type: ignore[attr-defined]  # set by ninja from the door's answer


def _kept(done: Done) -> dict[str, Any]:
    return {
        "body": {} if done.body is None else done.body.model_dump(mode="json"),
        "location": done.location,
        "version": done.version,
        "was_there": done.was_there,
    }
