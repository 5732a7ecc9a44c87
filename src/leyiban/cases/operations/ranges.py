"""A range is told at acceptance, kept, and judged by what it took: in the applicant's sight, and in everybody's."""

import datetime as dt

from leyiban.cases.models import Case, FinishRange
from leyiban.cases.queries.ranges import expected_of, worked_days
from leyiban.cases.rules.clocks import limit_of
from leyiban.cases.states import RangeFrom
from leyiban.kernel.clocks.limits import Unit


def tell_range(*, case_number: str, now: dt.datetime) -> FinishRange | None:
    """Keep what history says at acceptance; the promise alone where there is too little. Told once, it stays.

    None: no history, and a promise that is not in working days.
    """
    case = Case.objects.select_related("item_version__item", "agency").get(number=case_number)
    known = FinishRange.objects.filter(case=case).first()
    if known is not None or case.decided_at is not None:
        return known
    expected = expected_of(case.item_version, agency=case.agency, region=case.region, now=now)
    promised = limit_of(case, "promised")
    if expected is None and promised.unit is not Unit.WORKING_DAY:
        return None
    told, _ = FinishRange.objects.get_or_create(
        case=case,
        defaults={
            "agency": case.agency,
            "source": RangeFrom.PROMISE if expected is None else expected.source,
            "learnt_from": 0 if expected is None else expected.learnt_from,
            "low": 0 if expected is None else expected.low,
            "high": promised.amount if expected is None else expected.high,
            "told_at": now,
        },
    )
    return told


def judge_range(*, case_number: str) -> FinishRange | None:
    """Hold what was told against what it took. None: nothing was told, or no calendar knows how long it took."""
    told = FinishRange.objects.filter(case__number=case_number).first()
    days = worked_days(Case.objects.filter(number=case_number))
    if told is None or not days:
        return None
    told.took, told.hit = days[0], told.low <= days[0] <= told.high
    told.save(update_fields=["took", "hit"])
    return told
