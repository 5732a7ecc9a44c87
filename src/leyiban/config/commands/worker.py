"""``leyiban worker``."""

import signal
import threading

import click
import structlog

from leyiban.config import notify
from leyiban.config.worker.jobs import Jobs
from leyiban.config.worker.loops import start_all
from leyiban.config.worker.steps import own_loops

_NAMES = (*own_loops(), "jobs")
log = structlog.get_logger(__name__)


@click.command()
@click.option(
    "--only", multiple=True, type=click.Choice(_NAMES), help="Run only this loop (may be repeated)."
)
@click.option("--concurrency", default=4, show_default=True, type=click.IntRange(1), help="Jobs at a time.")
def worker(*, only: tuple[str, ...], concurrency: int) -> None:
    """Put ledger entries in order, let followers react, move clocks, call outside, run jobs; until SIGTERM or Ctrl-C.

    Any number of workers may run: one of them sequences, all share the rest.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loops = {**own_loops(), "jobs": Jobs(stop, concurrency).loop()}
    threads = start_all([loops[name] for name in (only or _NAMES)], stop)
    log.info("worker.started", loops=[thread.name for thread in threads])
    notify.ready()
    for thread in threads:
        thread.join()
    log.info("worker.stopped")
