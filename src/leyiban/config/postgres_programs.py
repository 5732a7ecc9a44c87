"""PostgreSQL's client programs, pointed at our database under one of our roles."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.conninfo import make_conninfo

from leyiban.config.databases import address
from leyiban.config.embedded.binaries import NoBinaries, binary
from leyiban.config.environment import Environment
from leyiban.config.failures import Declined
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import SecretStore

_VARIABLES = {
    DatabaseRole.APP: "DATABASE_URL",
    DatabaseRole.OWNER: "LEYIBAN_OWNER_DATABASE_URL",
    DatabaseRole.SEQUENCER: "LEYIBAN_SEQUENCER_DATABASE_URL",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A database and the role in it. ``conninfo`` holds no password, so it may stand in a process list."""

    conninfo: str
    password: str

    def environment(self) -> dict[str, str]:
        """Our environment and the password, for a child's eyes only."""
        return {**os.environ, "PGPASSWORD": self.password}


def target(role: DatabaseRole, environment: Environment) -> Target:
    """Where ``role`` connects.

    Raises:
        Declined: this process was not given the role.
    """
    found = address(role, environment, SecretStore(environment))
    if found is None:
        raise Declined(f"This process was not given the role {role.value}. Set {_VARIABLES[role]}.")
    password = found.pop("password", "")
    return Target(make_conninfo(**found), password)


def program(name: str) -> str:
    """The path of a client program: the wheel's, else the machine's.

    Raises:
        NoBinaries: there is neither.
    """
    try:
        return str(binary(name))
    except NoBinaries:
        if found := shutil.which(name):
            return found
        raise


def run(name: str, arguments: Sequence[str], where: Target) -> int:
    """Run a program in this terminal and wait; returns its exit code. Ctrl-C is the program's to handle."""
    command = [program(name), "--dbname", where.conninfo, *arguments]
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(
            command, env=where.environment(), check=False, preexec_fn=_default_interrupt
        ).returncode
    finally:
        signal.signal(signal.SIGINT, ours)


def _default_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
