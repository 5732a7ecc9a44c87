"""One failover: two servers, a city on them, a crowd; the primary dies, the replica is promoted, everything is counted."""

import contextlib
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from bench import checking
from bench.crowd import Crowd, Log, Press
from bench.failover.node import Node
from bench.ground import Ground, addresses
from bench.patience import PATIENCE, until
from bench.serving import own_folder, serving, worker_of
from leyiban.config.embedded.cluster import Cluster

PEOPLE = 6
_STANDBY = "standby"


Filed = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a failover did. ``lost`` are acknowledged submissions that the new primary does not know,
    ``repeated`` presses that were answered with a status that is no acknowledgement (0: with nothing at all)."""

    acknowledged: int
    before_death: int
    lost: int
    doubled: int
    repeated: Mapping[int, int]
    nobody_wrote: float
    promoted_after: float
    pages_failed: float
    sequenced: bool


def fail_over(
    ground: Ground,
    database: str,
    folder: Path,
    presses: Sequence[Press],
    *,
    synchronous: bool,
    kill_after: int,
) -> Report:
    """Let the crowd press, kill the primary after ``kill_after`` acknowledgements, promote, wait for everybody.

    Not ``synchronous``: the replica is held back before the death, as a slow line holds one back.
    """
    others = _filed(ground.cluster, database)
    with _pair(ground, folder, synchronous=synchronous) as (primary, standby):
        variables = _city(ground, database, primary, standby, folder)
        with (
            serving(variables, "failover", folder) as web,
            _working(variables, folder),
            ThreadPoolExecutor(PEOPLE + 1) as pool,
        ):
            crowd = Crowd(web.port, presses, PEOPLE)
            running = crowd.start(pool)
            until(lambda: len(crowd.log.at) >= kill_after or any(each.done() for each in running))
            held_back = None if synchronous else _hold_back(primary)
            if held_back:
                until(lambda: len(crowd.log.at) >= 2 * kill_after)
            death = _kill_and_promote(primary, standby, held_back)
            for writing in running[:-1]:
                writing.result(PATIENCE)
            until(lambda: crowd.log.pages[-1][-1])
            crowd.end()
            running[-1].result(PATIENCE)
            sequenced = _all_have_places(standby, database)
        return _report(standby, database, crowd.log, others, death, sequenced)


@dataclass(frozen=True, slots=True)
class Death:
    """When the primary died (monotonic seconds), and how many seconds later the replica took writes."""

    at: float
    promoted_after: float


def _kill_and_promote(primary: Node, standby: Node, held_back: int | None) -> Death:
    died = time.monotonic()
    primary.kill()
    until(primary.has_died)
    if held_back:
        os.kill(held_back, signal.SIGKILL)  # a stopped process does not notice that its parent is gone
    standby.promote()
    return Death(died, time.monotonic() - died)


@contextlib.contextmanager
def _pair(ground: Ground, folder: Path, *, synchronous: bool) -> Iterator[tuple[Node, Node]]:
    """A primary with everything that the bench's own server holds, and a replica that streams from it."""
    connections.close_all()
    store = ground.cluster.store
    nodes: list[Node] = []
    try:
        primary = Node.copied("primary", ground.cluster, folder / "primary", store=store, follows=False)
        nodes.append(primary)
        # What waits for the replica is set on the running server only: the replica, once promoted, waits for nobody.
        primary.start({})
        standby = Node.copied(_STANDBY, primary.cluster, folder / _STANDBY, store=store, follows=True)
        nodes.append(standby)
        standby.start({})
        until(lambda: primary.ask("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'") != [])
        if synchronous:
            with primary.superuser("postgres") as connection:
                connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{_STANDBY}'".encode())
                connection.execute("SELECT pg_reload_conf()")
            until(lambda: primary.ask("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'") != [])
        yield primary, standby
    finally:
        for node in reversed(nodes):
            node.remove()


def _city(ground: Ground, database: str, primary: Node, standby: Node, folder: Path) -> dict[str, str]:
    """What web and worker are told: both servers, and to take the one that takes writes."""
    hosts = ",".join(str(node.cluster.places.socket_directory) for node in (primary, standby))
    return {
        **addresses(ground.cluster, database, f"{hosts}&target_session_attrs=read-write"),
        **own_folder(folder),
    }


@contextlib.contextmanager
def _working(variables: Mapping[str, str], folder: Path) -> Iterator[None]:
    worker = worker_of(variables, folder)
    worker.start()
    worker.wait_until_ready(PATIENCE)
    try:
        yield
    finally:
        worker.stop()


def _hold_back(primary: Node) -> int:
    """Stop what sends to the replica, in the middle of whatever it does; its process id."""
    ((pid,),) = primary.ask("SELECT pid FROM pg_stat_replication")
    os.kill(int(str(pid)), signal.SIGSTOP)
    return int(str(pid))


def _all_have_places(standby: Node, database: str) -> bool:
    """Whether the worker found the new primary by itself and gives every entry its place."""

    def done() -> bool:
        with standby.superuser(database) as connection:
            row = connection.execute("SELECT count(*) FROM ledger_pending").fetchone()
        return row == (0,)

    with contextlib.suppress(TimeoutError):
        until(done, patience=30)
    return done()


def _report(
    standby: Node, database: str, log: Log, others: set[Filed], death: Death, sequenced: bool
) -> Report:
    found, told = _filed(standby.cluster, database), set(log.acknowledged.values())
    _look_at_cases(standby, database)
    return Report(
        acknowledged=len(log.acknowledged),
        before_death=sum(moment <= death.at for moment in log.at),
        lost=len(told - found),
        doubled=len(found - others - told),
        repeated=Counter(log.refused),
        nobody_wrote=log.longest_silence(death.at),
        promoted_after=death.promoted_after,
        pages_failed=log.pages_failed_for(),
        sequenced=sequenced,
    )


def _filed(cluster: Cluster, database: str) -> set[Filed]:
    """Every case with who filed it: a server that has forgotten a number gives it to somebody else."""
    with cluster.superuser(database) as connection:
        rows = connection.execute("SELECT number, filed_by_id FROM cases_case").fetchall()
    return {(str(number), int(account or 0)) for number, account in rows}


def _look_at_cases(standby: Node, database: str) -> None:
    """Every case on the new primary is sound: docket, clocks and trail agree."""
    before = {alias: dict(connections.settings[alias]) for alias in connections}
    connections.close_all()
    for alias in connections:
        connections.settings[alias] |= {
            "HOST": str(standby.cluster.places.socket_directory),
            "NAME": database,
        }
    try:
        checking.check()
    finally:
        connections.close_all()
        for alias, known in before.items():
            connections.settings[alias] |= known
