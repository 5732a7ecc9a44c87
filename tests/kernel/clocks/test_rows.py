"""Clock events as rows: there and back, and what the database would refuse."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given

from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from tests.kernel.clocks.lives import Life, extend, lives, pause, resume, start, stop


class Event(ClockEventRow):
    """A domain's table, as far as a table matters here."""

    matter = models.BigIntegerField()

    class Meta(ClockEventRow.Meta):
        app_label = "clock_tests"
        managed = False


@given(lives())
def test_a_row_reads_back_as_the_event_it_was_made_of(life: Life) -> None:
    for event in life.events():
        row = Event.of_event(event, matter=7)
        assert row.event() == event
        assert row.matter == 7


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "event",
    [
        start("2020-02-10", 5),
        pause("2020-02-12"),
        resume("2020-02-18"),
        extend("2020-02-12", 3),
        stop("2020-02-13"),
    ],
)
def test_lawful_rows_pass(event: ClockEvent) -> None:
    Event.of_event(event, matter=7).validate_constraints()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("event", "change", "constraint"),
    [
        (stop("2020-02-13"), {"kind": "halt"}, "kind_is_known"),
        (stop("2020-02-13"), {"entered_at": start("2020-02-10", 5).entered_at}, "entered_after_it_happened"),
        (stop("2020-02-13"), {"amount": 5, "unit": "hour"}, "limit_where_it_belongs"),
        (start("2020-02-10", 5), {"amount": None, "unit": ""}, "limit_where_it_belongs"),
        (start("2020-02-10", 5), {"unit": "week"}, "limit_where_it_belongs"),
        (pause("2020-02-12"), {"evidence_at": None}, "pause_has_evidence"),
        (pause("2020-02-12"), {"evidence": ""}, "pause_has_evidence"),
        (pause("2020-02-12"), {"ground": ""}, "pause_has_evidence"),
        (pause("2020-02-12"), {"evidence_at": stop("2020-02-13").happened_at}, "pause_has_evidence"),
    ],
)
def test_unlawful_rows_do_not(event: ClockEvent, change: dict[str, object], constraint: str) -> None:
    row = Event.of_event(event, matter=7)
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError, match=constraint):
        row.validate_constraints()


def test_once_per_clock_names_a_constraint_for_each_kind() -> None:
    named = {each.name: each.fields for each in once_per_clock("matter", "case_clock")}
    assert named == {f"case_clock_one_{kind}": ("matter", "clock") for kind in ("start", "extend", "stop")}
