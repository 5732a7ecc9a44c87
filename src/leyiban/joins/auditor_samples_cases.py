"""An auditor's sample is drawn from all cases that his area decided in a span of days."""

import datetime as dt

from django.db.models import QuerySet

from leyiban.audits.models import Sample
from leyiban.audits.operations import check_may_sample, plan_sample
from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import CITY_TIME
from leyiban.people.models import Agency
from leyiban.people.rules.divisions import significant


def sample_cases(
    *,
    region: str,
    agency: Agency | None,
    since: dt.date,
    until: dt.date,
    size: int,
    actor: Actor,
    now: dt.datetime,
) -> Sample:
    """Plan a sample over every case that was decided from ``since`` to ``until`` (both included).

    Raises:
        What :func:`~leyiban.audits.operations.plan_sample` raises.
    """
    check_may_sample(actor, region)
    numbers = list(_decided(region, agency, since, until).values_list("number", flat=True))
    return plan_sample(
        region=region,
        agency=agency,
        since=since,
        until=until,
        size=size,
        cases=numbers,
        actor=actor,
        now=now,
    )


def _decided(region: str, agency: Agency | None, since: dt.date, until: dt.date) -> QuerySet[Case]:
    begin = dt.datetime.combine(since, dt.time.min, CITY_TIME)
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min, CITY_TIME)
    found = Case.objects.filter(
        region__startswith=significant(region), decided_at__gte=begin, decided_at__lt=end
    )
    return found if agency is None else found.filter(agency=agency)
