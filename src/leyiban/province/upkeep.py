"""What the line needs day by day, and what the doctor asks of it."""

import datetime as dt

from django.conf import settings

from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import Finding, daily, fail, health_check, ok, preparation, warn
from leyiban.province.models import DayChecked, Handover, Record
from leyiban.province.operations import keep_asking, reconcile
from leyiban.province.queries import line_state
from leyiban.province.signing import ensure_key
from leyiban.province.states import UNSETTLED

_A_DAY, _LOOK_BACK = dt.timedelta(days=1), dt.timedelta(days=30)


@preparation("province.key")
def key(*, now: dt.datetime) -> str:
    """Make the key by which the province knows this city."""
    ensure_key(settings.LEDGER_KEY_DIR)
    return "the key of the line to the province is there"


@daily("province.reconcile")
def reconcile_days(*, now: dt.datetime) -> str:
    """Yesterday's records, and those of the last month that do not agree yet, are compared with the province's."""
    keep_asking(now=now)
    yesterday = city_date(now) - _A_DAY
    since = yesterday - _LOOK_BACK
    reported = set(Record.objects.filter(day__range=(since, yesterday)).values_list("day", flat=True))
    agree = {row.day for row in DayChecked.objects.filter(day__gte=since) if row.agrees}
    due = sorted(reported - agree)
    for day in due:
        reconcile(day=day, now=now)
    return f"{len(due)} days asked for"


@health_check("province.line")
def line(*, now: dt.datetime) -> Finding:
    """What was handed up has arrived, and every answer is believed."""
    state = line_state(now=now)
    if state.failed:
        return fail(
            f"{state.failed} messages to the province were given up",
            "See leyiban outbound failed, mend the cause, then leyiban outbound resend.",
        )
    if state.refused:
        return warn(
            f"{state.refused} answers of the last month were not believed", "See /admin/province; call them."
        )
    if state.late:
        return warn(
            f"{state.late} cases wait for the line since a day", "Nothing is lost; call the province."
        )
    return ok(f"{Handover.objects.filter(state__in=sorted(UNSETTLED)).count()} cases at the province")


@health_check("province.records")
def records(*, now: dt.datetime) -> Finding:
    """What was reported is there, day by day."""
    since = city_date(now) - _LOOK_BACK
    wrong = [
        row for row in DayChecked.objects.filter(day__gte=since, checked_at__isnull=False) if not row.agrees
    ]
    if wrong:
        days = ", ".join(row.day.isoformat() for row in sorted(wrong, key=lambda row: row.day)[:5])
        return fail(
            f"records differ from the province's on: {days}",
            "See leyiban province reconcile DAY, then send them again with --resend.",
        )
    return ok("records agree with the province's on every day that was compared")
