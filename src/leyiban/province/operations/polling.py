"""Asking the province's mailbox: one question at a time, for as long as something is still to come.

The province need not reach us, so a city behind a gate works, too; and when it is down, the one open question waits.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from leyiban.kernel.outbound.operations import send_later
from leyiban.province.line import ASK_MAILBOX, Mailbox
from leyiban.province.models import Handover, Line
from leyiban.province.states import UNSETTLED, HandoverState

PAUSE = dt.timedelta(minutes=2)
"""Between two looks into the mailbox."""

LICENCE_AFTER = dt.timedelta(days=30)
"""How long after its decision a licence may still come."""

_NAME = "province"


def locked_line() -> Line:
    """The line's one row, locked. Inside a transaction."""
    Line.objects.get_or_create(name=_NAME)
    return Line.objects.select_for_update().get(name=_NAME)


def keep_asking(*, now: dt.datetime) -> bool:
    """See to it that a question is open while answers are awaited. Any number of times; True when one is awaited."""
    with transaction.atomic():
        return _ask(locked_line(), now=now, due_at=now + PAUSE)


def ask_next(line: Line, *, now: dt.datetime, at_once: bool) -> None:
    """After an answered or a lost question: the next one. The line is locked."""
    line.polls += 1
    line.save()
    _ask(line, now=now, due_at=now if at_once else now + PAUSE)


def _ask(line: Line, *, now: dt.datetime, due_at: dt.datetime) -> bool:
    lately = Q(state=HandoverState.DECIDED, licence="", settled_at__gt=now - LICENCE_AFTER)
    if not Handover.objects.filter(Q(state__in=sorted(UNSETTLED)) | lately).exists():
        return False
    send_later(
        call=ASK_MAILBOX,
        payload=Mailbox(after=line.cursor),
        key=f"mailbox:{line.polls}",
        now=now,
        due_at=due_at,
    )
    return True
