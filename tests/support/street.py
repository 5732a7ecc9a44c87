"""The sandbox as a real process, for tests that talk to the outside world."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.waiting import free_port, until

REPOSITORY = Path(__file__).resolve().parents[2]
API_KEY = "sandbox-key"
START_SECONDS = 20.0


class Street:
    """One sandbox on a free port. ``http`` talks to it; ``kill`` leaves no time for goodbyes."""

    def __init__(self, state: Path, *options: str) -> None:
        self.state = state
        self.options = options
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, timeout=10, trust_env=False)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "sandbox", "--port", str(self.port), "--state", str(self.state)]
        self._process = subprocess.Popen([*command, *self.options], cwd=REPOSITORY, stdout=subprocess.DEVNULL)
        until(self._answers, patience=START_SECONDS, what="the sandbox's start")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the sandbox ended with {self._process.returncode}"
        try:
            return self.http.get("/health").is_success
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self.http.close()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self._process is not None
        self._process.terminate()
        code = self._process.wait(timeout=15)
        self._process = None
        return code

    def fault(self, resident: str, kind: str, **order: object) -> None:
        """Order a fault, as ``sandbox/README.md`` describes it."""
        self.http.put(f"/admin/faults/{resident}/{kind}", json=order).raise_for_status()

    def struck(self, resident: str, kind: str) -> int:
        """How many requests the ordered fault has hit."""
        struck: int = self.http.get("/admin/faults").json()[resident][kind]["struck"]
        return struck

    def heal(self) -> None:
        self.http.delete("/admin/faults").raise_for_status()

    def inbox(self, phone: str) -> list[str]:
        """The texts on a phone, newest first."""
        answer = self.http.get("/sms/inbox", params={"phone": phone, "format": "json"}).json()
        return [message["text"] for message in answer["messages"]]

    def as_sender(self, **headers: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {API_KEY}", **headers}

    def call(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Post JSON with the sender's key."""
        return self.http.post(path, json=body, headers=self.as_sender(**headers))


@pytest.fixture(scope="session")
def _session_street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    street = Street(tmp_path_factory.mktemp("sandbox"), "--delivery-ms", "0")
    street.start()
    yield street
    street.close()


@pytest.fixture
def street(_session_street: Street) -> Iterator[Street]:
    """The shared sandbox, healthy before and after. Messages arrive at once."""
    _session_street.heal()
    yield _session_street
    _session_street.heal()


@pytest.fixture
def own_street(tmp_path: Path) -> Iterator[Street]:
    """A sandbox of this test alone, running, that may be killed and started again."""
    street = Street(tmp_path / "sandbox", "--delivery-ms", "0")
    street.start()
    yield street
    street.close()
