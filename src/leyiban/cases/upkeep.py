"""What the worker does for cases by the day, and what ``leyiban doctor`` asks about them."""

import datetime as dt

from leyiban.cases.figures.days import KEPT, fold
from leyiban.cases.models import Draft
from leyiban.cases.queries.completeness import completeness
from leyiban.catalogue.models import City
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import Finding, Level, daily, fail, health_check, ok

_RULE = "retention.draft"
_LOOK_BACK = dt.timedelta(days=3)
_PATIENCE = dt.timedelta(minutes=10)  # what a worker may take on a busy day


class NotArrived(Exception):
    """A move lacks its paper or its message, or a pre-review its sheet."""


@daily("cases.drafts")
def forget_drafts(*, now: dt.datetime) -> str:
    """Delete untouched drafts, city by city. A correction's draft lives as long as its case waits."""
    gone = 0
    for city in City.objects.select_related("region").order_by("key"):
        days = int(lawbook.rule(_RULE, on=city_date(now), region=city.region.code).value)
        old = Draft.objects.filter(
            item__city=city, case__isnull=True, saved_at__lt=now - dt.timedelta(days=days)
        )
        gone += old.count()
        old.delete()
    return f"{gone} drafts forgotten"


@daily("cases.days")
def fold_old_days(*, now: dt.datetime) -> str:
    """Of days long past only the stock they left is kept, as long as the city says that keeps days the longest."""
    cities = City.objects.select_related("region").order_by("key")
    kept = [_days_kept(city.region.code, city_date(now)) for city in cities]
    known = [days for days in kept if days is not None]
    if not known:
        return "no city says how long figures by day are kept"
    return f"{fold(base=city_date(now) - dt.timedelta(days=max(known)))} figures of old days folded"


def _days_kept(region: str, on: dt.date) -> int | None:
    try:
        return int(lawbook.rule(KEPT, on=on, region=region).value)
    except RuleUnknown:
        return None


@health_check("cases.arrived")
def what_was_acknowledged_arrived(*, now: dt.datetime) -> Finding:
    """F1.15: every move of the last days has its paper and its message; a gap is somebody's case."""
    found = completeness(since=now - _LOOK_BACK, until=now - _PATIENCE)
    if found.is_whole:
        return ok(f"{found.moves} moves of the last days, each with its paper and its message")
    gaps = [*found.without_paper, *found.without_message, *found.without_sheet]
    return fail(
        f"{len(found.without_paper)} moves lack their paper, {len(found.without_message)} their message, "
        f"{len(found.without_sheet)} pre-reviews their hand-over sheet; first: {gaps[0]}",
        "See what documents.made, messages.delivery and ledger.followers say; then tell the applicant.",
    )


@daily("cases.arrived")
def prove_arrival(*, now: dt.datetime) -> str:
    """The nightly proof; a gap fails it, so that it is tried again and seen."""
    finding = what_was_acknowledged_arrived(now=now)
    if finding.level is not Level.OK:
        raise NotArrived(finding.message)
    return finding.message
