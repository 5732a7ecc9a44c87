"""What anybody may read: items, guides, schemas, regions, life events, outlets, codes."""

import jsonschema_rs
import pytest

from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.people.models import Region
from tests.api.caller import Caller, Clock
from tests.api.city import City
from tests.cases.world import FOOD
from tests.support.detectors import queries_do_not_grow


@pytest.mark.proves("M3.1")
def test_the_list_of_items_is_told_page_by_page(guest: Caller) -> None:
    whole = guest.get("/items?limit=100").json["items"]
    address, seen = "/items?limit=1", []
    while address:
        page = guest.get(address).json
        seen += page["items"]
        address = page["next"]
    assert seen == whole
    assert FOOD in [item["code"] for item in whole]


def test_search_understands_plain_words(guest: Caller) -> None:
    answer = guest.get("/search?words=开饭店").json
    assert answer["hits"][0]["item"]["code"] == FOOD
    assert answer["hits"][0]["said"]
    assert answer["phone"]


@pytest.mark.parametrize(
    ("words", "code", "found", "stands_for"),
    [
        ("饭店", FOOD, "name", None),
        ("食品径营许可", FOOD, "sound", "食品经营许可"),
        ("kaifandian", FOOD, "sound", "开饭店"),
        ("spjyxk", FOOD, "initials", "食品经营许可"),
        ("屋头婆婆八十几了", "elder-allowance", "synonym", "高龄津贴"),
        ("company-setup", "company-setup", "code", None),
    ],
)
def test_search_tells_how_each_item_was_found(
    guest: Caller, words: str, code: str, found: str, stands_for: str | None
) -> None:
    first = guest.get(f"/search?words={words}").json["hits"][0]
    assert (first["item"]["code"], first["found"], first["stands_for"]) == (code, found, stands_for)


def test_a_search_that_nothing_answers_gives_the_nearest_event_and_a_telephone(guest: Caller) -> None:
    answer = guest.get("/search?words=怀孕了").json
    assert (answer["hits"], answer["listed"], answer["theme"]) == ([], [], "have-a-child")
    assert answer["phone"] == "0833-12345"


def test_what_others_do_is_answered_with_where_to_go(guest: Caller) -> None:
    guest.language = "en"
    answer = guest.get("/search?words=买火车票").json
    assert (answer["hits"], answer["listed"]) == ([], [])
    assert answer["elsewhere"]["name"] == {"text": "Train tickets", "lang": "en"}
    assert answer["elsewhere"]["phone"] == "12306"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("开家快递店", "individual-business-setup"),
        ("租房取公积金", "provident-fund-withdrawal"),
        ("无房证明", "property-record-search"),
    ],
)
def test_what_the_city_does_stands_before_what_others_do(guest: Caller, words: str, code: str) -> None:
    answer = guest.get(f"/search?words={words}").json
    assert answer["hits"][0]["item"]["code"] == code
    assert answer["elsewhere"] is None


@pytest.mark.proves("F1.1")
def test_the_guide_says_the_five_facts_in_the_readers_language(guest: Caller) -> None:
    guide = guest.get(f"/items/{FOOD}?region=511102").json
    assert guide["facts"]["papers_least"] <= guide["facts"]["papers_most"]
    assert guide["facts"]["statutory"]["unit"] in TimeUnit.values()
    assert guide["name"]["lang"] == "zh"
    assert guide["body"]["consult_phone"]
    assert all("mark" not in limit for limit in guide["limits"].values() if limit)
    guest.language = "en"
    assert guest.get(f"/items/{FOOD}").json["body"] is None


def test_an_unchanged_guide_is_not_sent_again(guest: Caller, clock: Clock) -> None:
    first = guest.get(f"/items/{FOOD}")
    again = guest.get(f"/items/{FOOD}", If_None_Match=first.tag)
    assert (again.status, again.tag) == (304, first.tag)
    guest.language = "en"
    assert guest.get(f"/items/{FOOD}", If_None_Match=first.tag).status == 200
    guest.language = "zh"
    clock.later(days=1)
    assert guest.get(f"/items/{FOOD}", If_None_Match=first.tag).status == 200


@pytest.mark.proves("F1.1")
def test_the_schema_takes_what_the_form_takes(guest: Caller, city: City) -> None:
    answer = guest.get(f"/items/{FOOD}/schema")
    assert answer.headers["Content-Type"] == "application/schema+json"
    validator = jsonschema_rs.Draft202012Validator(answer.json)
    assert validator.is_valid(city.answers)
    assert not validator.is_valid({**city.answers, "colour": "red"})


def test_an_unknown_item_is_a_problem(guest: Caller) -> None:
    answer = guest.get("/items/none-such")
    assert (answer.status, answer.code) == (404, "item_unknown")
    assert guest.get(f"/items/{FOOD}?region=225678JKCGEQ").code == "not_found"


def test_regions_are_told_level_by_level(guest: Caller) -> None:
    counties = guest.get("/regions?level=county").json
    assert counties["next"] is None
    assert (
        len(counties["items"])
        == Region.objects.filter(level="county", path__startswith="/511100/").count()
        > 5
    )
    below = guest.get("/regions?within=511102&limit=3").json
    assert [each["code"] for each in below["items"]] == sorted(each["code"] for each in below["items"])
    assert guest.get(below["next"]).json["items"][0]["code"] > below["items"][-1]["code"]
    assert guest.get("/regions/511102").json["parent"] == "511100"
    assert guest.get("/regions/999999").code == "not_found"


def test_life_events_and_outlets_are_told(guest: Caller) -> None:
    themes = guest.get("/themes").json["items"]
    assert len(themes) >= 4
    first = guest.get(f"/themes/{themes[0]['key']}").json
    assert first["members"]
    assert guest.get("/outlets?region=511102").json["items"]


def test_every_code_has_its_names(guest: Caller) -> None:
    tables = {table["name"]: table["codes"] for table in guest.get("/codes").json["tables"]}
    states = {code["code"]: code["zh"] for code in tables["case_state"]}
    assert states["under_review"] == "正式开始办(受理)，审查中"
    assert "filing" not in states
    assert all(code["zh"] and code["en"] for codes in tables.values() for code in codes)
    assert [code["exchange"] for code in tables["licence_status"]][1:] == [
        "01",
        "02",
        "03",
        "04",
        "04",
        "05",
        "01",
    ]


def test_a_longer_list_of_regions_needs_no_more_queries(guest: Caller) -> None:
    limits = iter((3, 3, 90))
    queries_do_not_grow(lambda: guest.get(f"/regions?within=511102&limit={next(limits)}"), lambda: None)


def test_who_is_not_staff_reads_no_checklist(citizen: Caller) -> None:
    assert citizen.get(f"/items/{FOOD}/checklist").code == "not_allowed"
