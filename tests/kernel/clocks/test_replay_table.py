"""Every row of the table of due dates, and the plain rules around it."""

import datetime as dt

import pytest

from leyiban.kernel.clocks.limits import Unit
from leyiban.kernel.clocks.readings import ClockState
from leyiban.kernel.clocks.replaying import replay, replay_all
from tests.kernel.clocks.lives import EBIAN, LIGHTS, NATIONAL, at, extend, pause, resume, start, stop


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        ("2020-01-20", 5, "2020-02-04"),
        ("2020-01-17", 2, "2020-01-20"),
        ("2020-01-23", 1, "2020-02-03"),
        ("2020-02-10", 20, "2020-03-09"),
        ("2020-04-24", 2, "2020-04-27"),
        ("2020-04-30", 1, "2020-05-06"),
        ("2020-09-25", 3, "2020-09-29"),
        ("2020-09-30", 5, "2020-10-14"),
    ],
)
def test_due_at_close_of_business_of_the_last_working_day(accepted: str, days: int, due: str) -> None:
    reading = replay([start(accepted, days)], NATIONAL, lights=LIGHTS)
    assert (reading.state, reading.due_day) == (ClockState.RUNNING, day(due))
    assert reading.due_at == at(f"{due} 17:00")
    assert reading.red_at == reading.due_at


def test_a_pause_takes_its_first_and_its_last_day() -> None:
    events = [start("2020-02-10", 5), pause("2020-02-12"), resume("2020-02-18")]
    reading = replay(events, NATIONAL, lights=LIGHTS)
    assert reading.due_day == day("2020-02-24")
    assert reading.counted == tuple(day(f"2020-02-{each}") for each in (11, 19, 20, 21, 24))


def test_while_it_stands_still_there_is_no_due_moment_but_a_known_rest() -> None:
    reading = replay([start("2020-02-10", 5), pause("2020-02-12")], NATIONAL, lights=LIGHTS)
    assert (reading.state, reading.due_at, reading.unknown_year) == (ClockState.PAUSED, None, None)
    assert reading.paused_since == at("2020-02-12")
    assert reading.remaining_on(day("2020-02-20")) == 4
    assert reading.used_on(day("2020-02-20")) == 1


def test_overlapping_pauses_are_one() -> None:
    overlapping = [
        pause("2020-02-12", "hearing"),
        pause("2020-02-14", "appraisal"),
        resume("2020-02-17", "hearing"),
        resume("2020-02-18", "appraisal"),
    ]
    reading = replay([start("2020-02-10", 5), *overlapping], NATIONAL, lights=LIGHTS)
    assert reading.due_day == day("2020-02-24")


def test_one_pause_ending_does_not_end_the_other() -> None:
    events = [
        start("2020-02-10", 5),
        pause("2020-02-12"),
        pause("2020-02-13", "appraisal"),
        resume("2020-02-14"),
    ]
    reading = replay(events, NATIONAL, lights=LIGHTS)
    assert reading.state is ClockState.PAUSED
    assert reading.paused_since == at("2020-02-12")


def test_an_evening_pause_begins_on_the_next_day() -> None:
    events = [start("2020-02-10", 5), pause("2020-02-12 17:30"), resume("2020-02-18")]
    assert replay(events, NATIONAL, lights=LIGHTS).due_day == day("2020-02-21")


def test_a_pause_on_the_last_day_saves_it_and_one_after_closing_does_not() -> None:
    last_minute = [start("2020-02-10", 1), pause("2020-02-11 16:59"), resume("2020-02-12")]
    assert replay(last_minute, NATIONAL, lights=LIGHTS).due_day == day("2020-02-13")
    too_late = [start("2020-02-10", 1), pause("2020-02-11 17:01")]
    reading = replay(too_late, NATIONAL, lights=LIGHTS)
    assert (reading.due_day, reading.state) == (day("2020-02-11"), ClockState.PAUSED)


def test_an_extension_adds_to_the_limit() -> None:
    reading = replay([start("2020-02-10", 20), extend("2020-03-02", 10)], NATIONAL, lights=LIGHTS)
    assert reading.extended
    assert reading.due_day == NATIONAL.add_working_days(day("2020-02-10"), 30)


def test_a_stop_freezes_the_clock() -> None:
    in_time = replay([start("2020-02-10", 5), stop("2020-02-17 17:00")], NATIONAL, lights=LIGHTS)
    assert (in_time.state, in_time.in_time, in_time.stopped_at) == (
        ClockState.STOPPED,
        True,
        at("2020-02-17 17:00"),
    )
    late = replay([start("2020-02-10", 5), stop("2020-02-17 17:01")], NATIONAL, lights=LIGHTS)
    assert late.in_time is False
    assert late.next_change(at("2020-02-12")) is None


