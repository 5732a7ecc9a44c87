"""The public item list of any two days, and the bare items on it, through the portal."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from django.test import Client

from leyiban.catalogue.models import HandlingItem, ItemVersion, ListedItem
from leyiban.catalogue.operations import change_state, publish_version
from leyiban.catalogue.queries import city_by_key, loaded_lawbook
from leyiban.catalogue.rulefile.online import depth_of
from leyiban.catalogue.vocabulary import OnlineDepth, TaskState
from leyiban.cli.item_lists import import_items
from leyiban.kernel.actors import system_actor
from leyiban.kernel.moments import city_date, now
from leyiban.people.models import Region
from tests.catalogue.rulefiles import FOOD, reading_of
from tests.cli.test_item_lists import HEADER, LIST, run, write
from tests.web.test_portal import compact, words

pytestmark = pytest.mark.usefixtures("db")

SHALLOWER = (
    "abilities: [consult, receive, pre_review, accept, handle, result_feedback, licence_feedback]",
    "abilities: [consult, receive, pre_review]",
)
NO_DEPTH = ("  depth: IV\n", "")
NOTICE = (
    "plan_effective_date:",
    "depth_notice: {why: {zh: 系统升级，先到窗口交。, en: Hand in at the window during an upgrade.}, basis: 公告, mark: practice}\n"
    "plan_effective_date:",
)


def publish(*changes: tuple[str, str], at: dt.datetime | None = None) -> dt.date:
    """A new version of the food item; the day on which it begins to hold."""
    done = publish_version(
        city=city_by_key("leshan"),
        reading=reading_of(FOOD, *changes),
        lawbook=loaded_lawbook(region="511100"),
        actor=system_actor(),
        now=at or now(),
    )
    return done.version.effective_from


def rows(answer: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))  # type: ignore[attr-defined]


def between(client: Client, since: dt.date, until: dt.date, **more: str) -> str:
    return compact(client.get("/list/changes", {"since": since, "until": until, **more}))


@pytest.mark.proves("M3.1", "F3.1")
def test_what_changed_between_two_days_is_public_and_can_be_taken_away(client: Client) -> None:
    """F3.1: the city's and counties' list of one-net items, with the difference between versions: a public changelog."""
    today = city_date(now())
    assert "这两天的清单一样" in between(client, today - dt.timedelta(days=1), today)
    publish(("amount: 5, unit: working_day", "amount: 6, unit: working_day"))
    told = between(client, today - dt.timedelta(days=1), today, region="511102")
    assert "有变化的1" in told
    assert "承诺时限:5个工作日→6个工作日" in told
    assert "511102" in client.get("/list/changes").text, "a county may be chosen"
    (row,) = rows(client.get("/list/changes.csv", {"since": today - dt.timedelta(days=1), "until": today}))
    assert (row["事项编码"], row["项目"], row["原来"], row["现在"]) == (
        FOOD,
        "承诺时限",
        "5个工作日",
        "6个工作日",
    )
    assert f"since={today - dt.timedelta(days=1)}&amp;until={today}" in client.get("/list/changes").text


def test_the_days_may_come_in_any_order_or_be_no_days(client: Client) -> None:
    first = dt.date(2019, 12, 31)
    told = between(client, city_date(now()), first)
    assert f"新增的{HandlingItem.objects.count()}" in told
    for wrong in ("yesterday", "0000-00-00", "9999-12-31", "0001-01-01"):
        assert client.get("/list/changes", {"since": wrong, "until": wrong}).status_code == 200
        assert client.get("/list", {"on": wrong}).status_code == 200


@pytest.mark.proves("F3.1")
def test_an_item_cannot_lose_depth_without_notice(client: Client) -> None:
    """F3.1: an item cannot lose depth without notice: it is public for thirty days before it holds."""
    today = city_date(now())
    begins = publish(SHALLOWER, NO_DEPTH, NOTICE)
    assert begins == today + dt.timedelta(days=30)
    assert "这两天的清单一样" in between(client, today - dt.timedelta(days=1), today)
    told = between(client, today, begins)
    assert "网上能办的变少了1" in told
    assert "一次都不跑→可以网上预审" in told
    assert "系统升级" in told


def test_a_suspended_item_leaves_todays_list_and_not_yesterdays(client: Client) -> None:
    today = city_date(now())
    item = HandlingItem.objects.get(code=FOOD)
    change_state(item=item, state=TaskState.SUSPENDED, reason="epidemic", actor=system_actor(), now=now())
    told = between(client, today - dt.timedelta(days=1), today)
    assert "取消的1" in told
    assert FOOD in client.get("/list", {"on": today - dt.timedelta(days=1)}).text
    assert f"/items/{FOOD}" not in client.get("/list").text


@pytest.mark.proves("M3.1", "F3.1")
def test_imported_lists_are_compared_line_by_line(client: Client, tmp_path: Path) -> None:
    run(import_items, write(tmp_path, LIST), "--since", "2026-01-05")
    second = LIST.replace("举报奖励发放", "举报奖励核发").replace("#区科技局,未分类", "#区科技局,科技")
    run(
        import_items,
        write(tmp_path, second + "区司法局,无,律师执业,511602000000,511A9,1,1\n"),
        "--since",
        "2026-03-02",
        "--whole",
    )
    told = between(client, dt.date(2026, 1, 5), dt.date(2026, 3, 2))
    assert "有变化的2" in told
    assert "名称:举报奖励发放→举报奖励核发" in told
    assert "主项名称:未分类→科技" in told
    assert "新增的1" in told
    assert "律师执业" in told
    assert "取消的" not in told


def test_a_bare_item_has_a_page_that_says_whom_to_ask(client: Client, tmp_path: Path) -> None:
    run(import_items, write(tmp_path, LIST))
    page = client.get("/search", {"q": "举报奖励发放"})
    text = words(page)
    item = ListedItem.objects.get(name="举报奖励发放")
    assert "只有名称、还没有指南的" in text
    assert f'href="/list/bare/{item.pk}"' in page.text
    told = words(client.get(f"/list/bare/{item.pk}"))
    for fact in (
        "511H0001",
        "乐山市市场监督管理局",
        "0833-2100001",
        "这件事还没有办事指南",
        "乐山市 511100000000",
    ):
        assert fact in told
    assert client.get("/list/bare/99999999").status_code == 404


def test_bare_items_are_listed_page_by_page_and_can_be_taken_away(client: Client, tmp_path: Path) -> None:
    many = "".join(f"区文旅局,无,文物修缮审批{n},511602000000,511A{n},1,1\n" for n in range(119))
    run(import_items, write(tmp_path, HEADER + many + "局,无,=2+2,511602,X,1,1\n"))
    assert "还有120件只有名称" in words(client.get("/list"))
    pages = [words(client.get("/list/bare", {"page": number})) for number in (1, 3, 99, "x")]
    assert "文物修缮审批49" in pages[0] and "文物修缮审批50 " not in pages[0]
    assert "文物修缮审批118" in pages[1]
    assert (pages[2], pages[3]) == (pages[1], pages[0])
    taken = rows(client.get("/list/bare.csv"))
    assert len(taken) == 120
    assert taken[-1]["name"] == "'=2+2", "no formula for whoever opens it"


@pytest.mark.parametrize("path", ["/list/changes?since=2019-12-31", "/list/bare"])
def test_the_pages_speak_english(client: Client, tmp_path: Path, path: str) -> None:
    run(import_items, write(tmp_path, LIST))
    client.cookies["language"] = "en"
    assert (
        "Compare" in client.get(path).text
        or "known by name only" in client.get(path).text
        or "only the name" in client.get(path).text
    )


@pytest.mark.proves("F3.1")
def test_every_county_stands_beside_the_others_with_its_depth(client: Client) -> None:
    """F3.1: depth per county."""
    text = compact(client.get("/list"))
    rules = [version.rulefile for version in ItemVersion.objects.all()]
    counties = Region.objects.filter(parent__code="511100")
    assert len(counties) == 11
    for county in counties:
        here = [each for each in rules if each.implementing_in(county.code)]
        whole = sum(depth_of(each.online.abilities) is OnlineDepth.IV for each in here)
        assert whole
        assert f"{county.name}一共{len(here)}件·全程网办，一次都不跑{whole}".replace(
            "，", ","
        ) in text.replace("，", ",")
