"""Open statistics: counted from the ledger entry by entry, the same as counted at once, and small numbers withheld."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from leyiban.cases import operations as cases
from leyiban.cases.figures.counting import counted, difference
from leyiban.cases.figures.keeping import rebuild
from leyiban.cases.figures.reading import shown
from leyiban.cases.models import CaseTally, FigureCorrection, MonthFigures
from leyiban.cli.exits import Exit
from leyiban.cli.figures import rebuild_figures
from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.queries import trail
from tests.api.caller import Caller, Clock
from tests.cases.stories import HYGIENE
from tests.cases.world import World
from tests.support.office import Office

ASKED = "/statistics?since=2026-03&until=2026-03"
COUNTS = st.dictionaries(
    st.sampled_from(["2026-03-01", "2026-04-01"]),
    st.dictionaries(st.sampled_from(list("abc")), st.integers(1, 9)),
)


@pytest.fixture
def office(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return Office(clock)


@pytest.mark.proves("F5.1")
def test_a_pause_counts_once_a_case(db: None, now: dt.datetime) -> None:
    """F5.1: total pause share per office published."""
    world = World(now)
    case = world.accept(world.submitted(HYGIENE))
    for _ in range(2):
        case = world.do(cases.start_special, case, Role(case.tasks[0]["by"]), procedure="testing")
        world.later(days=1)
        case = world.do(cases.end_special, case, Role(case.tasks[0]["by"]))
    found = counted(trail("case", case.number))
    assert found is not None
    assert sum(month.get("paused", 0) for month in found.tally.values()) == 1


def settle(office: Office) -> None:
    """What the clock does by itself is counted, too."""
    office.settle_without_papers()
    office.settle_without_papers()


@pytest.mark.committed
@pytest.mark.proves("FX.6")
def test_the_figures_follow_the_ledger_and_a_final_month_changes_only_in_public(office: Office) -> None:
    """FX.6: open statistics and open API with stable codes; documented states."""
    waiting = office.world.submitted()
    office.world.decided()
    settle(office)
    (march,) = MonthFigures.objects.all()
    assert (f"{march.month:%Y-%m}", march.county, march.item) == ("2026-03", "511102", "food-business-new")
    at_first = {"received": 2, "online": 2, "accepted": 1, "granted": 1, "in_time": 1, "days.0": 1}
    assert march.counts == at_first
    assert rebuild().is_equal
    answer = Caller().get(ASKED).json
    assert answer["final"] == []
    assert {answer["rows"][0]["figures"][figure] for figure in ("received", "granted")} == {None}, (
        "small numbers"
    )

    office.clock.now += dt.timedelta(
        days=40
    )  # nobody answered the other: it counts as accepted since 16 March
    settle(office)
    waiting.refresh_from_db()
    assert waiting.acceptance_mode == "deemed"
    march.refresh_from_db()
    assert march.counts == {**at_first, "accepted": 2, "deemed": 1, "overdue": 2}
    assert Caller().get(ASKED).json["final"] == ["2026-03"]
    corrections = Caller().get("/statistics/corrections?since=2026-03").json["corrections"]
    assert {(each["figure"], each["before"], each["after"]) for each in corrections} == {
        ("deemed", None, None),
        ("accepted", None, None),
        ("overdue", None, None),
    }

    # Read again from the beginning, each entry is counted once; counted at once, all is the same.
    Follower.objects.filter(name="cases.figures").update(next_position=0)
    listed = FigureCorrection.objects.count()
    settle(office)
    assert FigureCorrection.objects.count() == listed
    assert rebuild().is_equal

    MonthFigures.objects.update(counts={"received": 9})
    CaseTally.objects.filter(number=waiting.number).delete()
    assert rebuild_figures.main(args=[], standalone_mode=False) == Exit.NO
    broken = rebuild(repair=True)
    assert (broken.tallies, len(broken.differing)) == ((waiting.number,), 1)
    assert rebuild_figures.main(args=[], standalone_mode=False) == Exit.DONE
    march.refresh_from_db()
    assert march.counts == {**at_first, "accepted": 2, "deemed": 1, "overdue": 2}


@pytest.mark.proves("FX.6")
def test_page_table_and_api_say_the_same_and_answer_nothing_twice(client: Client, db: None) -> None:
    cell = {"county": "511102", "agency": "11511102008501010N", "item": "food-business-new"}
    counts = {"received": 8, "online": 4, "granted": 5, "denied": 1, "in_time": 5, "days.2": 4, "days.9": 2}
    MonthFigures.objects.create(month=dt.date(2026, 2, 1), counts=counts, position=7, **cell)
    MonthFigures.objects.create(month=dt.date(2026, 1, 1), counts={"received": 1}, position=5, **cell)
    address = "/api/v1/statistics?since=2026-01&until=2026-02&by=item&by=agency"

    answer = client.get(address)
    (row,) = answer.json()["rows"]
    told = row["figures"]
    assert (row["agency"], told["median_days"], told["p90_days"], told["denied"]) == (
        cell["agency"],
        2,
        9,
        None,
    )
    assert told["received"] == 8, "at least; 9 would tell the 1 of January to whoever knows February"
    assert answer.json()["counted_to"] == 7
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304

    table = client.get(address.replace("/statistics?", "/statistics/table?"))
    head, line = b"".join(getattr(table, "streaming_content")).decode().splitlines()  # noqa: B009
    assert dict(zip(head.split(","), line.split(","), strict=True))["granted"] == "5"
    page = client.get("/open/statistics?since=2026-01&until=2026-02&by=item&by=agency")
    assert "不显示" in page.text
    assert "食品经营许可" in page.text
    own = client.get("/open/statistics.csv?since=2026-01&until=2026-02&by=item&by=agency").content.decode(
        "utf-8-sig"
    )
    assert own.splitlines() == [head, line]
    for ends in ("since=2000-01", "until=2099-12&since=2001-01", "since=2021-02&until=2026-02"):
        assert client.get(f"/api/v1/statistics?{ends}").status_code == 422, "at most five years"
    assert client.get("/api/v1/statistics?since=2021-03&until=2026-02").status_code == 200
    for query in ("since=x&until=2026-13&by=nobody", "since=2030-01&until=2020-01", "agency=%00x"[:8]):
        assert client.get(f"/open/statistics?{query}").status_code == 200


@settings(max_examples=40)
@given(before=COUNTS, after=COUNTS)
def test_a_difference_added_gives_what_is_wanted(before: Any, after: Any) -> None:
    changes = difference(before, after)
    for month in {*before, *after, *changes}:
        figures = {*before.get(month, {}), *after.get(month, {})}
        for figure in figures:
            have = before.get(month, {}).get(figure, 0) + changes.get(month, {}).get(figure, 0)
            assert have == after.get(month, {}).get(figure, 0)


@settings(max_examples=60)
@given(parts=st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=6), smallest=st.integers(1, 4))
def test_no_small_number_is_told_nor_can_be_worked_out(parts: list[tuple[int, bool]], smallest: int) -> None:
    """Whatever rows or ranges are taken from whatever total."""
    total = shown([part for part, _ in parts], smallest) or 0
    some = shown([part for part, chosen in parts if chosen], smallest) or 0
    assert total - some == 0 or total - some >= smallest


@pytest.mark.proves("FX.6")
def test_no_row_or_range_taken_from_another_tells_a_single_case(client: Client, db: None) -> None:
    place = {"county": "511102", "agency": "11511102008501010N"}
    for month, item, counts in (
        (1, "x", {"denied": 1, "days.9": 1, "paused_days": 30}),
        (3, "x", {"denied": 1, "days.9": 1}),
        (1, "y", {"denied": 6, "days.2": 6, "received": 2}),
        (2, "y", {"received": 2}),
        (3, "y", {"received": 1}),
    ):
        MonthFigures.objects.create(
            month=dt.date(2026, month, 1), item=item, counts=counts, position=1, **place
        )

    def asked(first: int, last: int) -> Any:
        return client.get(f"/api/v1/statistics?since=2026-0{first}&until=2026-0{last}&by=item").json()

    answer = asked(1, 3)
    hidden, seen = (row["figures"] for row in answer["rows"])
    total = answer["total"]["figures"]
    assert (hidden["denied"], seen["denied"], total["denied"]) == (None, 6, 6), "at least six"
    assert (total["p90_days"], total["paused_days"]) == (2, 0), "the days of few are left out, too"
    ranges = [(first, last) for first in (1, 2, 3) for last in range(first, 4)]
    assert {asked(*each)["total"]["figures"]["received"] for each in ranges} == {None}


@pytest.mark.proves("FX.6")
def test_a_correction_tells_no_single_case(client: Client, db: None) -> None:
    row = {
        "month": dt.date(2026, 1, 1),
        "county": "511102",
        "agency": "11511102008501010N",
        "item": "x",
        "at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
        "position": 1,
    }
    for figure, before, after in (
        ("granted", 8, 9),
        ("granted", 8, 20),
        ("denied", 0, 1),
        ("days.4", 20, 10),
        ("days.9", 10, 20),
        ("paused_days", 10, 40),
    ):
        FigureCorrection.objects.create(figure=figure, before=before, after=after, **row)
    found = client.get("/api/v1/statistics/corrections?since=2026-01&until=2026-01").json()["corrections"]
    assert [(each["figure"], each["before"], each["after"]) for each in found] == [
        ("paused_days", None, None),
        ("days", None, None),
        ("denied", None, None),
        ("granted", 8, 20),
        ("granted", None, None),
    ]
