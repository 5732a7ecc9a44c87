"""The portal of Leshan, through the door a citizen uses."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leyiban.catalogue.models import City, HandlingItem, Theme
from tests.support.environment import REPOSITORY

pytestmark = pytest.mark.usefixtures("db")

FOOD = "food-business-new"
GUIDE = f"/items/{FOOD}"
PERMIT = "residence-permit"
ITEMS = sorted(path.stem for path in (REPOSITORY / "cities/leshan/items").glob("*.yaml"))


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def words(page: object) -> str:
    """What a reader sees, without markup, in one line."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", getattr(page, "text"), flags=re.DOTALL)  # noqa: B009
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def compact(page: object) -> str:
    return words(page).replace(" ", "")


@pytest.mark.proves("M1.1", "M1.9")
def test_home_offers_search_life_events_three_doors_and_the_other_entrances(client: Client) -> None:
    """M1.1: guide enterprises and citizens to the city's site, Tianfu Tongban and the departments' own entrances."""
    page = client.get("/")
    text = compact(page)

    assert "您想办什么" in text
    for theme in Theme.objects.order_by("position")[:8]:
        assert theme.name in text
    for door in ("查进度", "打电话问", "请人帮办"):
        assert door in text
    for entrance in City.objects.get(key="leshan").entrances:
        assert entrance["name"]["zh"].replace(" ", "") in text


@pytest.mark.parametrize("typed", ["开饭店", " 开 饭 店 ", "开范店"])
def test_search_finds_by_plain_words_and_through_a_typing_slip_and_says_why(
    client: Client, typed: str
) -> None:
    page = client.get("/search", {"q": typed})

    first = re.search(r'<h2><a href="([^"]+)"', page.text)
    assert first is not None
    assert first[1] == GUIDE
    assert "找到它" in page.text


FOUND = [
    ("开饭店", FOOD, "大家也叫它“开饭店”"),
    ("食品经营", FOOD, "名称里有“食品经营”"),
    ("食品径营许可", FOOD, "“食品径营许可”听起来像“食品经营许可”"),
    ("kaifandian", FOOD, "“kaifandian”听起来像“开饭店”"),
    ("spjyxk", FOOD, "“spjyxk”是“食品经营许可”的拼音首字母"),
    ("屋头婆婆八十几了", "elder-allowance", "“老人八十”也叫“高龄津贴”"),
    ("老汉儿脚杆断了莫得钱医", "temporary-relief", "“没钱医”也叫“临时救助”"),
    ("company-setup", "company-setup", "事项编码的开头是“company-setup”"),
]


@pytest.mark.proves("F1.1")
@pytest.mark.parametrize(("typed", "code", "why"), FOUND, ids=[typed for typed, _, _ in FOUND])
def test_search_understands_people_and_says_how_in_one_line(
    client: Client, typed: str, code: str, why: str
) -> None:
    """F1.1: what is generated from the rule file is found by whoever needs it."""
    page = client.get("/search", {"q": typed})

    first = re.search(r'<h2><a href="/items/([^"]+)".*?<p class="why">(.*?)</p>', page.text, re.DOTALL)
    assert first is not None
    assert first[1] == code
    assert unescape(re.sub("<[^>]+>", "", first[2])) == "找到它，因为：" + why


def test_why_is_said_in_english_too(english: Client) -> None:
    told = english.get("/search", {"q": "spjyxk"}).text
    assert "“<mark>spjyxk</mark>” are the first letters of “食品经营许可”" in told


def test_what_nothing_answers_offers_the_nearest_event_and_a_telephone_to_tap(client: Client) -> None:
    page = client.get("/search", {"q": "怀孕了"})
    main = page.text[page.text.index("<main") : page.text.index("<aside")]

    assert "没有找到“怀孕了”" in main
    assert 'href="/events/have-a-child"' in main
    assert 'href="tel:083312345"' in main


def test_a_search_for_what_others_do_says_where_to_go(client: Client) -> None:
    page = client.get("/search", {"q": "我要充话费"}).text
    assert "这件事不在这里办" in page
    assert "移动10086" in page
    assert "换个说法再搜" not in page
    passport = client.get("/search", {"q": "办护照"}).text
    assert 'href="tel:12367"' in passport
    assert "护士执业" not in passport, "办护 is no nurse"
    bill = client.get("/search", {"q": "交电费"}).text
    assert 'href="tel:95598"' in bill
    assert '<p class="why">' not in bill


def test_a_search_without_results_says_what_else_one_can_do(client: Client) -> None:
    page = client.get("/search", {"q": "鑫淼焱垚"})
    text = compact(page)

    assert page.status_code == 200
    assert "没有找到“鑫淼焱垚”" in text
    assert "打电话" in text
    assert "看全部事项" in text
    assert Theme.objects.order_by("position")[0].name in text


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "' OR 1=1 --", "😀" * 40, "店" * 5000])
def test_search_takes_anything_that_can_be_typed(client: Client, typed: str) -> None:
    page = client.get("/search", {"q": typed})

    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.proves("M3.2", "F1.1")
def test_the_guide_answers_first_and_gives_the_law_folded(client: Client) -> None:
    """F1.1: the guide is generated from the item's rule file."""
    page = client.get(GUIDE)
    text = compact(page)

    facts = re.search(r'<dl class="facts">.*?</dl>', page.text, re.DOTALL)
    assert facts is not None
    names = re.findall(r"</svg>([^<]+)</dt>", facts[0])
    assert names == ["能不能办", "带什么", "最晚几号", "多少钱", "跑几趟"]
    assert "5个工作日" in text
    assert "不收费" in text
    rulefile = HandlingItem.objects.get(code=FOOD).versions.get().rulefile
    for material in rulefile.materials:
        assert material.name.zh.replace(" ", "") in text
    for law in rulefile.by_law[:1]:
        assert page.text.index("<details") < page.text.index(law.text[:20])


