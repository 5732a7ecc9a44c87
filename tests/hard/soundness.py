"""What must hold of every case whatever happened: the ledger, the docket, the clocks and the papers agree.

Two depths. :func:`check_whole` holds at any moment, also right after a process was killed. :func:`check_settled`
holds once the worker has come to rest: everything that a move calls for exists, and exists once.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.conf import settings

from leyiban.cases.clock_names import PROMISED, STATUTORY
from leyiban.cases.flow import CASE_FLOW, TASK_FLOW
from leyiban.cases.models import Case, CasePaper, GreenGrant
from leyiban.cases.paperwork import WITH_PAPERS
from leyiban.cases.states import (
    AT_OFFICE,
    BEFORE_DECISION,
    CLOSED,
    SAVED,
    UNDER_REVIEW,
    UNENDED,
    CaseState,
)
from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.calendar.queries import calendar_by_digests, calendar_of
from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.readings import ClockState
from leyiban.kernel.clocks.replaying import replay_all
from leyiban.kernel.docket.models import OpenMatter, Passing
from leyiban.kernel.docket.precedence import by_time
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.flows.table import Readings, Turn
from leyiban.kernel.flows.timing import Timing
from leyiban.kernel.flows.writing import docket_row
from leyiban.kernel.ledger import verify
from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment
from leyiban.kernel.ledger.checking import check_ledger
from leyiban.kernel.ledger.heads import FileHeadStore
from leyiban.kernel.ledger.models import Entry, Pending
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.storage import configured_storage
from leyiban.messages import standard
from leyiban.messages.models import Message
from leyiban.seals.models import SealUse

_PLACE = {"place_at", "place_by", "passed_by"}
_DOCKET = [field.name for field in OpenMatter._meta.fields if field.name not in {"id", *_PLACE}]


def check_whole(cases: Iterable[Case] | None = None, *, mid_work: bool = False) -> None:
    """No move is half made: of these cases, or of all there are. ``mid_work``: matters may wait for the due loop."""
    if cases is None:
        cases = Case.objects.order_by("pk")
        numbers = set(Case.objects.values_list("number", flat=True))
        about = set(Entry.objects.filter(subject_kind=Case.KIND).values_list("subject_key", flat=True))
        assert about == numbers, "a case without an entry, or an entry without its case"
        listed = OpenMatter.objects.filter(kind=Case.KIND).values_list("number", flat=True)
        assert set(listed) <= numbers
    for case in cases:
        case.refresh_from_db()
        bodies, timing = bodies_of(case), Timing.of(case, CASE_FLOW.lights(case))
        readings = timing.readings
        assert [body["subject"]["seq"] for body in bodies] == list(range(1, case.version + 1)), case.number
        assert case.state in SAVED
        _check_docket(case, timing, mid_work=mid_work)
        _check_clocks(case, bodies, readings)
        _check_lights(case, bodies)
        _check_what_runs(case, readings)
        _check_somebody_has_it(case, readings)
        _check_tasks(case)


def bodies_of(case: Case) -> list[dict[str, Any]]:
    """The exact entries of a case's trail, oldest first."""
    rows = Entry.objects.filter(subject_kind=Case.KIND, subject_key=case.number).order_by("seq")
    return [json.loads(bytes(row.body)) for row in rows]


def _check_docket(case: Case, timing: Timing, *, mid_work: bool) -> None:
    """The docket row is the one that would be made anew from the case, or there is none."""
    kept = OpenMatter.objects.filter(kind=Case.KIND, key=case.pk).first()
    anew = docket_row(CASE_FLOW, case, timing)
    if mid_work and kept and anew and kept.next_check != anew.next_check:
        # A recount left it to the due loop, which has not looked yet.
        assert kept.next_check and anew.next_check and kept.next_check < anew.next_check, case.number
        kept.next_check = anew.next_check
    assert _columns(kept) == _columns(anew), case.number
    if kept is not None:
        _check_place(kept)


def _check_place(row: OpenMatter) -> None:
    """Where a row stands has a history once somebody was let in first: nobody stands later than his own time, and
    whoever was passed is counted, within the bound."""
    own = by_time(row.red_at)
    passings = Passing.objects.filter(kind=row.kind, key=row.key).count()
    assert row.passed_by == passings, row.number
    assert row.spot <= own, row.number
    granted = GreenGrant.objects.filter(until__isnull=False)
    if not granted.exists():
        assert (row.spot, passings) == (own, 0), row.number
    else:
        assert passings <= max(terms["may_pass"] for terms in granted.values_list("terms", flat=True)), (
            row.number
        )


def _columns(row: OpenMatter | None) -> dict[str, object] | None:
    return None if row is None else {name: getattr(row, name) for name in _DOCKET}


def _check_clocks(case: Case, bodies: Sequence[dict[str, Any]], from_rows: Readings) -> None:
    """Rows, trail and the offline verifier, which shares no code with us, read the same clocks."""
    calendar = calendar_of(case.region)
    forms = [form for body in bodies for form in body.get("clocks", [])]
    events = map(ClockEvent.from_canonical, forms)
    assert replay_all(events, calendar, lights=CASE_FLOW.lights(case)) == from_rows, case.number
    exported = _exported(tuple(layer.digest for layer in calendar.layers))
    for clock, reading in from_rows.items():
        verified = verify.due_moment([form for form in forms if form["clock"] == clock], exported)
        ours = None if reading.due_at is None else canonical_moment(reading.due_at)
        assert verified == ours, f"{case.number} {clock}"


