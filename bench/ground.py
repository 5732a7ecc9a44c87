"""The bench's own ground: a cluster in ``var/bench``, one database with the loaded city, clones of it.

The city's own data is never touched. The loaded database is kept between runs until the migrations or the
city's folder change.
"""

import contextlib
import datetime as dt
import hashlib
import math
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from psycopg import sql

from bench.multiplying import Multiplier
from leyiban.config.children import leyiban_command
from leyiban.config.embedded import bootstrap
from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.lease import lease
from leyiban.config.embedded.places import Places
from leyiban.config.environment import REPOSITORY, read_environment
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import SecretStore
from leyiban.kernel.moments import city_date

CITY = REPOSITORY / "cities" / "leshan"
# A Monday morning in a year whose calendar is known: every run counts the same days.
NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
_LOADED = NOW - dt.timedelta(days=7)
_FORGOTTEN = ("DATABASE_URL", "LEYIBAN_OWNER_DATABASE_URL", "LEYIBAN_SEQUENCER_DATABASE_URL")
_LOADING = ("packs", "catalogue", "people", "seals", "kernel/calendar", "kernel/lawbook", "kernel/crypto")


@dataclass(frozen=True, slots=True)
class Ground:
    """The running cluster and the name of its loaded database."""

    cluster: Cluster
    template: str

    @contextlib.contextmanager
    def clone(self, name: str, *, of: str = "") -> Iterator[str]:
        """A database with everything that the loaded one (or ``of``) holds, for the length of the block."""
        self.drop(name)
        with self.cluster.superuser() as admin:
            bootstrap.create_database(admin, name, template=of or self.template)
        try:
            yield name
        finally:
            connections.close_all()
            self.drop(name)

    @contextlib.contextmanager
    def kept(self, name: str, *, of: str) -> Iterator[tuple[str, bool]]:
        """Like :meth:`clone`, but it stays for the next run, which finds it as this one leaves it; whether it is new.

        It goes when what the loaded database is made from changes, or when the block fails.
        """
        whole = f"kept_{name}_{_digest()}"
        is_new = whole not in _names(self.cluster)
        if is_new:
            with self.cluster.superuser() as admin:
                bootstrap.create_database(admin, whole, template=of)
        try:
            yield whole, is_new
        except BaseException:
            if is_new:
                connections.close_all()
                self.drop(whole)
            raise

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still in it."""
        with self.cluster.superuser() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def multiplier(self, database: str) -> Iterator[Multiplier]:
        """Makes many from one in ``database``; when the block ends the planner knows what is there."""
        with self.cluster.superuser(database) as connection:
            yield Multiplier(connection, day=city_date(NOW))
            connection.execute("VACUUM ANALYZE")

    @property
    def server(self) -> int:
        """Process id of the database server."""
        pid = self.cluster.pid()
        assert pid is not None
        return pid

    def variables(self, database: str) -> dict[str, str]:
        """What a process of ours needs in its environment to work on ``database``."""
        return addresses(self.cluster, database, str(self.cluster.places.socket_directory))


@contextlib.contextmanager
def ground(var_dir: Path) -> Iterator[Ground]:
    """The cluster, running for the length of the block, with the loaded database in it."""
    for name in _FORGOTTEN:
        os.environ.pop(name, None)
    os.environ |= {
        "LEYIBAN_ENV": "demo",
        "LEYIBAN_VAR_DIR": str(var_dir),
        "LEYIBAN_LOG_LEVEL": "WARNING",
        "LEYIBAN_DATABASE_POOL": "0",  # a connection for each of our own threads
        "LEYIBAN_TIME_SHIFT": shift_to(NOW),
    }
    cluster = Cluster(Places(var_dir), SecretStore(read_environment(os.environ)))
    with lease(cluster):
        yield Ground(cluster, _template(cluster))


def stand_on(running: Ground, database: str) -> None:
    """Let this process, and whatever it starts, work on ``database``. Django may not be set up yet."""
    os.environ |= running.variables(database)


def _template(cluster: Cluster) -> str:
    name = f"loaded_{_digest()}"
    names = _names(cluster)
    with cluster.superuser() as admin:
        for old in names:
            if old.startswith(("loaded_", "bench_", "kept_")) and not old.endswith(_digest()):
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
    if name not in names:
        _load(cluster, name)
    return name


def _names(cluster: Cluster) -> list[str]:
    with cluster.superuser() as admin:
        return [row[0] for row in admin.execute("SELECT datname FROM pg_database").fetchall()]


def _load(cluster: Cluster, name: str) -> None:
    draft = "loaded_draft"
    with cluster.superuser() as admin:
        bootstrap.create_database(admin, draft)
    with cluster.superuser(draft) as admin:
        for statement in bootstrap.schema_statements():
            admin.execute(statement)
    variables = addresses(cluster, draft, str(cluster.places.socket_directory)) | {
        "LEYIBAN_TIME_SHIFT": shift_to(_LOADED)
    }
    for command in (("db", "migrate"), ("prepare",), ("city", "load", str(CITY)), ("static",)):
        _run(leyiban_command(*command), variables)
    with cluster.superuser() as admin:
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
        )


def addresses(cluster: Cluster, database: str, host: str) -> dict[str, str]:
    """The addresses of ``database`` for each role, in the variables that a process of ours reads.

    Args:
        host: a folder of sockets, or what an address has behind it: several folders with commas, and options.
    """
    urls = {
        role: f"postgresql://{role.value}:{cluster.store.read(role.secret)}@/{database}?host={host}"
        for role in DatabaseRole
    }
    return {
        "DATABASE_URL": urls[DatabaseRole.APP],
        "LEYIBAN_OWNER_DATABASE_URL": urls[DatabaseRole.OWNER],
        "LEYIBAN_SEQUENCER_DATABASE_URL": urls[DatabaseRole.SEQUENCER],
    }


def _run(command: tuple[str, ...], variables: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


def shift_to(moment: dt.datetime) -> str:
    """In whole minutes, up: a server whose clock is before the moment would not know yet what happened at it."""
    minutes = math.ceil((moment - dt.datetime.now(dt.UTC)).total_seconds() / 60)
    return f"{'-' if minutes < 0 else ''}{abs(minutes)}m"


def _digest() -> str:
    """Names what the loaded database is made from: migrations, city, and the code that loads it."""
    digest = hashlib.blake2b(digest_size=6)
    source = REPOSITORY / "src" / "leyiban"
    files = [*source.glob("**/migrations/*.py"), *CITY.rglob("*.*")]
    files += [file for folder in _LOADING for file in (source / folder).rglob("*.py")]
    for file in sorted(files):
        digest.update(f"{file.relative_to(REPOSITORY)}\n".encode() + file.read_bytes())
    return digest.hexdigest()
