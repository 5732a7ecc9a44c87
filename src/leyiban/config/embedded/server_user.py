"""Whom the server runs as. PostgreSQL refuses root, so root hands it to an account without rights."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_CANDIDATES = ("postgres", "nobody")


class NoServerUser(Exception):
    """We are root and found no account to hand the server to."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The account of the server's processes; ``is_us`` when no change of account is needed."""

    uid: int
    gid: int
    is_us: bool

    def run(
        self,
        command: Sequence[str],
        *,
        output: int | IO[bytes] = subprocess.DEVNULL,
        environment: Mapping[str, str] | None = None,
    ) -> int:
        """Run a program as this account, with ``output`` for both of its streams; returns its exit code.

        Raises:
            OSError: the account cannot execute it.
        """
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd="/",  # our own folder may be closed to the account
            check=False,
            user=None if self.is_us else self.uid,
            group=None if self.is_us else self.gid,
            extra_groups=None if self.is_us else [],
        ).returncode

    def can_enter(self, directory: Path) -> bool:
        """Whether the account may go into ``directory`` (every folder above it counts)."""
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)]) == 0

    def can_execute(self, program: Path) -> bool:
        """Whether the account can run ``program``; asks it for its version."""
        try:
            return self.run([str(program), "--version"]) == 0
        except OSError:
            return False

    def own(self, path: Path, mode: int) -> None:
        """Give ``path`` to the account with ``mode``."""
        path.chmod(mode)
        if not self.is_us:
            os.chown(path, self.uid, self.gid)


def server_user(*, data: Path | None = None) -> ServerUser:
    """The account for the cluster: the owner of ``data`` when it exists, else us, else a spare account.

    Raises:
        NoServerUser: we are root and the machine has none of the usual accounts.
    """
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), is_us=True)
    if data is not None and data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerUser(owner.st_uid, owner.st_gid, is_us=False)
    for name in _CANDIDATES:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(account.pw_uid, account.pw_gid, is_us=False)
    raise NoServerUser(
        "PostgreSQL does not run as root and there is neither a 'postgres' nor a 'nobody' account. "
        "Run this command as an ordinary user, or set DATABASE_URL."
    )
