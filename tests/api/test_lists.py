"""The item list of any day and what changed between two, for programs."""

import datetime as dt
from pathlib import Path

import pytest

from leyiban.cli.item_lists import import_items
from leyiban.kernel.moments import city_date
from tests.api.caller import Caller, Clock
from tests.cases.world import FOOD
from tests.cli.test_item_lists import LIST, run, write
from tests.web.test_item_lists import publish


def whole(guest: Caller, address: str) -> list[dict]:
    seen: list[dict] = []
    while address:
        page = guest.get(address).json
        seen += page["items"]
        address = page["next"]
    return seen


@pytest.mark.proves("M3.1", "F3.1")
def test_the_list_of_a_county_on_a_day_with_depth(guest: Caller, tmp_path: Path) -> None:
    """F3.1: depth per county; bare items say that they are bare."""
    run(import_items, write(tmp_path, LIST), "--since", "2026-01-05")
    lines = guest.get("/list?on=2026-03-02&region=511102&limit=100").json["items"]
    food = next(line for line in lines if line["code"] == FOOD)
    assert (food["depth"], food["promised"]) == ("IV", {"amount": 5, "unit": "working_day"})
    assert food["offices"] == ["乐山市市中区市场监督管理局"]
    assert not any(line["bare"] for line in lines), "the list of another county"
    everything = guest.get("/list?on=2026-03-02&limit=100").json["items"]
    assert sum(line["bare"] for line in everything) == 6
    assert whole(guest, "/list?on=2026-03-02&limit=5") == everything
    assert guest.get("/list?on=2019-12-31").json["items"] == []


@pytest.mark.proves("M3.1", "F3.1")
def test_the_difference_between_any_two_days(guest: Caller, clock: Clock, tmp_path: Path) -> None:
    today = city_date(clock.now)
    run(import_items, write(tmp_path, LIST), "--since", "2026-01-05")
    publish(("amount: 5, unit: working_day", "amount: 6, unit: working_day"), at=clock.now)
    address = f"/list/changes?since={today - dt.timedelta(days=1)}"
    (change,) = guest.get(address).json["items"]
    assert (change["change"], change["facts"], change["lost_depth"]) == ("changed", ["promised"], False)
    assert (change["before"]["promised"]["amount"], change["after"]["promised"]["amount"]) == (5, 6)
    older = "/list/changes?since=2026-01-04&until=2026-01-05"
    assert [each["change"] for each in whole(guest, f"{older}&limit=4")] == ["added"] * 6


@pytest.mark.parametrize(
    "asked",
    ["since=yesterday", "since=1700000000", "", "since=2026-03-09&until=2026-13-01", "since=1800-01-01"],
)
def test_a_day_is_a_day(guest: Caller, asked: str) -> None:
    assert guest.get(f"/list/changes?{asked}").status == 422


def test_search_tells_bare_items_apart(guest: Caller, tmp_path: Path) -> None:
    run(import_items, write(tmp_path, LIST), "--since", "2026-01-05")
    (bare,) = guest.get("/search?words=举报奖励发放").json["listed"]
    assert (bare["code"], bare["agency"], bare["ask"]) == (
        "511H0001",
        "乐山市市场监督管理局",
        ["0833-2100001"],
    )
