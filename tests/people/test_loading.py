"""A city's regions, agencies and posts: whole, quickly, again, and never half."""

import csv
import datetime as dt
import time
from pathlib import Path

import pytest

from leyiban.kernel.actors import Role
from leyiban.people import operations
from leyiban.people.errors import BrokenPeopleData
from leyiban.people.models import Agency, Level, Post, Region
from leyiban.people.operations import AgencyRow, PostRow, RegionRow
from leyiban.people.queries import effective_agencies, region_by_code, regions_within
from tests.people.people import uscc

pytestmark = pytest.mark.usefixtures("db")
TABLES = Path(__file__).resolve().parents[3] / "shared" / "data"


def city() -> list[RegionRow]:
    return [
        RegionRow(code="991100", name="试市", level=Level.CITY),
        RegionRow(code="991132", name="丙自治县", level=Level.COUNTY, parent="991100"),
        RegionRow(code="991102", name="甲县", level=Level.COUNTY, parent="991100"),
        RegionRow(code="991102LSGX", name="高新区", level=Level.ZONE, parent="991102"),
        RegionRow(code="991102001", name="甲镇", level=Level.TOWNSHIP, parent="991102"),
        RegionRow(code="991102001001", name="一村", level=Level.VILLAGE, parent="991102001"),
    ]


def regions() -> int:
    """How many of this test's regions there are; Leshan's stand beside them."""
    return Region.objects.filter(code__startswith="99").count()


def test_loading_twice_changes_nothing(now: dt.datetime) -> None:
    first = operations.load_regions(rows=city())
    second = operations.load_regions(rows=reversed(city()))

    assert (first.created, first.changed) == (6, 0)
    assert (second.created, second.changed, second.unchanged) == (0, 0, 6)


def test_a_correction_is_one_change_and_nothing_is_removed(now: dt.datetime) -> None:
    operations.load_regions(rows=city())
    loaded = operations.load_regions(rows=[RegionRow(code="991100", name="新名市", level=Level.CITY)])

    assert (loaded.changed, regions()) == (1, 6)
    assert region_by_code("991100").name == "新名市"


def test_a_region_knows_what_lies_above_and_below(now: dt.datetime) -> None:
    operations.load_regions(rows=city())
    county = region_by_code("991102")

    assert [region.code for region in regions_within(county)] == [
        "991102",
        "991102001",
        "991102001001",
        "991102LSGX",
    ]
    assert region_by_code("991102001001").path == "/991100/991102/991102001/991102001001/"


def test_a_zone_never_poses_as_a_division(now: dt.datetime) -> None:
    operations.load_regions(rows=city())

    assert region_by_code("991102LSGX").division_code == "991102"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (RegionRow(code="9911", name="x", level=Level.CITY), "wrong_shape_for_level"),
        (RegionRow(code="991102", name="x", level=Level.VILLAGE), "wrong_shape_for_level"),
        (RegionRow(code="991199001", name="x", level=Level.ZONE), "zone_has_letters"),
        (RegionRow(code="991199", name="x", level=Level.COUNTY, parent="880000"), "unknown_parent"),
        (
            RegionRow(code="881199", name="x", level=Level.COUNTY, parent="991100"),
            "parent_does_not_contain_it",
        ),
        (RegionRow(code="991100", name="x", level=Level.CITY, parent="991100"), "parent_does_not_contain_it"),
    ],
)
def test_a_broken_row_stops_the_whole_load_and_is_named(now: dt.datetime, row: RegionRow, code: str) -> None:
    rows = [each for each in city() if each.code != row.code]

    with pytest.raises(BrokenPeopleData) as caught:
        operations.load_regions(rows=[*rows, row])
    assert (caught.value.problems[0].code, row.code in caught.value.problems[0].field) == (code, True)
    assert regions() == 0


def test_a_code_given_twice_is_named(now: dt.datetime) -> None:
    with pytest.raises(BrokenPeopleData) as caught:
        operations.load_regions(rows=[*city(), city()[0]])
    assert [problem.code for problem in caught.value.problems] == ["repeated"]


def elsewhere(code: str) -> str:
    """A code of Leshan moved to a city that is not loaded yet."""
    return code.replace("5111", "9911", 1)


@pytest.mark.skipif(not TABLES.exists(), reason="the division tables lie beside the checkout")
def test_fifteen_hundred_regions_load_in_a_second(now: dt.datetime) -> None:
    rows = [
        RegionRow(
            code=elsewhere(row["code"]),
            name=row["name"],
            level=Level(row["level"]),
            parent=elsewhere(row["parent"]),
        )
        for name in ("leshan-divisions.csv", "leshan-villages.csv")
        for row in csv.DictReader((TABLES / name).read_text("utf-8").splitlines())
    ]
    begun = time.process_time()
    loaded = operations.load_regions(rows=rows)

    assert loaded.created == len(rows) == 1515
    assert time.process_time() - begun < 1.0


def agency(**more: object) -> AgencyRow:
    facts = {"uscc": uscc("11"), "name": "甲县审批局", "short_name": "甲审", "region": "991102"}
    return AgencyRow(**(facts | more))


def test_agencies_and_their_superiors_load_in_any_order(now: dt.datetime) -> None:
    operations.load_regions(rows=city())
    above = agency(region="991100", name="试市审批局", short_name="试审")
    below = agency(superior=above.uscc, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2021, 1, 1))

    operations.load_agencies(rows=[below, above])
    again = operations.load_agencies(rows=[above, below])
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert Agency.objects.get(uscc=below.uscc).superior.uscc == above.uscc
    top = region_by_code("991100")
    assert effective_agencies(region=top, on=dt.date(2020, 12, 31)).count() == 2
    assert effective_agencies(region=top, on=dt.date(2021, 1, 1)).count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"uscc": "11511100008500018C"}, "bad_uscc"),
        ({"region": "880000"}, "unknown_region"),
        ({"superior": "11511100008500018B"}, "unknown_superior"),
        ({"advice_phones": ("0833-1",), "complaint_phones": ("0833-1",)}, "same_phones"),
    ],
)
def test_a_broken_agency_is_named(now: dt.datetime, wrong: dict[str, object], code: str) -> None:
    operations.load_regions(rows=city())

    with pytest.raises(BrokenPeopleData) as caught:
        operations.load_agencies(rows=[agency(), agency(**wrong)])
    assert [problem.code for problem in caught.value.problems] == [code]
    assert not Agency.objects.filter(region__code__startswith="99").exists()


def test_posts_default_to_their_agencys_region_and_stay_inside_it(now: dt.datetime) -> None:
    operations.load_regions(rows=city())
    office = agency()
    operations.load_agencies(rows=[office])
    operations.load_posts(rows=[PostRow(code="p", name="窗口", agency=office.uscc, role=Role.WINDOW_CLERK)])

    assert Post.objects.get(code="p").region.code == "991102"
    with pytest.raises(BrokenPeopleData, match="没有装入"):
        operations.load_posts(
            rows=[PostRow(code="q", name="x", agency=office.uscc, role=Role.ISSUER, region="991132")]
        )
