"""The suite as a detector: mistakes that eyes miss fail here, whatever the test is about."""

import random
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import QuerySet
from django.test.utils import CaptureQueriesContext

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "", None})


def shuffle_unordered_rows(patch: pytest.MonkeyPatch) -> None:
    """A query without an order comes back in a random one, as a database may return it any day."""
    fetch = QuerySet._fetch_all

    def fetch_shuffled(self: QuerySet[Any]) -> None:
        is_first_time = self._result_cache is None
        fetch(self)
        if is_first_time and not self.ordered and not self.query.is_sliced:
            random.shuffle(self._result_cache)

    patch.setattr(QuerySet, "_fetch_all", fetch_shuffled)


def forbid_network(patch: pytest.MonkeyPatch) -> None:
    """Only this machine may be talked to."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def connect_locally(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    def resolve_locally(host: Any, *arguments: Any, **options: Any) -> Any:
        if not _is_local(host):
            raise AssertionError(f"a test tried to look up {host}")
        return resolve(host, *arguments, **options)

    patch.setattr(socket.socket, "connect", connect_locally)
    patch.setattr(socket, "getaddrinfo", resolve_locally)


def queries_do_not_grow(act: Callable[[], object], add_rows: Callable[[], object]) -> int:
    """Check that ``act`` needs as many queries after ``add_rows`` as before; returns how many.

    The first run warms caches and is not counted.
    """
    act()
    before = _count(act)
    add_rows()
    after = _count(act)
    assert after <= before, f"{before} queries became {after} when rows were added"
    return before


def _count(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connections[DEFAULT_DB_ALIAS]) as queries:
        act()
    return len(queries)


def _is_local(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in _LOCAL_NAMES or str(name).startswith("127.")
