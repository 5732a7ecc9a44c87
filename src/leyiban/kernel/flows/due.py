"""The due loop: wakes the matters whose moment has come. Reads only the docket."""

import datetime as dt

import structlog
from django.db import transaction

from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.errors import NotFound
from leyiban.kernel.flows.engine import take
from leyiban.kernel.flows.registry import flow_of

_AFTER_FAILURE = dt.timedelta(minutes=1)
log = structlog.get_logger(__name__)


def run_due(*, now: dt.datetime, limit: int = 500) -> int:
    """Make the clock moves that are due, each matter in its own transaction. Returns how many matters.

    A matter that fails is logged and left for the next round; it holds up nobody else.
    """
    due = (
        OpenMatter.objects.filter(next_check__lte=now)
        .order_by("next_check")
        .values_list("kind", "key")[:limit]
    )
    return sum(_wake(kind, key, now=now) for kind, key in list(due))


def _wake(kind: str, key: int, *, now: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            taken = take(flow_of(kind), key, now=now)
            # Nothing may have been due after all (the calendar changed): then only the wake-up moves.
            taken.refresh_docket(now=now)
    except NotFound:
        return False
    except Exception:
        log.exception("due.failed", kind=kind, key=key)
        OpenMatter.objects.filter(kind=kind, key=key).update(next_check=now + _AFTER_FAILURE)
        return False
    return True
