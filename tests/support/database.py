"""Databases for tests: one server, one loaded template, a clone for whoever needs one.

The template holds the tables and the city of Leshan; it is made by the same commands that an operator uses
and kept between runs until what it is made from changes. A clone takes a tenth of a second.
"""

import contextlib
import hashlib
import importlib.metadata
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from psycopg import sql

from leyiban.config.children import leyiban_command
from leyiban.config.embedded import bootstrap
from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.lease import lease
from leyiban.config.embedded.locks import exclusive
from leyiban.config.embedded.places import Places
from leyiban.config.environment import read_environment
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import DIRECTORY as SECRETS
from leyiban.config.secret_store import SecretStore
from tests.support.environment import CITY_LOADED_AT, REPOSITORY, VAR_DIR, shift_to

_SOURCE = REPOSITORY / "src" / "leyiban"
CITY = REPOSITORY / "cities" / "leshan"
_KEPT_TEMPLATES = 3  # somebody may be running the suite on another state of the same folder
# What decides, beside tables and city, what a loaded database holds.
_LOADS = ("packs", "catalogue", "people", "seals", "kernel/calendar", "kernel/lawbook", "kernel/crypto")
_WITH_MIGRATIONS = ("django", "procrastinate", "django-allauth", "django-axes")
# DISCARD ALL but for prepared statements, of which the driver keeps its own list.
_AS_NEW = (
    "RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; UNLISTEN *; "
    "SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"
)
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Server:
    """The suite's server; several runs of the suite may share it."""

    cluster: Cluster

    def clone(self, template: str) -> str:
        """A new database with everything that ``template`` holds; returns its name."""
        name = f"clone_{os.getpid()}_{next(_numbers)}"
        with self.cluster.superuser() as admin:
            bootstrap.create_database(admin, name, template=template, through_log=False)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still in it."""
        with self.cluster.superuser() as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def clone_of(self, template: str) -> Iterator[str]:
        """A clone for the length of the block."""
        name = self.clone(template)
        try:
            yield name
        finally:
            self.drop(name)

    def variables(self, database: str) -> dict[str, str]:
        """What a process of ours needs in its environment to work on ``database``."""
        urls = {
            role: f"postgresql://{role.value}:{self.cluster.store.read(role.secret)}@/{database}"
            f"?host={self.cluster.places.socket_directory}"
            for role in DatabaseRole
        }
        return {
            "LEYIBAN_ENV": "test",
            "DATABASE_URL": urls[DatabaseRole.APP],
            "LEYIBAN_OWNER_DATABASE_URL": urls[DatabaseRole.OWNER],
            "LEYIBAN_SEQUENCER_DATABASE_URL": urls[DatabaseRole.SEQUENCER],
        }


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """The suite's server, running for the length of the block."""
    cluster = Cluster(Places(VAR_DIR), SecretStore(read_environment(os.environ)), durable=False)
    with lease(cluster):
        yield Server(cluster)


def template(running: Server) -> str:
    """The name of the loaded template, made now if this is the first run since a change."""
    name = f"template_{digest_of_sources()}"
    with exclusive(VAR_DIR / "template.lock"):
        with running.cluster.superuser() as admin:
            found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            _make_template(running, name)
    return name


def bring_keys(template_name: str, keys: Path) -> None:
    """Copy to ``keys`` what loading the template's city made outside the database: its seals' keys."""
    shutil.copytree(_home(template_name) / "keys", keys, dirs_exist_ok=True)


def point_at(database: str) -> None:
    """Let every alias of this process lead to ``database``."""
    for alias in connections:
        connections[alias].close()
        connections.settings[alias]["NAME"] = database


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """One transaction that never commits; Django may believe that it is the outermost."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # lets code below ask for a durable transaction
    atomic.__enter__()
    try:
        yield
        if not connection.needs_rollback:
            connection.check_constraints()
    finally:
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
        _leave_as_new()


def _leave_as_new() -> None:
    """Keep the connection in use, without what a session keeps; a new one reads the database's catalogue anew."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_AS_NEW)
    except Error:
        connection.close()
    for other in connections.all(initialized_only=True):
        if other is not connections[DEFAULT_DB_ALIAS]:
            other.close()


def digest_of_sources() -> str:
    """Names everything the template is made from: migrations, city, and the code that loads it."""
    digest = hashlib.blake2b(f"loaded at {CITY_LOADED_AT}\n".encode(), digest_size=6)
    for package in _WITH_MIGRATIONS:
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    for file in sorted(_sources()):
        digest.update(f"{file.relative_to(REPOSITORY)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from _SOURCE.glob("**/migrations/*.py")
    for folder in _LOADS:
        yield from (_SOURCE / folder).rglob("*.py")
    yield from (path for path in CITY.rglob("*") if path.is_file())


def _home(template_name: str) -> Path:
    """The var folder that a template was made with."""
    return VAR_DIR / "templates" / template_name


def _make_template(running: Server, name: str) -> None:
    draft, home = f"{name}_draft", _home(name)
    draft_name, final_name = sql.Identifier(draft), sql.Identifier(name)
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(VAR_DIR / SECRETS, home / SECRETS)
    with running.cluster.superuser() as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(draft_name))
        _drop_old_templates(admin)
        bootstrap.create_database(admin, draft)
    with running.cluster.superuser(draft) as admin:
        for statement in bootstrap.schema_statements():
            admin.execute(statement)
    variables = {
        **running.variables(draft),
        "LEYIBAN_VAR_DIR": str(home),
        "LEYIBAN_TIME_SHIFT": shift_to(CITY_LOADED_AT),
    }
    for command in (("db", "migrate"), ("city", "load", str(CITY))):
        _command(variables, *command)
    with running.cluster.superuser() as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(draft_name, final_name))
        admin.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(final_name))


def _drop_old_templates(admin: psycopg.Connection) -> None:
    names = admin.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]{12}$' ORDER BY oid DESC"
    ).fetchall()
    for (old,) in names[_KEPT_TEMPLATES - 1 :]:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
        shutil.rmtree(_home(old), ignore_errors=True)


def _command(variables: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        leyiban_command(*arguments),
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"leyiban {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