def test_the_guide_says_who_is_heard_before_the_decision(client: Client) -> None:
    touched = compact(client.get("/items/kindergarten-setup"))
    assert "园舍四周的住户" in touched.split("决定前先听谁的意见")[1]
    assert "决定前先听谁的意见" not in compact(client.get("/items/food-business-new"))


@pytest.mark.proves("M1.11")
def test_each_county_has_its_own_telephone_and_windows(client: Client) -> None:
    """M1.11: publish the consultation telephone numbers."""
    rulefile = HandlingItem.objects.get(code=FOOD).versions.get().rulefile
    body = rulefile.implementing[0]

    everywhere, here = words(client.get(GUIDE)), words(client.get(GUIDE, {"region": body.region}))

    for other in rulefile.implementing:
        assert other.consult_phone in everywhere
    assert body.complaint_phone not in everywhere
    assert body.complaint_phone in here
    assert body.task_code in here


def test_a_fee_stands_with_its_basis_and_who_need_not_pay(client: Client) -> None:
    """R15: no fee without a law behind it; the five facts do not promise a price that depends."""
    fees = {
        fee.name.zh: fee for fee in HandlingItem.objects.get(code=PERMIT).versions.get().rulefile.fees.items
    }

    text = compact(client.get(f"/items/{PERMIT}"))

    assert "看您办哪一种" in text
    assert "首次申领、签注不收费" in text
    assert "换领、补领工本费20元/张" in text
    for fee in fees.values():
        assert fee.basis in text
    (reduction,) = [fee.reduction.explain.zh for fee in fees.values() if fee.reduction]
    assert reduction in text


@pytest.mark.parametrize("item", ITEMS)
def test_every_blank_and_every_specimen_can_be_looked_at(client: Client, item: str) -> None:
    for material in HandlingItem.objects.get(code=item).versions.get().rulefile.materials:
        for kind in ("blank", "sample"):
            page = client.get(f"/items/{item}/papers/{material.key}/{kind}")
            assert page.status_code == (200 if getattr(material, kind) else 404), (material.key, kind)
            if page.status_code == 200:
                assert material.name.zh.replace(" ", "") in compact(page)


def test_a_region_that_nobody_handles_is_as_good_as_none(client: Client) -> None:
    assert client.get(GUIDE, {"region": "999999"}).status_code == 200


def test_the_guide_in_english_marks_what_is_only_chinese(english: Client) -> None:
    page = english.get(GUIDE)

    assert "Food business licence" in page.text
    assert "What to bring" in page.text
    assert '<span class="untranslated" lang="zh-Hans">' in page.text
    assert "Chinese</span>" in page.text


@pytest.mark.parametrize("item", ITEMS)
def test_no_chinese_stands_unmarked_on_an_english_guide(english: Client, item: str) -> None:
    page = english.get(f"/items/{item}")

    marked = re.sub(r'<(\w+)[^>]*\blang="zh-Hans"[^>]*>.*?</\1>', " ", page.text, flags=re.DOTALL)
    assert re.findall(r"[\u4e00-\u9fff]+", marked) == []


def test_asking_for_an_item_that_is_not_there(client: Client) -> None:
    page = client.get("/items/no-such-item")

    assert page.status_code == 404
    assert "没有这个事项" in page.text


def test_a_guide_costs_the_same_number_of_queries_for_one_office_or_eleven(client: Client) -> None:
    client.get(GUIDE)  # fills what is kept by digest

    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(GUIDE)

    assert len(counted) <= 14


@pytest.mark.proves("M3.1")
def test_the_list_names_every_item_once(client: Client) -> None:
    """M3.1: publish the "one network for all" item list."""
    page = client.get("/items")

    listed = re.findall(r'<h3><a href="/items/([a-z0-9-]+)"', page.text)
    assert sorted(listed) == sorted(HandlingItem.objects.values_list("code", flat=True))


def test_a_life_event_shows_its_items_in_order(client: Client) -> None:
    theme = Theme.objects.get(key="open-a-shop")

    page = client.get(reverse("web:event", kwargs={"key": theme.key}))

    shown = re.findall(r'class="step-name"><a href="/items/([a-z0-9-]+)"', page.text)
    assert shown == [member.item.code for member in theme.members.order_by("position")]


@pytest.mark.proves("M1.10", "M1.11")
def test_how_it_works_and_every_telephone(client: Client) -> None:
    """M1.10: publish the operating guides; M1.11: the telephone numbers."""
    assert "在这里怎么办事" in client.get("/help").text
    assert words(client.get("/entrances")).count("0833-") > 10


@pytest.mark.parametrize("which", ["blank", "sample"])
def test_the_form_can_be_printed_empty_and_seen_filled_in(client: Client, which: str) -> None:
    rulefile = HandlingItem.objects.get(code=FOOD).versions.get().rulefile
    form = next(material for material in rulefile.materials if material.blank == "generated")

    page = client.get(reverse(f"web:{which}", kwargs={"code": FOOD, "key": form.key}))
    text = compact(page)

    assert page.status_code == 200
    for field in rulefile.form.fields():
        assert field.label.zh.replace(" ", "") in text
    assert ("嘉州小馆" in text) is (which == "sample")


def test_a_paper_without_a_form_has_none(client: Client) -> None:
    page = client.get(reverse("web:blank", kwargs={"code": FOOD, "key": "nothing"}))

    assert page.status_code == 404
