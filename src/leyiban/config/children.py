"""Programs that we start, watch and stop: the same commands that production runs, each a process."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_PULSE = 0.1  # seconds
_LOG_END = 3000  # characters
_HTTP_PATIENCE = 5.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ChildFailure(Exception):
    """A program ended or did not become ready; the message holds the end of its log."""


@dataclass
class Child:
    """One program.

    It is ready when ``ready_url`` answers 200; without one, when it says so itself (``config.notify``).
    ``variables`` come on top of our own environment.
    """

    name: str
    arguments: tuple[str, ...]
    log: Path
    ready_url: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _ear: socket.socket | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the program; it outlives neither us nor :meth:`stop`."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **self.variables, **self._listen()}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,  # Ctrl-C in our terminal is ours: we stop things in order
                preexec_fn=_die_with_parent,
            )

    def wait_until_ready(self, patience: float) -> None:
        """Wait up to ``patience`` seconds.

        Raises:
            ChildFailure: it ended, or the time is over.
        """
        deadline = time.monotonic() + patience
        while not self.is_ready():
            if not self.is_running():
                self.stop()
                raise ChildFailure(f"{self.name} ended instead of starting. {self._end_of_log()}")
            if time.monotonic() > deadline:
                raise ChildFailure(f"{self.name} is not ready after {patience:.0f} s. {self._end_of_log()}")
            time.sleep(_PULSE)

    def is_running(self) -> bool:
        """Whether the program lives."""
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        """Whether it does its work now."""
        if self.ready_url is not None:
            return _answers(self.ready_url)
        with contextlib.suppress(BlockingIOError):
            return self._ear is not None and b"READY=1" in self._ear.recv(256)
        return False

    def stop(self, patience: float = 30) -> None:
        """Ask it to end, wait, and end it by force when it does not."""
        if self.process is None:
            return
        if self.is_running():
            self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
        self._deafen()

    def kill(self) -> None:
        """End it and everything that it started, at once (``kill -9``)."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._deafen()

    def _listen(self) -> dict[str, str]:
        if self.ready_url is not None:
            return {}
        self._deafen()
        address = Path(tempfile.mkdtemp(prefix="leyiban-")) / "ready"
        self._ear = socket.socket(
            socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC
        )
        self._ear.bind(str(address))
        return {"NOTIFY_SOCKET": str(address)}

    def _deafen(self) -> None:
        if self._ear is not None:
            address = Path(self._ear.getsockname())
            self._ear.close()
            self._ear = None
            address.unlink(missing_ok=True)
            address.parent.rmdir()

    def _end_of_log(self) -> str:
        end = self.log.read_text("utf-8", "replace")[-_LOG_END:]
        return f"The end of {self.log}:\n{end}"


def leyiban_command(*arguments: str) -> tuple[str, ...]:
    """Our own command line, run by the interpreter that runs us."""
    return (sys.executable, "-m", "leyiban.config.main", *arguments)


def is_port_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=_HTTP_PATIENCE) as answer:  # noqa: S310  # an address that we made
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _die_with_parent() -> None:
    """A supervisor that is killed takes its children along (where the system can do that)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
