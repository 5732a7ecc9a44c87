"""When it will be done, as a range learnt from the item's own history (F5.5): what half of the last cases took.

Counts only, over many cases; of fewer than the city's least nothing is told.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from leyiban.cases.models import Case, FinishRange, SpecialProcedure
from leyiban.cases.states import RangeFrom
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.errors import NotFound
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency

_LEAST: Final = "cases.range_least"
_LAST: Final = "cases.range_last"
_CITY_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Half of the last ``learnt_from`` cases took ``low`` to ``high`` working days from acceptance to decision, pauses
    left out."""

    low: int
    high: int
    learnt_from: int
    source: RangeFrom


def expected_of(version: ItemVersion, *, agency: Agency, region: str, now: dt.datetime) -> Expected | None:
    """From the item at this office, else from items of its type in the city; None where too few cases say so, or the
    city does not say how many it takes. At most four queries."""
    on = city_date(now)
    try:
        least = int(lawbook.rule(_LEAST, on=on, region=region).value)
        last = int(lawbook.rule(_LAST, on=on, region=region).value)
    except RuleUnknown:
        return None
    finished = Case.objects.filter(
        entered_afterwards=False, accepted_at__isnull=False, decided_at__lte=now
    ).order_by("-decided_at", "-pk")
    own = finished.filter(item_version__item=version.item_id, agency=agency)
    alike = finished.filter(
        item_version__item_type=version.item_type, region__startswith=region[:_CITY_DIGITS]
    )
    for source, cases in ((RangeFrom.ITEM_AT_OFFICE, own), (RangeFrom.TYPE, alike)):
        days = worked_days(cases[:last])
        if len(days) >= least:
            return Expected(
                low=_quantile(days, 1), high=_quantile(days, 3), learnt_from=len(days), source=source
            )
    return None


def worked_days(cases: QuerySet[Case]) -> list[int]:
    """Working days from acceptance to decision, pauses left out, the shortest first; of days that no calendar knows
    nothing is told. Two queries."""
    rows = list(cases.values_list("pk", "region", "accepted_at", "decided_at"))
    pauses: dict[int, list[tuple[dt.datetime, dt.datetime | None]]] = defaultdict(list)
    stood = SpecialProcedure.objects.filter(case_id__in=[row[0] for row in rows]).order_by("started_at")
    for case_id, since, until in stood.values_list("case_id", "started_at", "ended_at"):
        pauses[case_id].append((since, until))
    found = [_days(region, begun, ended, pauses[pk]) for pk, region, begun, ended in rows if begun and ended]
    return sorted(each for each in found if each is not None)


def _days(
    region: str,
    begun: dt.datetime,
    ended: dt.datetime,
    pauses: Sequence[tuple[dt.datetime, dt.datetime | None]],
) -> int | None:
    try:
        calendar = calendar_of(region)
        stood = sum(_stood(calendar, since, until or ended) for since, until in pauses)
        return max(calendar.working_days_between(city_date(begun), city_date(ended)) - stood, 0)
    except (YearUnknown, NotFound):
        return None


def _stood(calendar: WorkCalendar, since: dt.datetime, until: dt.datetime) -> int:
    """The days on which it stood still, first and last included (service-items §6)."""
    return calendar.working_days_between(city_date(since) - dt.timedelta(days=1), city_date(until))


def _quantile(days: Sequence[int], quarter: int) -> int:
    """The day within which so many quarters of the cases were done."""
    return days[max(-(-len(days) * quarter // 4) - 1, 0)]


def range_told(case: Case) -> FinishRange | None:
    """What the applicant was told at acceptance. One query."""
    return FinishRange.objects.filter(case=case).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRate:
    """Of ``judged`` ranges that an office told, ``hits`` came true."""

    agency: str
    agency_en: str
    judged: int
    hits: int

    @property
    def percent(self) -> int:
        return round(100 * self.hits / self.judged)


def hit_rates(*, region: str, since: dt.datetime, smallest: int) -> list[HitRate]:
    """Per office of a city, those with the most first; offices with fewer than ``smallest`` are left out. One query."""
    judged = FinishRange.objects.filter(
        hit__isnull=False, told_at__gte=since, case__region__startswith=region[:_CITY_DIGITS]
    ).exclude(source=RangeFrom.PROMISE)
    rows = (
        judged.values("agency__name", "agency__name_en")
        .annotate(judged=Count("pk"), hits=Count("pk", filter=Q(hit=True)))
        .filter(judged__gte=smallest)
        .order_by("-judged", "agency__name")
    )
    return [
        HitRate(
            agency=row["agency__name"],
            agency_en=row["agency__name_en"],
            judged=row["judged"],
            hits=row["hits"],
        )
        for row in rows
    ]
