"""The year that the calendar does not know: no case is lost or refused, and nothing is guessed (ADR 0008)."""

import datetime as dt

import pytest

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.queries import progress_of
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import system_actor
from leyiban.kernel.calendar.days import NATION, DayKind
from leyiban.kernel.calendar.operations import load_days
from leyiban.kernel.calendar.tables import DayRow, national_layer, national_rows
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.messages.models import Message
from tests.cases.world import World
from tests.hard.soundness import check_settled
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

BEIJING = dt.timezone(dt.timedelta(hours=8))
# The holidays of an invented 2027: New Year, and a week in February.
HOLIDAYS_2027 = [dt.date(2027, 1, 1), *(dt.date(2027, 2, day) for day in range(5, 13))]


def moment(year: int, month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=BEIJING).astimezone(dt.UTC)


def publish_2027(now: dt.datetime) -> None:
    """The State Council has decreed, and somebody loads the table."""
    layer = national_layer()
    days = [DayRow(day, DayKind.HOLIDAY, "放假", "Holiday", source="国办") for day in HOLIDAYS_2027]
    load_days(
        scope=NATION,
        days=[*national_rows(), *days],
        years=[*layer.years, 2027],
        hours=layer.hours,
        late_counts_next_day=layer.late_counts_next_day,
        actor=system_actor(),
        now=now,
    )


def due_of(case: Case, clock: str) -> dt.datetime | None:
    return matter_clocks(CASE_FLOW, case)[clock].due_at


@pytest.mark.proves("F1.7", "F5.1", "M5.2")
def test_a_case_runs_into_the_unknown_year_and_is_counted_again(
    monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    world, worker = World(moment(2026, 12, 28)), Worker()
    submitted = world.submitted("public-place-hygiene")
    accepted = world.accept(world.submitted())
    assert due_of(submitted, "acceptance.1") is None
    assert matter_clocks(CASE_FLOW, accepted)["promised"].unknown_year == 2027
    worker.settle(now=world.now)
    assert not Document.objects.exclude(state=State.MADE).exists(), "the papers say that the date follows"
    said = [message.text.reveal() for message in Message.objects.all() if message.text is not None]
    assert any("放假安排公布后" in words for words in said)
    assert set(OpenMatter.objects.values_list("red_at", flat=True)) == {None}
    assert progress_of(accepted).holder == "审查岗"

    world.now = moment(2027, 1, 20)
    run_due(now=world.now)
    submitted.refresh_from_db()
    assert submitted.state == CaseState.SUBMITTED, "nobody guesses that five working days are over"

    publish_2027(world.now)
    worker.settle(now=world.now)
    submitted.refresh_from_db()
    accepted.refresh_from_db()
    # Received on Monday 28 December; 1 January is a holiday: day 5 is Tuesday 5 January.
    assert due_of(submitted, "acceptance.1") == moment(2027, 1, 5, 17)
    assert (submitted.state, submitted.acceptance_mode) == (CaseState.UNDER_REVIEW, "deemed")
    assert OpenMatter.objects.get(number=accepted.number).red_at == due_of(accepted, "promised")
    check_settled()


@pytest.mark.parametrize(
    "at",
    [moment(2026, 12, 31, 20), moment(2027, 1, 4, 10)],
    ids=["on New Year's Eve, after closing", "in January"],
)
def test_what_arrives_when_no_day_is_known_is_taken_in(at: dt.datetime) -> None:
    world = World(at)
    case = world.submitted()
    assert case.state == CaseState.SUBMITTED
    case = world.accept(case)
    publish_2027(at)
    Worker().settle(now=at)
    assert due_of(case, "promised") is not None
    check_settled()
