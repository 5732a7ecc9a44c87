"""The embedded cluster: create it, start it, stop it, find out whether it runs.

It listens on a socket file only. ``kill -9`` of any of its processes
loses nothing that was committed.
"""

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from leyiban.config.embedded import bootstrap
from leyiban.config.embedded.locks import exclusive
from leyiban.config.embedded.places import DATABASE, PORT, Places
from leyiban.config.embedded.server import ClusterFailure, Server
from leyiban.config.embedded.server_user import ServerUser, server_user
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import SecretStore

_SUPERUSER_SECRET = "database_superuser"  # noqa: S105  # its name, not the secret
_HOME_OF_HOMELESS = Path("/var/lib/leyiban/clusters")
_SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
_WITHOUT_DURABILITY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster that belongs to ``places.var_dir``.

    ``durable`` False is for tests: faster, and a crash of the machine may lose everything.
    """

    places: Places
    store: SecretStore
    durable: bool = True

    def ensure_running(self) -> bool:
        """Create and start whatever is missing. Returns whether it was us who started the server.

        Raises:
            ClusterFailure: it does not start.
        """
        self.places.control.mkdir(parents=True, exist_ok=True)
        with exclusive(self.places.start_lock):
            if self.is_running():
                if not self._is_prepared():  # whoever started it died before the end
                    self._bootstrap()
                return False
            user = server_user(data=self.data_directory())
            data = self.prepare_folders(user)
            server = Server(data, user, self.places.log)
            if not (data / "PG_VERSION").exists():
                server.initialise(
                    password=self.store.read(_SUPERUSER_SECRET),
                    scratch=self.places.socket_directory,
                    durable=self.durable,
                )
            server.start(self.settings())
            self._bootstrap()
            return True

    def stop(self) -> None:
        """Stop the server, ending its connections; does nothing when it does not run.

        Raises:
            ClusterFailure: it does not stop.
        """
        if not self.places.control.exists():
            return
        with exclusive(self.places.start_lock):
            if self.is_running():
                self._server().stop(mode="fast")

    def is_running(self) -> bool:
        """Whether the server takes connections."""
        if not self._server().says_ready():
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.places.socket_directory / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    def pid(self) -> int | None:
        """The server's process id, or None when it does not run."""
        return self._server().pid()

    def data_directory(self) -> Path:
        """In ``var`` when the server's account can reach it there, else where the pointer file says."""
        if self.places.pointer.exists():
            return Path(self.places.pointer.read_text("utf-8").strip())
        return self.places.preferred_data

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        """A connection in autocommit that may do anything: create, clone, back up."""
        return psycopg.connect(
            host=str(self.places.socket_directory),
            port=PORT,
            dbname=database,
            user=bootstrap.SUPERUSER,
            password=self.store.read(_SUPERUSER_SECRET),
            autocommit=True,
        )

    def _server(self) -> Server:
        data = self.data_directory()
        return Server(data, server_user(data=data), self.places.log)

    def settings(self) -> dict[str, str]:
        """What the server is started with."""
        return {
            **_SETTINGS,
            **({} if self.durable else _WITHOUT_DURABILITY),
            "unix_socket_directories": str(self.places.socket_directory),
            "listen_addresses": "",
            "port": str(PORT),
        }

    def prepare_folders(self, user: ServerUser) -> Path:
        """Make the folders that the server's account needs; returns that of its data, which may still be empty.

        Raises:
            ClusterFailure: somebody else's folder is in the way.
        """
        self.places.control.mkdir(parents=True, exist_ok=True)
        self.places.log.parent.mkdir(parents=True, exist_ok=True)
        self._prepare_socket_directory(user)
        return self._reachable_data_directory(user)

    def _prepare_socket_directory(self, user: ServerUser) -> None:
        folder = self.places.socket_directory
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (user.uid, os.geteuid()):
            raise ClusterFailure(f"{folder} belongs to somebody else. Remove it, or ask its owner to.")
        user.own(folder, 0o700)

    def _reachable_data_directory(self, user: ServerUser) -> Path:
        data = self.data_directory()
        if (data / "PG_VERSION").exists():
            return data
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        user.own(data, 0o700)
        if user.can_enter(data):
            return data
        # A checkout below root's home: the server's account cannot go there.
        data.rmdir()
        elsewhere = _HOME_OF_HOMELESS / secrets.token_hex(8)
        elsewhere.mkdir(mode=0o700, parents=True)
        user.own(elsewhere, 0o700)
        self.places.pointer.write_text(f"{elsewhere}\n", "utf-8")
        return elsewhere

    def _bootstrap(self) -> None:
        """Roles, database and rights; again at each start.

        A secret may have been renewed, or a death may have come between making the database and closing it: the
        server's, too, for it keeps a new database at once and, when it need not be durable, who may enter it later.
        """
        passwords = {role: self.store.read(role.secret) for role in DatabaseRole}
        with self.superuser() as connection:
            for statement in bootstrap.role_statements(passwords):
                connection.execute(statement)
            if not _has_database(connection, DATABASE):
                bootstrap.create_database(connection, DATABASE)
        with self.superuser(DATABASE) as connection:
            for statement in (*bootstrap.database_statements(DATABASE), *bootstrap.schema_statements()):
                connection.execute(statement)
        self.places.prepared.write_text(f"{self.pid()}\n", "utf-8")

    def _is_prepared(self) -> bool:
        mark = self.places.prepared
        return mark.exists() and mark.read_text("utf-8").strip() == str(self.pid())


def _has_database(connection: psycopg.Connection, name: str) -> bool:
    question = sql.SQL("SELECT 1 FROM pg_database WHERE datname = {name}").format(name=sql.Literal(name))
    return connection.execute(question).fetchone() is not None
