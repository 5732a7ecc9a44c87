"""What stands before a command runs: Django's registries, a database server, its tables."""

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.db import connections

from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.lease import lease
from leyiban.config.embedded.places import Places
from leyiban.config.environment import Environment, read_environment
from leyiban.config.failures import Declined
from leyiban.config.migrating import has_tables, migrate
from leyiban.config.secret_store import SecretStore


def prepare_django() -> None:
    """Load settings, models and registries."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leyiban.config.settings")
    # What is loaded here lives to the end: looking for garbage in it is a seventh of a start, and of each look after.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def embedded_cluster(environment: Environment) -> Cluster:
    """The cluster that lives in this environment's ``var``."""
    return Cluster(Places(environment.var_dir), SecretStore(environment))


@contextlib.contextmanager
def server() -> Iterator[None]:
    """A database server that takes connections; what is started here stops again.

    Raises:
        Declined: a restore was begun and not finished.
        ClusterFailure: the embedded server does not start.
    """
    refuse_half_restored(read_environment(os.environ))
    with running_server():
        yield


@contextlib.contextmanager
def running_server() -> Iterator[None]:
    """Like :func:`server`, for the restore itself."""
    environment = read_environment(os.environ)
    with lease(embedded_cluster(environment)) if environment.embedded else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A server and its tables; the embedded database gets them on its first use."""
    with server(), connections_closed():
        if read_environment(os.environ).embedded and not has_tables():
            print("First use: creating the tables …", file=sys.stderr)
            migrate()
        yield


@contextlib.contextmanager
def connections_closed() -> Iterator[None]:
    """Give back every connection and pool when the block ends, before the server may stop."""
    try:
        yield
    finally:
        close_connections()


def close_connections() -> None:
    """Give back every connection and pool of this thread and process."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it


def restore_mark(environment: Environment) -> Path:
    """The file that exists from a restore's first change until its last hook has run."""
    return environment.var_dir / "restore-unfinished"


def refuse_half_restored(environment: Environment) -> None:
    """Erased facts may be back until a restore has ended, so nobody is served before.

    Raises:
        Declined: the mark exists.
    """
    if restore_mark(environment).exists():
        raise Declined("A restore was begun and not finished. Run leyiban db restore again, to its end.")
