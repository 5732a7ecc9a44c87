"""Whether copied cases are cases: a figure over nonsense says nothing.

The docket row of each looked-at case is the one that would be made anew from its clocks, its clocks replay from its
trail alone, and its trail has no gap; and of all cases together every open one is on the docket, once.
"""

import json

from django.db import connection
from django.db.models import Sum

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.states import CLOSED
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.replaying import replay_all
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.timing import Timing
from leyiban.kernel.flows.writing import docket_row
from leyiban.kernel.ledger.models import Entry

_DOCKET = [field.name for field in OpenMatter._meta.fields if field.name != "id"]


def check(*, every: int = 1) -> int:
    """Look at every ``every``-th case, and at the sums of all. Returns how many cases were looked at.

    Raises:
        AssertionError: names the case that is not sound.
    """
    _check_sums()
    cases = Case.objects.extra(where=["cases_case.id %% %s = 0"], params=[every]).order_by("pk")
    for case in cases:
        _check_case(case)
    return len(cases)


def _check_sums() -> None:
    open_cases = Case.objects.exclude(state__in=CLOSED).count()
    assert OpenMatter.objects.filter(kind=Case.KIND).count() == open_cases, "docket and cases differ"
    versions = Case.objects.aggregate(total=Sum("version"))["total"]
    assert Entry.objects.filter(subject_kind=Case.KIND).count() == versions, "a trail has a gap"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_case c LEFT JOIN people_party p ON p.id = applicant_id WHERE p.id IS NULL"
        )
        assert cursor.fetchone() == (0,), "a case without its applicant"


def _check_case(case: Case) -> None:
    timing = Timing.of(case, CASE_FLOW.lights(case))
    rebuilt = docket_row(CASE_FLOW, case, timing)
    kept = OpenMatter.objects.filter(kind=Case.KIND, key=case.pk).first()
    assert _columns(kept) == _columns(rebuilt), f"{case.number}: its docket row is another"
    entries = Entry.objects.filter(subject_kind=Case.KIND, subject_key=case.number).order_by("seq")
    bodies = [json.loads(bytes(entry.body)) for entry in entries]
    subjects = [(body["subject"]["key"], body["subject"]["seq"]) for body in bodies]
    assert subjects == [(case.number, seq) for seq in range(1, case.version + 1)], f"{case.number}: its trail"
    forms = [form for body in bodies for form in body.get("clocks", [])]
    replayed = replay_all(
        map(ClockEvent.from_canonical, forms), calendar_of(case.region), lights=CASE_FLOW.lights(case)
    )
    assert dict(replayed) == timing.readings, f"{case.number}: its clocks"


def _columns(row: OpenMatter | None) -> dict[str, object] | None:
    return None if row is None else {name: getattr(row, name) for name in _DOCKET}
