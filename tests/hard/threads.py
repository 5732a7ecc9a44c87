"""Several people at once: real threads, each with connections of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection, connections

from tests.support.waiting import until

Made = TypeVar("Made")
_KEPT_WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
PATIENCE = 60  # seconds; whoever waits longer waits for ever, and the test fails


def at_once(*acts: Callable[[], Made]) -> list[Made | Exception]:
    """Begin all acts at the same instant, each in its own thread; what each returned or raised, in order."""
    start = threading.Barrier(len(acts))

    def alone(act: Callable[[], Made]) -> Made:
        try:
            start.wait(PATIENCE)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [_outcome(future) for future in [threads.submit(alone, act) for act in acts]]


def _outcome(future: "Future[Made]") -> Made | Exception:
    failure: Any = future.exception(PATIENCE)
    return failure if failure is not None else future.result()


class Meeting:
    """A place where those who act at the same instant wait for each other, so that a race happens or cannot.

    Whoever arrives goes on when the others have arrived too, or when the database shows that somebody is
    kept waiting by a lock: then they cannot come, and that is what the lock is for.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.kept_out = False
        self._arrived = 0
        self._lock = threading.Lock()

    def arrive(self) -> None:
        with self._lock:
            self._arrived += 1
        until(lambda: self._arrived >= self.size or self._sees_a_lock(), patience=PATIENCE, what="the others")

    def _sees_a_lock(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # what we saw before is kept for a transaction
            cursor.execute(_KEPT_WAITING)
            self.kept_out |= bool(cursor.fetchone()[0])
        return self.kept_out
