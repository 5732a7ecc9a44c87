"""检查一遍, one press, and the receipt."""

import json
import re

import pytest

from leyiban.cases.models import Case, Draft
from leyiban.kernel.papers.queries import open_paper
from leyiban.people.models import Party
from tests.support.working import Worker
from tests.web.journey.city import publish
from tests.web.journey.traveller import Page, Traveller


@pytest.fixture
def ready(traveller: Traveller) -> Draft:
    """A draft to which only the press is missing."""
    draft = traveller.begin()
    traveller.fill(draft)
    traveller.put_papers(draft)
    return draft


def test_everything_stands_on_one_page_each_with_its_way_to_change_it(
    traveller: Traveller, ready: Draft
) -> None:
    page = traveller.get(f"/drafts/{ready.key}/check").must(200)

    for question in ready.item_version.rulefile.form.fields():
        if question.when is None:
            assert question.label.zh.replace(" ", "") in page.text
    assert "嘉州小馆" in page.text
    assert "法定代表人" in page.text
    assert "经办人" in page.text
    assert f"/drafts/{ready.key}/form/shop?back=check#f-business_address" in page.links()
    assert f"/drafts/{ready.key}/papers?back=check#p-layout_plan" in page.links()
    assert page.html.count('<button class="button">') == 1


def test_a_change_leads_back_to_the_check(traveller: Traveller, ready: Draft) -> None:
    path = f"/drafts/{ready.key}/form/shop"
    fields = dict(traveller.pages_of(ready))[path]
    page = traveller.get(path, back="check")
    sent = {
        **fields,
        "business_address": "新街2号",
        "version": page.hidden("version"),
        "back": page.hidden("back"),
    }

    assert traveller.post(path, sent).must(303).leads_to == f"/drafts/{ready.key}/check"
    assert "新街2号" in traveller.get(f"/drafts/{ready.key}/check").text


def test_what_is_missing_leads_to_the_very_field(traveller: Traveller) -> None:
    draft = traveller.begin()

    page = traveller.get(f"/drafts/{draft.key}/check")

    assert f"/drafts/{draft.key}/form/operator?back=check#f-uscc" in page.links()
    assert f"/drafts/{draft.key}/papers?back=check#p-layout_plan" in page.links()
    refused = traveller.submit(draft).must(422)
    assert re.search(r"还差\d+处,补上就能交", refused.text)
    assert not Case.objects.exists()


def test_how_the_result_comes_must_be_chosen(traveller: Traveller, ready: Draft) -> None:
    page = traveller.submit(ready, way="").must(422)

    assert "请选怎么拿结果" in page.text
    assert re.search(r'href="#f-delivery_way-1"', page.html)
    traveller.submit(ready, way="by_dragon").must(422)
    assert Draft.objects.get().delivery_way == ""


def test_by_post_it_goes_where_the_applicant_says(traveller: Traveller, ready: Draft) -> None:
    at = f"/drafts/{ready.key}/check"
    Party.objects.update(address="")

    def send(to: str, page: Page) -> Page:
        typed = {"delivery_way": "post", "delivery_to": to}
        return traveller.post(at, {**typed, "once": page.hidden("once"), "version": page.hidden("version")})

    nowhere = send("  ", traveller.get(at)).must(422)
    assert "请写寄给谁、电话和地址。" in nowhere.text
    assert 'href="#f-delivery_to"' in nowhere.html
    endless = send("路" * 201, nowhere).must(422)
    assert "地址太长,最多200个字。" in endless.text
    assert "路" * 201 in endless.html
    send("张伟 13912345678\n 嘉定中路90号", endless).must(303)

    assert Case.objects.get().delivery_to.reveal() == "张伟 13912345678 嘉定中路90号"


def test_by_post_without_a_word_it_goes_to_the_registered_address(traveller: Traveller, ready: Draft) -> None:
    ready.applicant.address = "乐山市市中区嘉定北路1号"
    ready.applicant.save()

    assert "嘉定北路1号" in traveller.get(f"/drafts/{ready.key}/check").html
    traveller.submit(ready, way="post").must(303)

    assert Case.objects.get().delivery_to.reveal() == "乐山市市中区嘉定北路1号"


@pytest.mark.proves("M3.9")
def test_pressed_three_times_it_is_sent_once(traveller: Traveller, ready: Draft) -> None:
    at = f"/drafts/{ready.key}/check"
    page = traveller.get(at)
    sent = {"delivery_way": "electronic", "once": page.hidden("once"), "version": page.hidden("version")}

    answers = [traveller.post(at, sent).must(303) for _ in range(3)]

    case = Case.objects.get()
    assert {answer.leads_to for answer in answers} == {f"/cases/{case.number}/receipt"}
    assert case.delivery_way == "electronic"