def test_a_stop_ends_the_pause_in_which_it_falls() -> None:
    events = [start("2020-02-10", 5), pause("2020-02-12"), stop("2020-02-18")]
    reading = replay(events, NATIONAL, lights=LIGHTS)
    assert (reading.due_day, reading.in_time, reading.paused_since) == (day("2020-02-24"), True, None)


def test_what_was_entered_afterwards_as_later_than_the_stop_does_not_count() -> None:
    events = [start("2020-02-10", 5), stop("2020-02-13"), pause("2020-02-14")]
    assert replay(events, NATIONAL, lights=LIGHTS).state is ClockState.STOPPED


def test_an_instant_item_is_due_the_same_day() -> None:
    reading = replay([start("2020-02-10 09:30", 0)], NATIONAL, lights=LIGHTS)
    assert reading.due_at == at("2020-02-10 17:00")
    assert reading.amber_at == at("2020-02-10 15:00")
    weekend = replay([start("2020-02-15", 0)], NATIONAL, lights=LIGHTS)
    assert weekend.due_day == day("2020-02-17")


def test_natural_days_end_on_a_working_day() -> None:
    reading = replay([start("2020-01-15", 10, Unit.NATURAL_DAY)], NATIONAL, lights=LIGHTS)
    assert reading.due_day == day("2020-02-03")  # the 25th lay in the Spring Festival
    assert reading.remaining_on(day("2020-01-20")) == 5
    assert reading.remaining_on(day("2020-01-28")) == 0


@pytest.mark.parametrize(
    ("accepted", "months", "due"),
    [
        ("2020-03-16", 1, "2020-04-16"),
        ("2020-01-31", 1, "2020-03-02"),  # 29 February was a Saturday
        ("2020-10-31", 4, "2021-03-01"),  # 28 February was a Sunday
    ],
)
def test_months_end_on_the_day_of_the_same_number(accepted: str, months: int, due: str) -> None:
    assert replay([start(accepted, months, Unit.MONTH)], NATIONAL, lights=LIGHTS).due_day == day(due)


def test_hours_run_day_and_night_and_stand_still_to_the_minute() -> None:
    plain = replay([start("2020-02-14 16:00", 24, Unit.HOUR)], NATIONAL, lights=LIGHTS)
    assert plain.due_at == at("2020-02-15 16:00")
    paused = [start("2020-02-14 16:00", 24, Unit.HOUR), pause("2020-02-14 20:00"), resume("2020-02-15 08:30")]
    assert replay(paused, NATIONAL, lights=LIGHTS).due_at == at("2020-02-16 04:30")
    standing = replay(paused[:2], NATIONAL, lights=LIGHTS)
    assert (standing.due_at, standing.left) == (None, dt.timedelta(hours=20))


def test_hours_for_what_arrived_at_night_begin_when_the_office_opens() -> None:
    events = [start("2020-02-14 22:00", 4, Unit.HOUR, receipt=True)]
    assert replay(events, NATIONAL, lights=LIGHTS).due_at == at("2020-02-17 13:00")
    assert replay(events, EBIAN, lights=LIGHTS).due_at == at("2020-02-15 02:00")


def test_a_receipt_after_closing_counts_from_the_next_working_day() -> None:
    evening = replay([start("2020-02-10 18:00", 5, receipt=True)], NATIONAL, lights=LIGHTS)
    assert (evening.began_on, evening.due_day) == (day("2020-02-11"), day("2020-02-18"))
    act_of_the_office = replay([start("2020-02-10 18:00", 5)], NATIONAL, lights=LIGHTS)
    assert act_of_the_office.due_day == day("2020-02-17")


def test_the_end_of_the_calendar_is_part_of_the_answer() -> None:
    reading = replay([start("2026-12-21", 20)], NATIONAL, lights=LIGHTS)
    assert (reading.due_at, reading.unknown_year, reading.not_before) == (None, 2027, day("2026-12-31"))
    assert reading.state is ClockState.RUNNING
    assert reading.remaining_on(day("2026-12-31")) == 12
    before = replay([start("2018-12-20", 5)], NATIONAL, lights=LIGHTS)
    assert (before.unknown_year, before.due_at) == (2018, None)
    night = replay([start("2026-12-31 20:00", 4, Unit.HOUR, receipt=True)], NATIONAL, lights=LIGHTS)
    assert (night.unknown_year, night.due_at, night.not_before) == (2027, None, day("2026-12-31"))


def test_a_matter_has_several_clocks() -> None:
    one, other = start("2020-02-10", 5), start("2020-02-10", 20)
    statutory = type(other).from_canonical({**other.canonical(), "clock": "decision.statutory"})
    readings = replay_all([statutory, one], NATIONAL, lights=LIGHTS)
    assert {name: reading.due_day for name, reading in readings.items()} == {
        "decision.promised": day("2020-02-17"),
        "decision.statutory": day("2020-03-09"),
    }
    with pytest.raises(ValueError, match="different clocks"):
        replay([statutory, one], NATIONAL, lights=LIGHTS)
