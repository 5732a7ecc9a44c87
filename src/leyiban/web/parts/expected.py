"""When it will be done, as a range, in a sentence (F5.5)."""

from leyiban.cases.models import Case
from leyiban.cases.queries.ranges import Expected, range_told
from leyiban.cases.states import CaseState, RangeFrom
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import YearUnknown
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.web.formats import date
from leyiban.web.wording import gettext

_OPEN = (CaseState.UNDER_REVIEW, CaseState.SPECIAL_PROCEDURE)


def usual_words(expected: Expected | None) -> str:
    """What half of the last cases took; empty where too few say so."""
    if expected is None:
        return ""
    told = {"low": expected.low, "high": expected.high, "n": expected.learnt_from}
    if expected.high == 0:
        line = gettext("最近%(n)s件里,一半当天办好。") % told
    elif expected.low == expected.high:
        line = gettext("最近%(n)s件里,一半%(high)s个工作日办好。") % told
    else:
        line = gettext("最近%(n)s件里,一半%(low)s到%(high)s个工作日办好。") % told
    return line + gettext("看的是同类的事。") if expected.source is RangeFrom.TYPE else line


def told_words(case: Case) -> str:
    """What was told at acceptance, with its days; empty where history said nothing, or it is over."""
    told = range_told(case)
    if told is None or told.source == RangeFrom.PROMISE or case.state not in _OPEN:
        return ""
    expected = Expected(
        low=told.low, high=told.high, learnt_from=told.learnt_from, source=RangeFrom(told.source)
    )
    days = _days(case, told.low, told.high)
    return usual_words(expected) + (gettext("大约%(low)s到%(high)s。") % days if days else "")


def _days(case: Case, low: int, high: int) -> dict[str, str] | None:
    if case.accepted_at is None or case.state == CaseState.SPECIAL_PROCEDURE:
        return None
    try:
        calendar, begun = calendar_of(case.region), city_date(case.accepted_at)
        first, last = calendar.add_working_days(begun, low), calendar.add_working_days(begun, high)
    except (YearUnknown, NotFound):
        return None
    return {"low": date(first), "high": date(last)}
