"""PostgreSQL's own programs, run as the account of the server."""

import contextlib
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leyiban.config.embedded.binaries import binaries_for
from leyiban.config.embedded.bootstrap import SUPERUSER
from leyiban.config.embedded.server_user import ServerUser

_START_PATIENCE = 120  # seconds; recovery after a crash replays what was committed
_AFTER_KILL_PATIENCE = 20.0  # seconds until every process of a killed server has noticed and left
_AFTER_KILL_SIGNS = ("pre-existing shared memory block", "is still in use", "another postmaster")
_READY_LINE = 8  # of postmaster.pid
_LOG_END = 2000  # characters of the log that an error shows


class ClusterFailure(Exception):
    """The server did not do what it was asked; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Server:
    """One data directory, the account it belongs to, and the log its programs write."""

    data: Path
    user: ServerUser
    log: Path

    def initialise(self, *, password: str, scratch: Path, durable: bool) -> None:
        """Make the data directory. ``scratch`` is a folder of the server's account.

        Raises:
            ClusterFailure: ``initdb`` fails.
        """
        password_file = scratch / f"password-{secrets.token_hex(8)}"
        password_file.touch(mode=0o600)
        try:
            password_file.write_text(password)
            self.user.own(password_file, 0o600)
            self._run(
                "initdb",
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--no-instructions",
                *([] if durable else ["--no-sync"]),
            )
        finally:
            password_file.unlink()

    def start(self, settings: Mapping[str, str]) -> None:
        """Start and wait until it takes connections.

        Raises:
            ClusterFailure: it does not come up.
        """
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        deadline = time.monotonic() + _AFTER_KILL_PATIENCE
        while True:
            begin = self._log_size()
            try:
                return self._run(
                    "pg_ctl", "start", "-w", f"-t{_START_PATIENCE}", f"-D{self.data}", "-o", options
                )
            except ClusterFailure:
                # Seen right after kill -9: its children still hold the shared memory for a moment.
                leaving = any(sign in self._log_since(begin) for sign in _AFTER_KILL_SIGNS)
                if not leaving or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    def stop(self, *, mode: str) -> None:
        """Stop it and wait. A server that was killed meanwhile counts as stopped.

        Raises:
            ClusterFailure: it does not stop.
        """
        try:
            self._run("pg_ctl", "stop", "-w", "-m", mode, f"-D{self.data}")
        except ClusterFailure:
            if self.pid() is not None:
                raise

    def pid(self) -> int | None:
        """The process id of the living server, or None; a file left by a dead one does not count."""
        lines = self._postmaster_lines()
        if not lines or not lines[0].strip().isdecimal():
            return None
        return pid if is_alive(pid := int(lines[0])) else None

    def says_ready(self) -> bool:
        """Whether the living server has told that it takes connections."""
        lines = self._postmaster_lines()
        return (
            len(lines) >= _READY_LINE and lines[_READY_LINE - 1].strip() == "ready" and self.pid() is not None
        )

    def _postmaster_lines(self) -> list[str]:
        with contextlib.suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(binaries_for(self.user) / program), *arguments]
        begin = self._log_size()
        with self.log.open("ab") as log:
            code = self.user.run(command, output=log, environment=_environment())
        if code != 0:
            raise ClusterFailure(
                f"{program} failed. The end of {self.log} says:\n{self._log_since(begin)[-_LOG_END:]}"
            )

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _log_since(self, begin: int) -> str:
        with self.log.open("rb") as log:
            log.seek(begin)
            return log.read().decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """Ours without the variables that would point PostgreSQL's programs at another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, and is somebody else's
    return True
