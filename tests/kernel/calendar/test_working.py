"""The working calendar: pure rules over the national table and over layers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.calendar.days import CITY_TIME, CalendarLayer, DayKind, OfficeHours
from leyiban.kernel.calendar.tables import BadCalendarTable, national_layer, read_day_rows
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.moments import CITY_TIME as MOMENTS_CITY_TIME

NATIONAL = WorkCalendar.of([national_layer()])
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2026, 6, 30))


def city(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


def test_2020_has_249_working_days() -> None:
    assert NATIONAL.working_days_between(dt.date(2019, 12, 31), dt.date(2020, 12, 31)) == 249


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2020-01-19", True),  # a Sunday worked instead
        ("2020-01-24", False),  # a Friday of the Spring Festival
        ("2020-02-01", False),  # a Saturday that was to be worked until the festival was extended
        ("2020-02-02", False),
        ("2020-02-03", True),
        ("2020-10-10", True),  # a Saturday worked instead
        ("2020-10-11", False),
    ],
)
def test_swapped_days_of_2020(day: str, works: bool) -> None:
    assert NATIONAL.is_working_day(dt.date.fromisoformat(day)) is works


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_are_inverse(day: dt.date, count: int) -> None:
    last = NATIONAL.add_working_days(day, count)
    assert NATIONAL.is_working_day(last)
    assert NATIONAL.working_days_between(day, last) == count


@given(DAYS)
def test_a_period_of_no_days_ends_on_the_first_working_day_from_then(day: dt.date) -> None:
    assert NATIONAL.add_working_days(day, 0) == NATIONAL.working_day_from(day)
    assert NATIONAL.working_day_from(day) >= day
    assert NATIONAL.next_working_day(day) > day


def test_no_period_is_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        NATIONAL.add_working_days(dt.date(2020, 1, 2), -1)


def test_an_unknown_year_is_an_error_that_names_it() -> None:
    with pytest.raises(YearUnknown) as refused:
        NATIONAL.add_working_days(dt.date(2026, 12, 30), 5)
    assert refused.value.year == 2027
    with pytest.raises(YearUnknown, match="2018"):
        NATIONAL.is_working_day(dt.date(2018, 12, 31))


def test_close_of_business_is_a_moment_in_utc() -> None:
    assert NATIONAL.closing(dt.date(2020, 2, 10)) == dt.datetime(2020, 2, 10, 9, 0, tzinfo=dt.UTC)
    assert NATIONAL.opening(dt.date(2020, 2, 10)) == dt.datetime(2020, 2, 10, 1, 0, tzinfo=dt.UTC)


def test_office_hours_have_dates() -> None:
    summer = OfficeHours(dt.date(2020, 6, 1), dt.time(8, 30), dt.time(18, 0))
    autumn = OfficeHours(dt.date(2020, 10, 1), dt.time(9, 0), dt.time(17, 0))
    leshan = WorkCalendar.of([CalendarLayer("511100", hours=(autumn, summer)), national_layer()])
    assert leshan.closing(dt.date(2020, 7, 1)) == city("2020-07-01T18:00")
    assert leshan.closing(dt.date(2020, 10, 1)) == city("2020-10-01T17:00")
    assert leshan.closing(dt.date(2020, 1, 2)) == city("2020-01-02T18:00")


@pytest.mark.parametrize(
    ("arrived", "received"),
    [
        ("2020-02-10T09:00", "2020-02-10"),
        ("2020-02-10T17:00", "2020-02-10"),  # the closing minute itself is in time
        ("2020-02-10T17:01", "2020-02-11"),
        ("2020-02-14T20:00", "2020-02-17"),  # Friday evening
        ("2020-02-15T10:00", "2020-02-17"),  # Saturday
        ("2020-01-19T10:00", "2020-01-19"),  # a Sunday worked instead
        ("2020-01-23T18:00", "2020-02-03"),
    ],
)
def test_what_arrives_after_closing_counts_for_the_next_working_day(arrived: str, received: str) -> None:
    assert NATIONAL.received_day(city(arrived)) == dt.date.fromisoformat(received)


def test_the_rule_for_late_arrivals_is_a_setting() -> None:
    lenient = WorkCalendar.of([CalendarLayer("511102", late_counts_next_day=False), national_layer()])
    assert lenient.received_day(city("2020-02-15T22:00")) == dt.date(2020, 2, 15)


def test_a_county_lays_its_own_days_over_the_nation() -> None:
    torch_festival = CalendarLayer("511132", days={dt.date(2020, 8, 13): DayKind.HOLIDAY})
    ebian = WorkCalendar.of([torch_festival, national_layer()])
    assert not ebian.is_working_day(dt.date(2020, 8, 13))
    assert NATIONAL.is_working_day(dt.date(2020, 8, 13))
    assert ebian.known_years == NATIONAL.known_years


def test_a_county_that_announces_years_must_announce_them_all() -> None:
    own = CalendarLayer("511132", days={dt.date(2020, 8, 13): DayKind.HOLIDAY}, years=frozenset({2020}))
    ebian = WorkCalendar.of([own, national_layer()])
    assert ebian.is_working_day(dt.date(2020, 8, 12))
    with pytest.raises(YearUnknown, match="2021"):
        ebian.is_working_day(dt.date(2021, 8, 12))


def test_days_of_an_unannounced_year_make_nothing_known() -> None:
    early = CalendarLayer("511132", days={dt.date(2027, 8, 2): DayKind.HOLIDAY})
    with pytest.raises(YearUnknown, match="2027"):
        WorkCalendar.of([early, national_layer()]).is_working_day(dt.date(2027, 8, 2))
    with pytest.raises(YearUnknown):
        WorkCalendar.of([]).is_working_day(dt.date(2020, 1, 2))


def test_a_calendar_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        NATIONAL.exceptions[dt.date(2020, 1, 2)] = DayKind.HOLIDAY  # type: ignore[index]


def test_the_published_form_brings_the_same_layer_back() -> None:
    layer = national_layer()
    again = CalendarLayer.from_canonical(layer.canonical())
    assert again == layer
    assert again.digest == layer.digest


def test_the_digest_moves_with_a_single_day() -> None:
    layer = national_layer()
    without = dict(layer.days)
    del without[dt.date(2020, 2, 1)]
    assert CalendarLayer("CN", without, layer.years, layer.hours, True).digest != layer.digest
    assert layer.digest.startswith("sha256:")


def test_an_office_cannot_close_before_it_opens() -> None:
    with pytest.raises(ValueError, match="cannot close"):
        OfficeHours(dt.date(2020, 1, 1), dt.time(17, 0), dt.time(9, 0))


def test_both_city_times_are_one() -> None:
    assert CITY_TIME is MOMENTS_CITY_TIME


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (["day,kind", "2020-01-01,holiday"], 1, "date"),
        (["date,kind", "2020-01-01,holiday", "2020-02-30,holiday"], 3, "2020-02-30"),
        (["date,kind", "2020-01-01,feast"], 2, "feast"),
        (["date,kind", "2020-01-01,holiday", "", "2020-01-01,workday"], 4, "twice"),
        (["# remark", "date,kind", "# remark", "2020-01-01"], 4, "''"),
        ([], 1, "date and kind"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(lines: list[str], line: int, what: str) -> None:
    with pytest.raises(BadCalendarTable, match=what) as refused:
        read_day_rows(lines)
    assert refused.value.line == line


def test_a_table_may_carry_names_and_regions() -> None:
    rows = read_day_rows(["\ufeffdate,kind,name_zh,region", "2020-08-13,holiday,火把节,511132"])
    assert (rows[0].name, rows[0].scope, rows[0].kind) == ("火把节", "511132", DayKind.HOLIDAY)
