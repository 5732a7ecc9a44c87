"""The job queue: calls outside and documents, deferred by followers in their own transaction.

A job runs at least once. A worker that dies with jobs in hand stops giving signs of life; another one, or
itself when it is back, takes the jobs up again.
"""

import asyncio
import datetime as dt
import threading
from dataclasses import dataclass
from typing import cast

import structlog
from procrastinate import App
from procrastinate.contrib.django import app as house_app
from procrastinate.contrib.django.django_connector import DjangoConnector

from leyiban.config.worker.loops import Loop

SIGN_OF_LIFE = 3.0  # seconds between two
STALLED_AFTER = 15.0  # seconds without one
_RESCUE_EVERY = 5.0
_PULSE = 0.2  # seconds between two looks at whether to stop
_POLL = 2.0  # seconds; the database also notifies
_LAST_WORDS = 20.0  # seconds for jobs in hand when we are told to stop
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Runs jobs in ``concurrency`` threads until ``stop`` is set."""

    stop: threading.Event
    concurrency: int

    def loop(self) -> Loop:
        """As one long step, so that a lost database is reconnected like in every other loop."""
        return Loop("jobs", self._step)

    def _step(self, now: dt.datetime) -> float:
        asyncio.run(self._work())
        return 0

    async def _work(self) -> None:
        connector = cast(DjangoConnector, house_app.connector)
        app = house_app.with_connector(connector.get_worker_connector())
        async with app.open_async():
            tasks = [asyncio.create_task(self._run(app)), asyncio.create_task(_rescue(app))]
            while not self.stop.is_set() and not any(task.done() for task in tasks):
                await asyncio.sleep(_PULSE)
            for task in tasks:
                task.cancel()  # the jobs in hand still end, see _LAST_WORDS
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    async def _run(self, app: App) -> None:
        await app.run_worker_async(
            concurrency=self.concurrency,
            install_signal_handlers=False,
            fetch_job_polling_interval=_POLL,
            update_heartbeat_interval=SIGN_OF_LIFE,
            stalled_worker_timeout=STALLED_AFTER,
            shutdown_graceful_timeout=_LAST_WORDS,
            delete_jobs="successful",
        )


async def _rescue(app: App) -> None:
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            log.warning("jobs.rescued", job=job.id, task=job.task_name)
            await app.job_manager.retry_job(job)
        await asyncio.sleep(_RESCUE_EVERY)
