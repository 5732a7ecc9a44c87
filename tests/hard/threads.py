"""Several people at once: real threads, each with connections of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connections

Made = TypeVar("Made")
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
