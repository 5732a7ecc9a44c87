"""People who hand in applications over HTTP, each again and again with the same key until it is acknowledged, and one
who only reads."""

import http.client
import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

from bench.cast import Cast
from bench.ground import NOW, Ground
from leyiban.cases.models import Draft
from leyiban.kernel.actors import Channel
from leyiban.kernel.moments import city_date
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import issue_token, own_actor
from leyiban.people.policy import sign_in_policy

_PATIENCE = 30.0  # seconds for one answer
_PAUSE = 0.05  # seconds before a press is repeated
_CREATED, _OK = 201, 200


@dataclass(frozen=True, slots=True)
class Press:
    """One submission: the draft, the version that was seen, the account that owns it, and a token of that."""

    draft: str
    seen: str
    account: int
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "If-Match": self.seen,
            "Idempotency-Key": f"failover-{self.draft}",
        }


@dataclass
class Log:
    """What happened when (monotonic seconds). ``acknowledged`` maps a draft's key to its case's number
    and who was told it;
    ``waits`` are how long an acknowledged press took; ``pages`` when one was asked for, how long it took, and whether it came."""

    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    at: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    pages: list[tuple[float, float, bool]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, press: Press, number: str, wait: float) -> None:
        with self._lock:
            self.waits.append(wait)
            self.acknowledged[press.draft] = number, press.account
            self.at.append(time.monotonic())

    def longest_silence(self, after: float) -> float:
        """The longest stretch, in seconds, without an acknowledgement, of those that ended after this moment.

        Not simply the first one: what was committed before a death may still be answered for a moment.
        """
        moments = sorted(self.at)
        return max(later - earlier for earlier, later in pairwise(moments) if later > after)

    def pages_failed_for(self) -> float:
        """Seconds from the first page that failed to the first one after it that came."""
        failed = [moment for moment, _, came in self.pages if not came]
        if not failed:
            return 0.0
        return next(moment for moment, _, came in self.pages if came and moment > failed[-1]) - failed[0]


@dataclass
class Crowd:
    """Everybody at once against ``port``; begins with :meth:`start`."""

    port: int
    presses: Sequence[Press]
    people: int
    rest: float = 0.0  # seconds between two presses of one person
    log: Log = field(default_factory=Log)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self, pool: ThreadPoolExecutor) -> list[Future[None]]:
        """One thread for each person, and one for somebody who only reads."""
        reading = pool.submit(self._read)
        writing = [pool.submit(self._write, self.presses[at :: self.people]) for at in range(self.people)]
        return [*writing, reading]

    def end(self) -> None:
        """Nobody begins anything new."""
        self._stop.set()

    def _write(self, presses: Sequence[Press]) -> None:
        for press in presses:
            while not self._pressed(press):
                time.sleep(_PAUSE)
            if self._stop.wait(self.rest):
                return

    def _pressed(self, press: Press) -> bool:
        began = time.monotonic()
        status, body = self._call("POST", f"/api/v1/drafts/{press.draft}/submission", press.headers)
        if status == _CREATED:
            self.log.acknowledge(press, str(json.loads(body)["number"]), time.monotonic() - began)
            return True
        if status and 400 <= status < 500:
            raise RuntimeError(f"{press.draft} was refused with {status}: {body[:300]!r}")
        self.log.refused.append(status)
        return False

    def _read(self) -> None:
        while not self._stop.wait(_PAUSE):
            began = time.monotonic()
            status, _ = self._call("GET", "/items", {})
            self.log.pages.append((began, time.monotonic() - began, status == _OK))

    def _call(self, method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body; 0 where no answer came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            line.request(method, path, body=b"", headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            line.close()


def presses_of(ground: Ground, database: str, cast: Cast, count: int) -> list[Press]:
    """Drafts that are ready to be handed in, each of somebody else, and tokens for them."""
    policy = sign_in_policy(region=cast.version.item.city.region.code, on=city_date(NOW))
    draft = cast.draft(cast.counties()[0])
    with ground.multiplier(database) as many:
        people = many.people(cast.filing, count)
        drafts = many.drafts(draft.pk, people, count)
    accounts = Account.objects.in_bulk(range(people.account, people.account + count))
    made = []
    for key, account in zip(drafts.ids(), accounts.values(), strict=True):
        actor = own_actor(account, Channel.API)
        token, _ = issue_token(
            account=account, scopes=tuple(Scope), label="bench", policy=policy, actor=actor, now=NOW
        )
        made.append(Press(f"bench-draft-{key}", f'"{draft.version}.zh"', account.pk, token))
    assert Draft.objects.filter(pk__in=drafts.ids()).count() == count
    return made
