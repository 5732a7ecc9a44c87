"""Properties of replay, held against a naive counter and against the offline verifier's own replay."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from leyiban.kernel.calendar.days import CITY_TIME
from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.limits import ELAPSING, Unit
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.kernel.clocks.replaying import replay
from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment
from leyiban.kernel.ledger.verify import due_moment
from tests.kernel.clocks.lives import LIGHTS, Life, lives

ONE_DAY = dt.timedelta(days=1)


def reading_of(life: Life) -> ClockReading:
    return replay(life.events(), life.calendar, lights=LIGHTS)


def naive_due_day(life: Life) -> dt.date | None:
    """Count working days one by one on fingers: no merging, no pairing, no canonical form."""
    calendar = life.calendar

    def paused(day: dt.date) -> bool:
        for _, since, until in life.pauses:
            first = since.astimezone(CITY_TIME).date()
            if since > calendar.closing(first):
                first += ONE_DAY
            if day >= first and (until is None or day <= until.astimezone(CITY_TIME).date()):
                return True
        return False

    day = calendar.received_day(life.started) if life.receipt else life.started.date()
    if day.year > 2026:
        return None
    wanted = life.limit.amount + (life.extension or 0)
    horizon = dt.date(2026, 12, 31)
    found = 0
    if wanted == 0:
        day -= ONE_DAY
        wanted = 1
    while found < wanted:
        day += ONE_DAY
        if day > horizon:
            return None
        found += calendar.is_working_day(day) and not paused(day)
    return day


@settings(max_examples=300)
@given(lives(units=(Unit.WORKING_DAY,), open_pauses=False))
def test_working_days_agree_with_a_naive_counter(life: Life) -> None:
    try:
        naive = naive_due_day(life)
    except LookupError:
        naive = None
    assert reading_of(life).due_day == naive


@settings(max_examples=500)
@given(lives())
def test_the_offline_verifier_comes_to_the_same_moment(life: Life) -> None:
    due_at = reading_of(life).due_at
    told = [event.canonical() for event in life.events()]
    assert due_moment(told, life.calendar.canonical()) == (due_at and canonical_moment(due_at))


@given(lives(), st.randoms(use_true_random=False), st.lists(st.integers(0, 90), min_size=8, max_size=8))
def test_the_order_and_time_of_entering_change_nothing(
    life: Life, shuffle: random.Random, delays: list[int]
) -> None:
    events = life.events()
    late = [
        ClockEvent.from_canonical(
            {**event.canonical(), "entered_at": canonical_moment(event.entered_at + dt.timedelta(days=delay))}
        )
        for event, delay in zip(events, delays, strict=False)
    ]
    shuffle.shuffle(late)
    assert replay(late, life.calendar, lights=LIGHTS) == reading_of(life)


@given(lives())
def test_a_pause_never_makes_a_limit_end_earlier(life: Life) -> None:
    paused, plain = reading_of(life), reading_of(life.without_pauses())
    if plain.due_at is None:
        assert paused.due_at is None
    elif paused.due_at is not None:
        assert paused.due_at >= plain.due_at


@given(lives())
def test_replay_through_the_canonical_form_is_the_same(life: Life) -> None:
    again = [ClockEvent.from_canonical(event.canonical()) for event in life.events()]
    assert again == life.events()
    assert replay(again, life.calendar, lights=LIGHTS) == reading_of(life)


@given(lives())
def test_canonical_forms_have_exact_bytes(life: Life) -> None:
    for event in life.events():
        assert canonical_json(event.canonical()) == canonical_json(
            ClockEvent.from_canonical(event.canonical()).canonical()
        )


@given(lives())
def test_amber_comes_before_red_and_after_the_start(life: Life) -> None:
    reading = reading_of(life)
    if reading.amber_at is not None:
        assert reading.amber_at >= life.started
        if reading.due_at is not None:
            assert reading.amber_at <= max(reading.due_at, life.started)


@given(lives())
def test_a_reading_is_whole(life: Life) -> None:
    """Either there is a due moment, or a reason why there is none."""
    reading = reading_of(life)
    if reading.due_at is None:
        assert reading.state is ClockState.PAUSED or reading.unknown_year is not None
    if life.limit.unit not in ELAPSING and reading.due_day is not None:
        assert len(reading.counted) == reading.total_days
        assert reading.remaining_on(reading.due_day) == 0
        assert reading.used_on(reading.began_on) == 0


@given(lives(), st.integers(1, 60), st.integers(1, 5))
def test_a_start_that_is_put_right_counts_as_if_it_had_always_been_known(
    life: Life, days: int, later: int
) -> None:
    """The verifier that shares no code reads it likewise; of two corrections the one entered last holds."""
    events = life.events()
    began = life.started - dt.timedelta(days=days)
    known = [replace(each, happened_at=began) if each.kind is EventKind.START else each for each in events]
    entered = max(each.entered_at for each in events)
    put_right = [
        ClockEvent(
            clock=events[0].clock,
            kind=EventKind.REDATE,
            happened_at=began - dt.timedelta(days=wrong),
            entered_at=entered + dt.timedelta(hours=hours),
        )
        for wrong, hours in ((3, 0), (0, later))
    ]
    reading = replay([*put_right, *events], life.calendar, lights=LIGHTS)
    assert reading == replay(known, life.calendar, lights=LIGHTS)
    told = due_moment([each.canonical() for each in (*events, *put_right)], life.calendar.canonical())
    assert told == (None if reading.due_at is None else canonical_moment(reading.due_at))