def test_a_page_from_yesterday_is_checked_again(traveller: Traveller, ready: Draft) -> None:
    at = f"/drafts/{ready.key}/check"
    page = traveller.get(at)
    old = {"delivery_way": "window", "once": page.hidden("once"), "version": page.hidden("version")}
    traveller.fill(ready, business_address="新街3号")

    stale = traveller.post(at, old).must(409)

    assert "新街3号" in stale.text
    assert "这份草稿在别处有改动" in stale.text
    assert not Case.objects.exists()
    again = {**old, "once": stale.hidden("once"), "version": stale.hidden("version")}
    traveller.post(at, again).must(303)


def test_without_its_token_nothing_is_sent(traveller: Traveller, ready: Draft) -> None:
    at = f"/drafts/{ready.key}/check"
    version = traveller.get(at).hidden("version")

    traveller.post(at, {"delivery_way": "electronic", "version": version}).must(422)

    assert not Case.objects.exists()


def test_a_new_version_of_the_item_asks_for_one_more_look(traveller: Traveller, ready: Draft) -> None:
    at = f"/drafts/{ready.key}/check"
    page = traveller.get(at)
    version = publish(traveller.clock.now, ("amount: 5, unit: working_day", "amount: 6, unit: working_day"))

    looked = traveller.post(
        at, {"delivery_way": "electronic", "once": page.hidden("once"), "version": page.hidden("version")}
    ).must(409)

    assert "这件事的要求刚变了" in looked.text
    ready.refresh_from_db()
    assert ready.item_version == version
    traveller.submit(ready).must(303)
    assert Case.objects.get().item_version == version


def test_a_question_that_a_new_version_asks_can_be_answered(traveller: Traveller, ready: Draft) -> None:
    publish(
        traveller.clock.now,
        (
            "        - key: staff_count\n",
            "        - key: seats\n          type: integer\n          label: {zh: 座位数, en: Seats}\n        - key: staff_count\n",
        ),
        (
            '        - key: machine_place\n          type: address\n          label: {zh: 自动设备放在哪里, en: Where the machines stand}\n          example: 嘉定中路88号大厅\n          when: {"==": [{var: vending}, with_machine]}\n',
            "",
        ),
    )

    traveller.submit(ready).must(409)

    page = traveller.get(f"/drafts/{ready.key}/check")
    assert f"/drafts/{ready.key}/form/shop?back=check#f-seats" in page.links()
    assert "嘉定中路88号1楼" in page.text


@pytest.mark.proves("F1.15")
def test_the_receipt_tells_number_code_and_what_comes_next_by_when(
    traveller: Traveller, ready: Draft
) -> None:
    """F1.15: every submission shows its state and the next step."""
    sent = traveller.submit(ready).must(303)
    case = Case.objects.get()

    page = traveller.get(sent.leads_to).must(200)

    assert case.number in page.text
    assert case.query_code.reveal() in page.text
    assert "最晚3月16日(星期一)回话" in page.text
    assert "正在做,几秒就好" in page.text
    assert "data-await" in page.html
    traveller.get(f"/cases/{case.number}/receipt.json").must(200)


def test_the_signed_promise_is_the_same_bytes_whenever_it_is_asked_for(
    traveller: Traveller, ready: Draft
) -> None:
    traveller.submit(ready)
    case = Case.objects.get()
    at = f"/cases/{case.number}/receipt.json"

    first = traveller.browser.get(at)
    traveller.later(hours=5)
    second = traveller.browser.get(at)

    assert first.content == second.content
    assert first.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(first.content)
    assert told["format"] == "leyiban-receipt/1"
    assert case.number in told["entry"]
    assert "张伟" not in told["entry"]


@pytest.mark.committed
def test_the_sealed_receipt_is_there_when_it_is_made(traveller: Traveller) -> None:
    case = traveller.submitted()
    Worker().settle(now=traveller.clock.now)

    page = traveller.get(f"/cases/{case.number}/receipt")

    link = case.papers.get(document__template="receipt")
    assert f"/cases/{case.number}/papers/{link.pk}" in page.links()
    with open_paper(link.paper.digest) as content:
        assert content.read(5) == b"%PDF-"


def test_the_page_in_english(traveller: Traveller, ready: Draft) -> None:
    traveller.browser.cookies["language"] = "en"

    page = Page(traveller.browser.get(f"/drafts/{ready.key}/check"))

    assert "Check your answers, then send" in page.html
    assert "How shall we give you the result?" in page.html
