"""Daily tasks: each once on each civil day, from its hour on, by whichever worker comes first."""

import datetime as dt

import structlog
from django.db.models import Q

from leyiban.config.models import DailyRun
from leyiban.kernel.moments import CITY_TIME
from leyiban.kernel.upkeep import Repair, daily_tasks

_REST = 60.0  # seconds
_TRY_AGAIN = dt.timedelta(hours=1)  # after a failure, or a worker that was killed
log = structlog.get_logger(__name__)


def run_daily(now: dt.datetime) -> float:
    """Run what is due today and was not done."""
    local = now.astimezone(CITY_TIME)
    for task in daily_tasks(local.date()):
        if local.hour >= task.from_hour and _claim(task.name, local.date(), now):
            _run(task.name, task.run, local.date(), now)
    return _REST


def _claim(name: str, day: dt.date, now: dt.datetime) -> bool:
    _, is_new = DailyRun.objects.get_or_create(task=name, day=day, defaults={"started_at": now})
    if is_new:
        return True
    stale = Q(done_at__isnull=True, started_at__lt=now - _TRY_AGAIN)
    return bool(DailyRun.objects.filter(stale, task=name, day=day).update(started_at=now))


def _run(name: str, task: Repair, day: dt.date, now: dt.datetime) -> None:
    row = DailyRun.objects.filter(task=name, day=day)
    try:
        said = task(now=now)
    except Exception as failure:
        row.update(said=type(failure).__name__)
        log.exception("daily.failed", task=name)
        return
    row.update(done_at=now, said=said)
    log.info("daily.done", task=name, said=said)
