"""Clients that act through operations: processes with threads, as the web server has them."""

import contextlib
import multiprocessing
import resource
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from django.db import connections

from leyiban.config.preparation import close_connections, prepare_django

MakeReady = Callable[[Any], Callable[[], object]]
PROCESSES = 2
THREADS = 4
_PATIENCE = 120  # seconds


@dataclass(frozen=True, slots=True)
class Order:
    """Carry out the act on each subject. Each thread takes its share, makes everything ready, waits, and goes.

    ``act`` is a function of a module, so that it travels to another process by its name.
    """

    act: MakeReady
    subjects: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """When a process began and ended (monotonic seconds, the same for all processes), and its processor seconds."""

    began: float
    ended: float
    processor: float


@dataclass(frozen=True, slots=True)
class Done:
    """``rate`` in acts per second; ``processor`` in seconds of all our processes together for one act."""

    rate: float
    processor: float


@dataclass
class Crew:
    """Running processes; :meth:`carry_out` may be called again and again."""

    _members: Sequence[tuple[SpawnProcess, Connection]]

    def carry_out(self, act: MakeReady, subjects: Sequence[Any]) -> Done:
        """Let everybody act at once, until every subject was acted upon once."""
        for at, (_, pipe) in enumerate(self._members):
            pipe.send(Order(act, tuple(subjects[at :: len(self._members)])))
        for _, pipe in self._members:
            _receive(pipe)  # everybody is ready
        for _, pipe in self._members:
            pipe.send("go")
        shares: list[Share] = [_receive(pipe) for _, pipe in self._members]
        seconds = max(share.ended for share in shares) - min(share.began for share in shares)
        processor = sum(share.processor for share in shares)
        return Done(len(subjects) / seconds, processor / len(subjects))

    def end(self) -> None:
        for process, pipe in self._members:
            pipe.send(None)
            process.join(_PATIENCE)
            pipe.close()


@contextlib.contextmanager
def crew(*, processes: int = PROCESSES, threads: int = THREADS) -> Iterator[Crew]:
    """A crew for the length of the block, on the database that this process's environment names."""
    context = multiprocessing.get_context("spawn")
    members = []
    for _ in range(processes):
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, threads), daemon=True)
        process.start()
        theirs.close()
        members.append((process, ours))
    hired = Crew(members)
    try:
        yield hired
    finally:
        hired.end()


def _receive(pipe: Connection) -> Any:
    if not pipe.poll(_PATIENCE):
        raise RuntimeError("a client does not answer")
    answer = pipe.recv()
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _serve(pipe: Connection, threads: int) -> None:
    """A member's life."""
    prepare_django()
    with ThreadPoolExecutor(threads) as pool:
        while (order := pipe.recv()) is not None:
            try:
                pipe.send(_work(order, pipe, pool, threads))
            except Exception as failure:
                pipe.send(RuntimeError(f"{type(failure).__name__}: {failure}"))
        leaving = threading.Barrier(threads)
        list(pool.map(_leave, [leaving] * threads))
    close_connections()


def _leave(leaving: threading.Barrier) -> None:
    """Each thread has a connection of its own to close, so none may do it twice."""
    leaving.wait(_PATIENCE)
    connections.close_all()


def _work(order: Order, pipe: Connection, pool: ThreadPoolExecutor, threads: int) -> Share:
    ready, go = threading.Barrier(threads + 1), threading.Barrier(threads + 1)
    running = [pool.submit(_act, order.act, order.subjects[at::threads], ready, go) for at in range(threads)]
    ready.wait(_PATIENCE)
    pipe.send("ready")
    pipe.recv()
    spent, began = _processor_seconds(), time.monotonic()
    go.wait(_PATIENCE)
    for each in running:
        each.result(_PATIENCE)
    return Share(began, time.monotonic(), _processor_seconds() - spent)


def _act(
    make_ready: MakeReady, subjects: Sequence[Any], ready: threading.Barrier, go: threading.Barrier
) -> None:
    try:
        prepared = [make_ready(subject) for subject in subjects]
    except BaseException:
        ready.abort()
        raise
    ready.wait(_PATIENCE)
    go.wait(_PATIENCE)
    for act in prepared:
        act()


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
