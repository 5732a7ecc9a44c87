"""Answers to requests that nobody will send again."""

import datetime as dt

from django.conf import settings

from leyiban.kernel.idempotency.operations import forget_before
from leyiban.kernel.upkeep import daily


@daily("idempotency.forget")
def forget(*, now: dt.datetime) -> str:
    """Drop what is older than ``settings.IDEMPOTENCY_KEPT_DAYS``."""
    gone = forget_before(moment=now - dt.timedelta(days=settings.IDEMPOTENCY_KEPT_DAYS))
    return f"{gone} answers forgotten"
