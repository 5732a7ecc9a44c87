"""What is offered where, by life event, in lists, and under the law of which day."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leyiban.catalogue.errors import CityUnknown, ItemUnknown
from leyiban.catalogue.models import City
from leyiban.catalogue.queries import (
    cities,
    city_by_key,
    city_of_host,
    city_of_region,
    guide_of,
    item_version,
    items,
    outlets,
    outlets_by_key,
    theme_page,
    themes,
)
from leyiban.catalogue.queries.searching import Found, search
from leyiban.catalogue.vocabulary import ItemType, UseLevel
from leyiban.catalogue.words import Lang
from tests.catalogue.rulefiles import FOOD, TODAY

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def leshan() -> City:
    return city_by_key("leshan")


def queries_of(act: Callable[[], object]) -> int:
    counting: AbstractContextManager[Any] = CaptureQueriesContext(connection)
    with counting as seen:
        act()
    return len(seen)


def test_the_city_is_found_by_host_region_and_key(leshan: City) -> None:
    assert city_of_host("leshan.localhost:8000") == leshan
    assert city_of_host("127.0.0.1:8000") == leshan  # the only one there is
    assert city_of_region("511181100201") == leshan
    assert [city.key for city in cities()] == ["leshan"]
    for lost in (lambda: city_by_key("nowhere"), lambda: city_of_region("310101")):
        with pytest.raises(CityUnknown):
            lost()


def test_the_list_of_items_by_region_level_and_type(leshan: City) -> None:
    everything = {version.item.code for version in items(city=leshan, on=TODAY)}
    assert len(everything) == 34
    in_county = {version.item.code for version in items(city=leshan, on=TODAY, region="511123100")}
    assert in_county == everything  # the county's own and the city's
    county = items(city=leshan, on=TODAY, use_level=UseLevel.COUNTY)
    city_level = items(city=leshan, on=TODAY, use_level=UseLevel.CITY)
    assert (county.count(), city_level.count()) == (22, 10)
    rewards = [version.item.code for version in items(city=leshan, on=TODAY, item_type=ItemType.ADMIN_REWARD)]
    assert rewards == ["child-reward"]
    assert not items(city=leshan, on=TODAY, region="310101").exists()


def test_lists_cost_one_query_however_long(leshan: City) -> None:
    assert queries_of(lambda: [(v.item.code, v.name) for v in items(city=leshan, on=TODAY)]) == 1


def test_life_events_and_their_items(leshan: City) -> None:
    shown = themes(city=leshan)
    assert 6 <= len(shown) <= 8
    assert [theme.name for theme in shown[:3]] == ["开店", "办企业", "生孩子"]
    page = theme_page(city=leshan, key="open-a-shop", on=TODAY)
    assert [version.item.code for version in page.versions] == [
        "individual-business-setup", FOOD, "public-place-hygiene", "drug-retail", "individual-business-closing",
    ]  # fmt: skip
    assert page.optional == {"public-place-hygiene", "drug-retail", "individual-business-closing"}
    assert queries_of(lambda: theme_page(city=leshan, key="open-a-shop", on=TODAY)) == 3
    with pytest.raises(ItemUnknown):
        theme_page(city=leshan, key="fly-to-mars", on=TODAY)


def test_outlets_near_a_region(leshan: City) -> None:
    near = [outlet.key for outlet in outlets(city=leshan, region="511123100")]
    assert near == ["leshan-hall", "qianwei-hall"]
    assert len(outlets(city=leshan)) == 12
    named = outlets_by_key(city=leshan, keys=("qianwei-hall", "none", "leshan-hall"))
    assert [outlet.key for outlet in named] == ["qianwei-hall", "leshan-hall"]


@pytest.mark.parametrize(
    ("on", "statutory", "unit"),
    [(dt.date(2020, 3, 1), 15, "natural_day"), (dt.date(2022, 2, 28), 15, "natural_day"), (dt.date(2022, 3, 1), 3, "working_day")],
)  # fmt: skip
def test_the_statutory_limit_is_that_of_the_day(leshan: City, on: dt.date, statutory: int, unit: str) -> None:
    version = item_version(code="company-setup", city=leshan, on=on)
    shown = guide_of(version, Lang.ZH, region="511100", on=on)
    assert (shown.limits.statutory.amount, shown.limits.statutory.unit) == (statutory, unit)


QUESTIONS = [
    ("开饭店", FOOD, Found.NAME),
    ("我想开个饭店需要什么手续", FOOD, Found.NAME),
    ("乐山开饭店", FOOD, Found.NAME),
    ("饭店", FOOD, Found.NAME),
    ("食品经营许克", FOOD, Found.SOUND),
    ("kaifandian", FOOD, Found.SOUND),
    ("food licence", FOOD, Found.NAME),
    ("公司注册", "company-setup", Found.NAME),
    ("公司注测", "company-setup", Found.SOUND),
    ("gongsi zhuce", "company-setup", Found.SOUND),
    ("gszc", "company-setup", Found.INITIALS),
    ("社保证明", "insurance-proof", Found.NAME),
    ("高岭津贴", "elder-allowance", Found.SOUND),
    ("酒店", "public-place-hygiene", Found.SYNONYM),
    ("卖口罩", "medical-device-filing", Found.NAME),
    ("残疾证怎么办", "disability-certificate", Found.NAME),
    ("货车营运", "road-freight", Found.NAME),
    ("个体户", "individual-business-setup", Found.NAME),
    ("注销个体户", "individual-business-closing", Found.SYNONYM),
    ("公司换法人", "company-change", Found.SYNONYM),
    ("营业执照", "individual-business-setup", Found.NAME),
    ("公司不开了", "company-closing", Found.SYNONYM),
    ("我想开个药店", "drug-retail", Found.NAME),
    ("电梯登记", "special-equipment-use", Found.NAME),
    ("护士证怎么办", "nurse-registration", Found.NAME),
    ("开门诊部", "medical-institution-practice", Found.NAME),
    ("教资", "teacher-qualification", Found.NAME),
    ("jiaoshi zige", "teacher-qualification", Found.SOUND),
    ("开幼儿园", "kindergarten-setup", Found.NAME),
    ("暂住证", "residence-permit", Found.NAME),
    ("取公积金", "provident-fund-withdrawal", Found.NAME),
    ("无房证明", "property-record-search", Found.NAME),
    ("没工作", "unemployment-registration", Found.NAME),
    ("被裁员能领什么", "unemployment-benefit", Found.NAME),
    ("4050", "flexible-work-subsidy", Found.NAME),
    ("猎头公司", "hr-service-filing", Found.SYNONYM),
    ("家里着火", "temporary-relief", Found.NAME),
    ("吃低保", "minimum-living", Found.NAME),
]


@pytest.mark.proves("F1.1")
@pytest.mark.parametrize(("typed", "code", "how"), QUESTIONS, ids=[question[0] for question in QUESTIONS])
def test_plain_words_find_the_right_item_first(leshan: City, typed: str, code: str, how: Found) -> None:
    first = search(typed, city=leshan, on=TODAY).hits[0]
    assert first.version.item.code == code
    assert first.why.found is how
    assert first.why.said


def test_nothing_found_offers_the_nearest_event_and_a_telephone(leshan: City) -> None:
    answer = search("怀孕了", city=leshan, on=TODAY)
    assert answer.hits == ()
    assert answer.theme is not None
    assert answer.theme.key == "have-a-child"
    assert answer.phone == "0833-12345"


@pytest.mark.parametrize("typed", ["", " ", "😀", "火星移民", "' OR 1=1 --", "\\", "&|!():*", "许" * 500])
def test_odd_words_are_answered_too(leshan: City, typed: str) -> None:
    assert search(typed, city=leshan, on=TODAY).phone == "0833-12345"


def test_search_keeps_to_the_region_and_the_limit(leshan: City) -> None:
    assert len(search("许可", city=leshan, on=TODAY, limit=2).hits) == 2
    assert search("开饭店", city=leshan, on=TODAY, region="511123").hits
    assert search("开饭店", city=leshan, on=TODAY, region="310101").hits == ()


def test_search_costs_few_queries(leshan: City) -> None:
    search("公司注册", city=leshan, on=TODAY)  # the process's own index is built
    assert queries_of(lambda: search("公司注册", city=leshan, on=TODAY)) == 2
    assert queries_of(lambda: search("火星移民", city=leshan, on=TODAY)) == 1
