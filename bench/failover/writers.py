"""People who hand in applications over HTTP, each again and again with the same key until it is acknowledged."""

import http.client
import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

_PATIENCE = 30.0  # seconds for one answer
_PAUSE = 0.05  # seconds before a press is repeated
_CREATED, _OK = 201, 200


@dataclass(frozen=True, slots=True)
class Press:
    """One submission: the draft, the version that was seen, and the token of who owns it."""

    draft: str
    seen: str
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
    """What happened when (monotonic seconds). ``acknowledged`` maps a draft's key to its case's number."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    at: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    pages: list[tuple[float, bool]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, press: Press, number: str) -> None:
        with self._lock:
            self.acknowledged[press.draft] = number
            self.at.append(time.monotonic())

    def longest_silence(self, around: float) -> float:
        """Seconds between the last acknowledgement before this moment and the first after it."""
        before = max(moment for moment in self.at if moment <= around)
        return min(moment for moment in self.at if moment > around) - before

    def pages_failed_for(self) -> float:
        """Seconds from the first page that failed to the first one after it that came."""
        failed = [moment for moment, came in self.pages if not came]
        if not failed:
            return 0.0
        return next(moment for moment, came in self.pages if came and moment > failed[-1]) - failed[0]


@dataclass
class Crowd:
    """Everybody at once against ``port``; begins with :meth:`start`."""

    port: int
    presses: Sequence[Press]
    people: int
    log: Log = field(default_factory=Log)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self, pool: ThreadPoolExecutor) -> list[Future[None]]:
        """One thread for each person, and one for somebody who only reads."""
        reading = pool.submit(self._read)
        writing = [pool.submit(self._write, self.presses[at :: self.people]) for at in range(self.people)]
        return [*writing, reading]

    def end_reading(self) -> None:
        self._stop.set()

    def _write(self, presses: Sequence[Press]) -> None:
        for press in presses:
            while not self._pressed(press):
                time.sleep(_PAUSE)

    def _pressed(self, press: Press) -> bool:
        status, body = self._call("POST", f"/api/v1/drafts/{press.draft}/submission", press.headers)
        if status == _CREATED:
            self.log.acknowledge(press, str(json.loads(body)["number"]))
            return True
        if status and 400 <= status < 500:
            raise RuntimeError(f"{press.draft} was refused with {status}: {body[:300]!r}")
        self.log.refused.append(status)
        return False

    def _read(self) -> None:
        while not self._stop.wait(_PAUSE):
            began = time.monotonic()
            status, _ = self._call("GET", "/items", {})
            self.log.pages.append((began, status == _OK))

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