@cache
def _exported(digests: tuple[str, ...]) -> Any:
    """The calendar as a trail carries it."""
    return json.loads(canonical_json(calendar_by_digests(digests).canonical()))


def _check_lights(case: Case, bodies: Sequence[dict[str, Any]]) -> None:
    """A limit that is broken is broken once."""
    changes = [body["facts"] for body in bodies if body["kind"] == "case.light_changed/1"]
    broken = [(each["clock"], each["light"]) for each in changes if each["light"] != "amber"]
    assert len(set(broken)) == len(broken), f"{case.number}: {broken}"


def _check_what_runs(case: Case, readings: Readings) -> None:
    """No clock runs on in a closed case, and no limit of the decision after the decision."""
    running = {clock for clock, reading in readings.items() if reading.state is not ClockState.STOPPED}
    if case.state in CLOSED:
        assert not running, f"{case.number} {case.state}: {running}"
    elif case.state not in BEFORE_DECISION:
        assert not running & {STATUTORY, PROMISED}, f"{case.number} {case.state}: {running}"


def _check_somebody_has_it(case: Case, readings: Readings) -> None:
    """An open case has an owner, or waits for its applicant; and a clock, whosever turn it is."""
    turn = CASE_FLOW.state(case.state).turn
    if turn is Turn.NOBODY:
        return
    assert (case.owner_post_id is None) is (turn is Turn.PARTY) or case.state == CaseState.DELIVERED, (
        case.number
    )
    assert CASE_FLOW.main_clock(case) in readings, f"{case.number} {case.state} without a clock"


def _check_tasks(case: Case) -> None:
    """Tasks of other offices: each whole in itself, with owner and clock while it is open, and its case knows how it
    stands; none is left open in a case that is over."""
    if not case.joint:
        return
    tasks = list(case.review_tasks.order_by("pk"))
    assert bool(tasks) is (case.accepted_at is not None and case.state != CaseState.CORRECTION_NOTIFIED)
    given = {entry["key"]: entry["given"] for entry in case.joint}
    for task in tasks:
        timing = Timing.of(task, TASK_FLOW.lights(task))
        seqs = Entry.objects.filter(subject_kind=task.KIND, subject_key=task.number).order_by("seq")
        assert list(seqs.values_list("seq", flat=True)) == list(range(1, task.version + 1)), task.number
        row = OpenMatter.objects.filter(kind=task.KIND, key=task.pk).first()
        assert _columns(row) == _columns(docket_row(TASK_FLOW, task, timing)), task.number
        running = [clock for clock, each in timing.readings.items() if each.state is not ClockState.STOPPED]
        at_office = task.state in AT_OFFICE
        assert running == ([f"opinion.{task.round}"] if at_office else []), f"{task.number} {task.state}"
        assert (task.owner_post_id is not None) is (task.state in UNENDED), task.number
        assert given[task.key] == task.conclusion or case.state not in UNDER_REVIEW, task.number
        assert task.state not in UNENDED or case.state in UNDER_REVIEW, f"{task.number} in {case.state}"


def check_settled() -> None:
    """Everything that happened has had its consequences, and each of them once."""
    check_whole()
    assert not Pending.objects.exists(), "an entry without a place"
    check_ledger(store=FileHeadStore(settings.LEDGER_HEADS_FILE))
    for case in Case.objects.select_related("item_version").order_by("pk"):
        _check_papers(case)
        _check_licence(case)
        _check_messages(case)
    assert all(configured_storage().has(digest) for digest in Paper.objects.values_list("digest", flat=True))


def _check_papers(case: Case) -> None:
    calling = Entry.objects.filter(
        subject_kind=Case.KIND, subject_key=case.number, kind__in=[code.split("/")[0] for code in WITH_PAPERS]
    )
    documents = Document.objects.filter(matter_kind=Case.KIND, matter_key=case.number)
    assert not documents.exclude(state=State.MADE).exists(), case.number
    licences = documents.filter(template="licence").count()
    assert documents.count() - licences == calling.count(), case.number
    filed = Counter(
        CasePaper.objects.filter(case=case, document__isnull=False).values_list("document", flat=True)
    )
    assert filed == Counter(documents.values_list("pk", flat=True)), case.number
    sealed = SealUse.objects.filter(matter_kind=Case.KIND, matter_key=case.number)
    assert Counter(sealed.values_list("digest", flat=True)) == Counter(
        documents.values_list("paper__digest", flat=True)
    )


def _check_licence(case: Case) -> None:
    called_for = case.decision == "grant" and case.item_version.rulefile.result.licence is not None
    statuses = list(Licence.objects.filter(case_number=case.number).values_list("status", flat=True))
    assert statuses == [LicenceStatus.VALID] * called_for, case.number


def _check_messages(case: Case) -> None:
    """Each submission was told to each listener once; the applicant is one of them."""
    received = Message.objects.filter(
        matter_kind=Case.KIND, matter_key=case.pk, template=standard.CASE_RECEIVED.key
    )
    to_applicant = received.filter(party=case.applicant_id).values_list("cause", flat=True)
    handed_in = Entry.objects.filter(
        subject_kind=Case.KIND, subject_key=case.number, kind__in=["case.submitted", "case.supplemented"]
    )
    assert sorted(to_applicant) == sorted(f"entry:{entry.pk}" for entry in handed_in), case.number
