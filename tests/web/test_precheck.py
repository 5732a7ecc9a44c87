"""能不能办: a few questions, and what the rule file says to the answers, through the page a citizen uses."""

import re
from html import unescape

import pytest
from django.test import Client

from leyiban.catalogue.models import Theme

pytestmark = pytest.mark.usefixtures("db")

FOOD = "/items/food-business-new/precheck"
ANSWERS = {"business_kind": "catering", "vending": "no_machine", "applicant_acts": "by_agent"}


def words(page: object) -> str:
    return "".join(unescape(re.sub(r"<[^>]+>", " ", getattr(page, "text"))).split())  # noqa: B009


@pytest.mark.proves("F1.2")
def test_a_few_questions_lead_to_papers_time_place_and_what_would_change_it(client: Client) -> None:
    """F1.2: guided pre-check: few questions → which items, papers, fees, where, how long; the clause behind each answer
    and what would change it."""
    first = client.get(FOOD)
    assert "答几句,就知道能不能办" in words(first).replace("，", ",")
    assert 'href="/items/food-business-new/precheck"' in client.get("/items/food-business-new").text
    assert 'href="/items/food-business-new/precheck"' in client.get("/search", {"q": "开饭店"}).text

    page = client.get(FOOD, {**ANSWERS, "region": "511102"})
    text = words(page)
    assert "按您的回答" in text
    assert "授权委托书" in text
    assert "自动设备产品合格证明" in text, "named as what another answer would ask for"
    assert "因为您答:谁来办？委托别人办".replace(":", "") in text.replace("：", "").replace(":", "")
    assert "食品安全法第三十三条第一款第一项" in text
    assert "0833-2101001" in text
    assert "市中区政务服务大厅" in text
    assert "现场核查" in text
    assert "not-met" in page.text
    assert 'href="/items/food-business-new/start?' in page.text
    for personal in ("uscc", "representative_id", "contact_mobile"):
        assert f'name="{personal}"' not in page.text


def test_who_does_not_qualify_hears_why_and_whom_to_ask_and_what_else_there_is(client: Client) -> None:
    page = client.get("/items/unemployment-benefit/precheck", {"lost_why": "resigned", "region": "511102"})
    text = words(page)
    assert "现在还不能办" in text
    assert "社会保险法第四十五条第二项" in text
    assert "0833-" in text
    assert 'href="/items/unemployment-registration"' in page.text


def test_answers_under_rules_that_have_changed_are_asked_again(client: Client) -> None:
    same = client.get(FOOD, {"not-met": "1", "v": "1"})
    assert "现在还不能办" in words(same)
    older = client.get(FOOD, {"not-met": "1", "v": "7"})
    assert "规则在这之后改过" in words(older)
    assert "现在还不能办" not in words(older)


@pytest.mark.parametrize(
    "query", ["business_kind=x&business_kind=", "v=%F0%9F%98%80", "region=9&not-met=99", "=&&"]
)
def test_the_page_takes_whatever_stands_in_an_address(client: Client, query: str) -> None:
    assert client.get(f"{FOOD}?{query}").status_code == 200


@pytest.mark.proves("F1.2")
def test_every_item_has_its_questions_on_a_page(client: Client) -> None:
    """Which questions each of them has, tests/catalogue/test_precheck.py asks of its rule file."""
    client.cookies["language"] = "en"
    for code in ("insurance-proof", "social-group-setup", "company-change"):
        page = client.get(f"/items/{code}/precheck")
        assert page.text.count("<fieldset") >= 2, code
    assert all(
        f'href="/items/{code}/precheck"' in client.get("/search", {"q": name}).text
        for code, name in (("insurance-proof", "参保证明"), ("company-change", "公司变更"))
    )


@pytest.mark.proves("F1.2")
def test_a_life_event_leads_to_the_items_that_apply(client: Client) -> None:
    assert all(theme.questions for theme in Theme.objects.all())
    page = client.get("/events/open-a-shop", {"stage": "open", "licence": "none", "trade": "food"})
    needed, _, others = page.text.partition('id="others"')
    assert "/items/individual-business-setup" in needed
    assert "/items/food-business-new" in needed
    assert "/items/drug-retail" not in needed
    assert "/items/drug-retail" in others
    assert "有营业执照了吗？还没有" in words(page)
    assert "/items/food-business-new/precheck?" in needed


@pytest.mark.proves("F1.2")
def test_programs_get_the_same(client: Client) -> None:
    asked = [f"{key}:{option}" for key, option in ANSWERS.items()]
    address = "/api/v1/items/food-business-new/precheck"
    answer = client.get(address, {"answer": asked, "region": "511102"})
    found = answer.json()
    assert found["likely"]
    assert found["left"] == []
    assert found["answers"] == ANSWERS
    assert [paper["key"] for paper in found["papers"] if paper["because"]] == ["letter_of_authority"]
    assert found["body"]["region"] == "511102"
    assert {change["option"] for change in found["changes"]} >= {
        "with_machine",
        "in_person",
        "prepackaged_only",
    }
    again = client.get(
        address, {"answer": asked, "region": "511102"}, headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304
    event = client.get("/api/v1/themes/open-a-shop", {"answer": ["stage:close"]}).json()
    assert [member["item"]["code"] for member in event["members"] if member["applies"]] == [
        "individual-business-closing"
    ]
