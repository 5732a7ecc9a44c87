"""What the doctor asks of messages."""

import datetime as dt

from leyiban.kernel.upkeep import Finding, health_check, ok, warn
from leyiban.messages.models import Message, SmsState

_SINCE = dt.timedelta(days=7)


@health_check("messages.delivery")
def delivery(*, now: dt.datetime) -> Finding:
    """People are reached: text messages that failed this week and were not sent again."""
    failed = Message.objects.failed().filter(settled_at__gte=now - _SINCE).count()
    if failed:
        return warn(
            f"{failed} text messages did not arrive in the last seven days",
            "The case pages and the work list show them; send them again or call the people.",
        )
    waiting = Message.objects.filter(state=SmsState.QUEUED).count()
    return ok(f"{waiting} waiting")
