"""Supervision lights."""

import datetime as dt

import pytest

from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import Light, LightRule, light
from leyiban.kernel.clocks.limits import Unit
from leyiban.kernel.clocks.readings import ClockReading
from leyiban.kernel.clocks.replaying import replay
from tests.kernel.clocks.lives import LIGHTS, NATIONAL, at, pause, resume, start, stop


def read(*events: ClockEvent) -> ClockReading:
    return replay(events, NATIONAL, lights=LIGHTS)


@pytest.mark.parametrize(
    ("days", "amber"),
    [
        (1, "2020-02-10 10:00"),  # at once: one day is the least
        (2, "2020-02-11 09:00"),
        (5, "2020-02-14 09:00"),  # 20 % of five is one
        (7, "2020-02-18 09:00"),  # 1.4 days: not before one is left
        (10, "2020-02-20 09:00"),  # two are left
        (20, "2020-03-03 09:00"),
    ],
)
def test_amber_at_a_fifth_of_the_days_and_at_least_one(days: int, amber: str) -> None:
    assert read(start("2020-02-10", days)).amber_at == at(amber)


def test_the_threshold_is_a_setting() -> None:
    strict = LightRule(percent=50, at_least=3, instant_minutes=30)
    assert replay([start("2020-02-10", 10)], NATIONAL, lights=strict).amber_at == at("2020-02-17 09:00")
    assert replay([start("2020-02-10", 4)], NATIONAL, lights=strict).amber_at == at("2020-02-11 09:00")
    assert replay([start("2020-02-10", 0)], NATIONAL, lights=strict).amber_at == at("2020-02-10 16:30")


def test_hours_turn_amber_by_the_same_share() -> None:
    assert read(start("2020-02-10 08:00", 10, Unit.HOUR)).amber_at == at("2020-02-10 16:00")


def test_an_instant_item_begun_late_is_amber_at_once() -> None:
    assert read(start("2020-02-10 16:30", 0)).amber_at == at("2020-02-10 16:30")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-02-13 16:00", Light.GREEN),
        ("2020-02-14 09:00", Light.AMBER),
        ("2020-02-17 17:00", Light.AMBER),
        ("2020-02-17 17:01", Light.RED),
        ("2020-03-09 17:00", Light.RED),
        ("2020-03-09 17:01", Light.BLACK),
    ],
)
def test_the_light_follows_both_limits(now: str, expected: Light) -> None:
    promised, statutory = read(start("2020-02-10", 5)), read(start("2020-02-10", 20))
    assert light(at(now), promised=promised, statutory=statutory) is expected


def test_a_pause_is_blue_but_does_not_wash_red_away() -> None:
    paused = read(start("2020-02-10", 5), pause("2020-02-12"))
    assert light(at("2020-03-30"), promised=paused) is Light.BLUE
    too_late = read(start("2020-02-10", 5), pause("2020-02-18"))
    assert light(at("2020-03-30"), promised=too_late) is Light.RED


def test_a_stopped_clock_keeps_the_light_it_stopped_under() -> None:
    assert light(at("2021-01-04"), promised=read(start("2020-02-10", 5), stop("2020-02-12"))) is Light.GREEN
    assert light(at("2021-01-04"), promised=read(start("2020-02-10", 5), stop("2020-02-20"))) is Light.RED


def test_the_next_change_is_amber_then_red_then_none() -> None:
    reading = read(start("2020-02-10", 5))
    amber, red = at("2020-02-14 09:00"), at("2020-02-17 17:00")
    assert reading.next_change(at("2020-02-10")) == amber
    assert reading.next_change(amber) == red
    assert reading.next_change(red) is None
    paused = read(start("2020-02-10", 5), pause("2020-02-12"))
    assert paused.next_change(at("2020-02-12")) is None


def test_what_is_left_counts_the_days_after_today() -> None:
    reading = read(start("2020-02-10", 5), pause("2020-02-12"), resume("2020-02-18"))
    left = {
        dt.date(2020, 2, day): reading.remaining_on(dt.date(2020, 2, day))
        for day in (10, 11, 18, 21, 23, 24, 28)
    }
    assert list(left.values()) == [5, 4, 4, 1, 1, 0, 0]
