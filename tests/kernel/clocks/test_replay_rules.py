"""What the law forbids a clock, at replay and at the door."""

import datetime as dt

import pytest

from leyiban.kernel.clocks.admission import admit
from leyiban.kernel.clocks.errors import (
    ClockAlreadyStopped,
    ClockNotStarted,
    ClockPastDue,
    ClockRefused,
    ClockStartedTwice,
    ExtendedTwice,
    ExtensionUnitDiffers,
    PauseGroundNotListed,
    PauseWithoutEvidence,
    ResumeWithoutPause,
)
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.limits import Limit, Unit
from leyiban.kernel.clocks.replaying import replay
from tests.kernel.clocks.lives import LIGHTS, NATIONAL, at, event, extend, pause, resume, start, stop

BEGUN = start("2020-02-10", 5)


@pytest.mark.parametrize(
    ("events", "refusal"),
    [
        ([], ClockNotStarted),
        ([pause("2020-02-12")], ClockNotStarted),
        ([BEGUN, pause("2020-02-07")], ClockNotStarted),
        ([BEGUN, start("2020-02-11", 5)], ClockStartedTwice),
        ([BEGUN, resume("2020-02-12")], ResumeWithoutPause),
        ([BEGUN, pause("2020-02-12", "hearing"), resume("2020-02-13", "appraisal")], ResumeWithoutPause),
        ([BEGUN, pause("2020-02-12"), resume("2020-02-13"), resume("2020-02-14")], ResumeWithoutPause),
        ([BEGUN, pause("2020-02-14"), resume("2020-02-13")], ResumeWithoutPause),
        ([BEGUN, pause("2020-02-12", "site_check")], PauseGroundNotListed),
        ([BEGUN, extend("2020-02-11", 3), extend("2020-02-12", 3)], ExtendedTwice),
        ([BEGUN, extend("2020-02-11", 3, Unit.NATURAL_DAY)], ExtensionUnitDiffers),
    ],
)
def test_unlawful_lives_are_refused(events: list[ClockEvent], refusal: type[ClockRefused]) -> None:
    with pytest.raises(refusal):
        replay(events, NATIONAL, lights=LIGHTS)


@pytest.mark.parametrize("notice", ["2020-02-12 10:01", None])
def test_a_pause_needs_a_notice_that_came_before_it(notice: str | None) -> None:
    with pytest.raises(PauseWithoutEvidence):
        event(
            EventKind.PAUSE,
            "2020-02-12 10:00",
            "hearing",
            evidence="notice" if notice else "",
            evidence_at=notice and at(notice),
        )


def test_the_notice_may_be_older_than_the_pause() -> None:
    events = [BEGUN, pause("2020-02-12", notice="2020-02-11"), resume("2020-02-18")]
    assert replay(events, NATIONAL, lights=LIGHTS).due_day == dt.date(2020, 2, 24)


def test_what_is_past_due_cannot_be_saved() -> None:
    for late in (pause("2020-02-17 17:30"), extend("2020-02-18", 3)):
        with pytest.raises(ClockPastDue):
            admit(late, [BEGUN], NATIONAL)
    admit(pause("2020-02-17 16:59"), [BEGUN], NATIONAL)


def test_what_has_stopped_stays_stopped() -> None:
    stopped = [BEGUN, stop("2020-02-13")]
    for after in (pause("2020-02-13"), extend("2020-02-14", 3), stop("2020-02-14")):
        with pytest.raises(ClockAlreadyStopped):
            admit(after, stopped, NATIONAL)
    admit(pause("2020-02-11"), stopped, NATIONAL)  # entered afterwards, but it happened before


def test_the_door_asks_the_rules_of_replay_too() -> None:
    with pytest.raises(ResumeWithoutPause):
        admit(resume("2020-02-12"), [BEGUN], NATIONAL)
    with pytest.raises(ClockNotStarted):
        admit(stop("2020-02-12"), [], NATIONAL)
    with pytest.raises(ClockStartedTwice):
        admit(start("2020-02-12", 5), [BEGUN], NATIONAL)
    admit(BEGUN, [], NATIONAL)


def test_a_decree_that_changes_the_calendar_does_not_break_old_lives() -> None:
    extended = [start("2020-01-20", 5), extend("2020-02-04 16:00", 2)]
    admit(extended[1], extended[:1], NATIONAL)
    without_festival = type(NATIONAL)(exceptions={}, known_years=NATIONAL.known_years, hours=NATIONAL.hours)
    assert replay(extended, without_festival, lights=LIGHTS).due_day == dt.date(2020, 1, 29)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": EventKind.START},
        {"kind": EventKind.STOP, "limit": Limit(1, Unit.HOUR)},
        {"kind": EventKind.RESUME},
        {"kind": EventKind.STOP, "entered_at": at("2020-02-09")},
        {"kind": EventKind.STOP, "happened_at": dt.datetime(2020, 2, 10)},
    ],
)
def test_an_event_that_is_no_event_is_a_defect(fields: dict[str, object]) -> None:
    whole = {"clock": "x", "happened_at": at("2020-02-10"), "entered_at": at("2020-02-10"), **fields}
    with pytest.raises(ValueError):
        ClockEvent(**whole)  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "unit"), [(-1, Unit.WORKING_DAY), (0, Unit.HOUR), (0, Unit.MONTH)])
def test_a_limit_has_a_length(amount: int, unit: Unit) -> None:
    with pytest.raises(ValueError):
        Limit(amount, unit)


def test_a_refusal_says_what_to_do() -> None:
    refusal = PauseGroundNotListed(ground="现场勘验")
    assert "现场勘验" in str(refusal)
    assert refusal.code == "pause_ground_not_listed"
