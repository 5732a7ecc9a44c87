"""A loop calls one step again and again, survives its failures and ends when told."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from django.db import connections

from leyiban.kernel import moments
from leyiban.kernel.errors import Refusal

_LONGEST_PAUSE = 30.0  # seconds
log = structlog.get_logger(__name__)

Step = Callable[[dt.datetime], float]


@dataclass(frozen=True, slots=True)
class Loop:
    """``step`` does what is to be done at a moment and returns how many seconds to rest; 0 is none."""

    name: str
    step: Step


def keep_going(loop: Loop, stop: threading.Event) -> None:
    """Run ``loop`` in this thread until ``stop`` is set; a failing step is tried again ever more slowly."""
    failures = 0
    while not stop.is_set():
        try:
            rest = loop.step(moments.now())
            failures = 0
        except Exception as failure:
            failures += 1
            rest = min(_LONGEST_PAUSE, 0.25 * 2 ** min(failures, 10))
            _report(loop, failure, rest)
            # Whatever state the connections are in, the next step begins with fresh ones.
            connections.close_all()
        stop.wait(rest)
    connections.close_all()


def start_all(loops: Sequence[Loop], stop: threading.Event) -> list[threading.Thread]:
    """One thread for each loop."""
    threads = [
        threading.Thread(target=keep_going, args=(loop, stop), name=loop.name, daemon=False) for loop in loops
    ]
    for thread in threads:
        thread.start()
    return threads


def _report(loop: Loop, failure: Exception, rest: float) -> None:
    if isinstance(failure, Refusal):
        # Foreseen: the sentence says what to do, a traceback would only hide it.
        log.error("worker.refused", loop=loop.name, code=failure.code, reason=str(failure), rest=rest)
    else:
        log.error("worker.failed", loop=loop.name, rest=rest, exc_info=failure)
