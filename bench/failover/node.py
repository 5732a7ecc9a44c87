"""A PostgreSQL server that was copied from another one, and may follow it.

What a city's own tool (Patroni, repmgr, a cloud's) does by itself is done here by hand: copy, follow, promote.
"""

import os
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from leyiban.config.embedded.binaries import binaries_for
from leyiban.config.embedded.bootstrap import SUPERUSER
from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.places import PORT, Places
from leyiban.config.embedded.server import ClusterFailure, Server, is_alive
from leyiban.config.embedded.server_user import ServerUser, server_user
from leyiban.config.secret_store import SecretStore

_SUPERUSER_SECRET = "database_superuser"  # its name, not the secret


@dataclass(frozen=True)
class Node:
    """``cluster`` says where it lies; its data directory belongs to ``user``."""

    name: str
    cluster: Cluster
    user: ServerUser
    data: Path

    @classmethod
    def copied(
        cls, name: str, source: Cluster, var_dir: Path, *, store: SecretStore, follows: bool
    ) -> "Node":
        """A copy of the running ``source``, not started; one that ``follows`` streams from it under its name.

        Raises:
            ClusterFailure: ``pg_basebackup`` fails.
        """
        cluster = Cluster(Places(var_dir), store)
        user = server_user()
        shutil.rmtree(cluster.data_directory(), ignore_errors=True)  # of a run that was broken off
        data = cluster.prepare_folders(user)
        node = cls(name, cluster, user, data)
        where = f"host={source.places.socket_directory} port={PORT} user={SUPERUSER} application_name={name}"
        options = [
            "--checkpoint=fast",
            "--wal-method=stream",
            *(["--write-recovery-conf"] if follows else []),
        ]
        node.run("pg_basebackup", f"--pgdata={data}", f"--dbname={where}", *options)
        return node

    def start(self, settings: Mapping[str, str]) -> None:
        """Start it with ``settings`` on top of what an embedded server has."""
        self._server.start({**self.cluster.settings(), **settings})

    def promote(self) -> None:
        """End its following: from now on it takes writes."""
        self.run("pg_ctl", "promote", "-w", f"-D{self.data}")

    def kill(self) -> None:
        """``kill -9``: its children notice by themselves."""
        pid = self._server.pid()
        assert pid is not None, f"{self.name} does not run"
        os.kill(pid, signal.SIGKILL)

    def has_died(self) -> bool:
        pid = self._server.pid()
        return pid is None or not is_alive(pid)

    def remove(self) -> None:
        """Stop it if it runs, and take its folders away."""
        if self._server.pid() is not None:
            self._server.stop(mode="immediate")
        for folder in (self.data, self.cluster.places.socket_directory, self.cluster.places.var_dir):
            shutil.rmtree(folder, ignore_errors=True)

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """What an administrator asks of the server itself."""
        with self.cluster.superuser() as connection:
            return connection.execute(question.encode(), values or None).fetchall()

    def superuser(self, database: str) -> psycopg.Connection:
        return self.cluster.superuser(database)

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the server's account.

        Raises:
            ClusterFailure: it fails.
        """
        password = self.cluster.store.read(_SUPERUSER_SECRET)
        with self.cluster.places.log.open("ab") as log:
            code = self.user.run(
                [str(binaries_for(self.user) / program), *arguments],
                output=log,
                environment={**os.environ, "PGPASSWORD": password, "LC_ALL": "C"},
            )
        if code:
            raise ClusterFailure(f"{program} failed; see {self.cluster.places.log}")

    @property
    def _server(self) -> Server:
        return Server(self.data, self.user, self.cluster.places.log)
