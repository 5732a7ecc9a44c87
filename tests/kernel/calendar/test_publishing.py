"""Calendars in the database: publishing, layers, and answers that are never stale."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from leyiban.kernel.actors import system_actor
from leyiban.kernel.calendar import operations, queries
from leyiban.kernel.calendar.days import CalendarLayer, DayKind, OfficeHours
from leyiban.kernel.calendar.errors import (
    CalendarNotPublished,
    CalendarWithoutHours,
    CalendarYearUnknown,
)
from leyiban.kernel.calendar.models import (
    CalendarDay,
    CalendarEdition,
    CalendarHours,
    CalendarScope,
    CalendarYear,
)
from leyiban.kernel.calendar.tables import DayRow, national_layer
from leyiban.kernel.calendar.working import YearUnknown
from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.queries import trail

pytestmark = pytest.mark.usefixtures("db")

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
COUNTY = "659002"  # far from any city that the template may hold
FESTIVAL = DayRow(dt.date(2020, 8, 13), DayKind.HOLIDAY, "火把节", "Torch Festival", source="县府公告")


def national() -> operations.Published:
    return operations.load_national(actor=system_actor(), now=NOW)


def county(*days: DayRow, scope: str = COUNTY, **more: object) -> operations.Published:
    return operations.load_days(scope=scope, days=days, actor=system_actor(), now=NOW, **more)  # type: ignore[arg-type]


def test_the_national_table_is_served_everywhere() -> None:
    national()
    calendar = queries.calendar_of(COUNTY)
    assert calendar.add_working_days(dt.date(2020, 1, 20), 5) == dt.date(2020, 2, 4)
    assert calendar.layers[-1] == national_layer()


def test_an_unknown_year_is_a_refusal_with_a_sentence() -> None:
    national()
    with pytest.raises(CalendarYearUnknown, match="2027") as refused:
        queries.calendar_of(COUNTY).is_working_day(dt.date(2027, 1, 4))
    assert refused.value.year == 2027
    assert isinstance(refused.value, YearUnknown)


def test_nearer_scopes_lie_over_the_nation() -> None:
    national()
    county(FESTIVAL)
    assert not queries.calendar_of(COUNTY + "100201").is_working_day(FESTIVAL.day)
    assert queries.calendar_of("659001").is_working_day(FESTIVAL.day)


def test_an_agency_may_have_days_and_hours_of_its_own() -> None:
    national()
    long_day = OfficeHours(dt.date(2020, 1, 1), dt.time(8, 0), dt.time(20, 0))
    county(FESTIVAL, scope="11511100008500018B", hours=(long_day,))
    agency = queries.calendar_of(COUNTY, agency="11511100008500018B")
    assert not agency.is_working_day(FESTIVAL.day)
    assert agency.closing(dt.date(2020, 2, 10)) == dt.datetime(2020, 2, 10, 12, 0, tzinfo=dt.UTC)
    assert queries.calendar_of(COUNTY).is_working_day(FESTIVAL.day)


def test_a_zone_has_the_calendar_of_its_host() -> None:
    national()
    county(FESTIVAL)
    assert not queries.calendar_of(COUNTY + "TEST").is_working_day(FESTIVAL.day)


def test_publishing_again_changes_nothing() -> None:
    first = county(FESTIVAL)
    again = county(FESTIVAL)
    assert first.changed
    assert (again.changed, again.number, again.digest) == (False, first.number, first.digest)
    assert CalendarEdition.objects.filter(scope__code=COUNTY).count() == 1
    assert CalendarDay.objects.filter(scope__code=COUNTY).count() == 1


def test_a_better_name_is_no_new_edition() -> None:
    first = county(FESTIVAL)
    renamed = DayRow(FESTIVAL.day, FESTIVAL.kind, "彝族火把节")
    assert county(renamed).digest == first.digest
    assert CalendarDay.objects.get(scope__code=COUNTY).name == "彝族火把节"


def test_a_decree_is_an_edition_on_the_ledger_and_seen_at_once() -> None:
    national()
    county(FESTIVAL)
    before = queries.calendar_of(COUNTY)
    moved = county(DayRow(dt.date(2020, 8, 14), DayKind.HOLIDAY))
    after = queries.calendar_of(COUNTY)
    assert (moved.changed, moved.number) == (True, 2)
    assert (before.is_working_day(FESTIVAL.day), after.is_working_day(FESTIVAL.day)) == (False, True)
    entries = trail("calendar", COUNTY)
    assert [entry.facts.digest for entry in entries] == [before.layers[0].digest, after.layers[0].digest]
    assert entries[-1].kind == "calendar.published/1"


def test_a_rollback_leaves_no_stale_answer() -> None:
    national()
    county(FESTIVAL)
    with transaction.atomic():
        county()
        assert queries.calendar_of(COUNTY).is_working_day(FESTIVAL.day)
        transaction.set_rollback(True)
    assert not queries.calendar_of(COUNTY).is_working_day(FESTIVAL.day)


def test_what_was_computed_once_can_be_computed_again() -> None:
    national()
    county(FESTIVAL)
    digests = [layer.digest for layer in queries.calendar_of(COUNTY).layers]
    county()
    again = queries.calendar_by_digests(digests)
    assert not again.is_working_day(FESTIVAL.day)
    with pytest.raises(CalendarNotPublished):
        queries.calendar_by_digests(["sha256:none"])


def test_the_ledger_binds_the_exact_bytes_of_the_calendar_file() -> None:
    published = national()
    layers = queries.calendar_of(COUNTY).canonical()["layers"]
    assert isinstance(layers, list)
    assert "sha256:" + hashlib.sha256(canonical_json(layers[-1])).hexdigest() == published.digest


def test_the_rows_say_what_the_edition_says() -> None:
    """The readable copy can be rebuilt into the very layer that is in force."""
    national()
    scope = CalendarScope.objects.get(code="CN")
    rebuilt = CalendarLayer(
        scope="CN",
        days={row.day: DayKind(row.kind) for row in CalendarDay.objects.filter(scope=scope)},
        years=frozenset(CalendarYear.objects.filter(scope=scope).values_list("year", flat=True)),
        hours=tuple(
            OfficeHours(row.since, row.opens, row.closes) for row in CalendarHours.objects.filter(scope=scope)
        ),
        late_counts_next_day=scope.late_counts_next_day,
    )
    assert rebuilt.digest == scope.digest


def test_without_any_year_or_hours_there_is_no_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "NATION", "NOWHERE")
    with pytest.raises(CalendarNotPublished):
        queries.calendar_of(COUNTY)
    county(FESTIVAL, years=[2020])
    with pytest.raises(CalendarWithoutHours):
        queries.calendar_of(COUNTY)


def test_one_query_serves_a_known_calendar() -> None:
    national()
    queries.calendar_of(COUNTY)
    with CaptureQueriesContext(connection) as asked:
        queries.calendar_of(COUNTY)
    assert len(asked) == 1


@pytest.mark.parametrize("sql", ["UPDATE {} SET content = '{{}}'", "DELETE FROM {}", "TRUNCATE {}"])
def test_an_edition_cannot_be_changed(sql: str) -> None:
    county(FESTIVAL)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql.format("calendar_calendaredition"))


def test_the_database_refuses_a_day_of_two_kinds_and_hours_turned_round() -> None:
    county(FESTIVAL)
    scope = CalendarScope.objects.get(code=COUNTY)
    with pytest.raises(IntegrityError, match="one_kind_per_day"), transaction.atomic():
        CalendarDay.objects.create(scope=scope, day=FESTIVAL.day, kind="workday")
    with pytest.raises(IntegrityError, match="closes_after_it_opens"), transaction.atomic():
        CalendarHours.objects.create(scope=scope, since=FESTIVAL.day, opens=dt.time(17), closes=dt.time(9))
