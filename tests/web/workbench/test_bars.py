"""A warning and a bar as the office and the party meet them: forms, pages, API (R14)."""

import pytest

from leyiban.cases.models import Bar, Case
from leyiban.kernel.actors import Role
from tests.api.caller import caller_of
from tests.web.journey.traveller import Page, signed_in
from tests.web.workbench.hall import Hall

WORDS = "租赁合同是假的,出租人没有签过。"


@pytest.mark.proves("F6.6")
def test_from_the_warning_to_the_answer_through_pages(hall: Hall) -> None:
    case = hall.world.submitted()
    decider, citizen = hall.desk(Role.DECIDER), signed_in(hall.world.citizen)
    hall.world.waive(hall.world.announce_warning(case))
    assert "不得再次申请" in decider.open(case).text, "what will follow stands beside the button"
    assert "请写哪些材料不实" in decider.move(case, "warn").must(422).text
    decider.move(case, "warn", warn__reasons=WORDS).must(303)
    assert Case.objects.get(pk=case.pk).false_materials
    bar = Bar.objects.get()

    start = Page(citizen.post("/items/food-business-new/start", {"party": hall.world.applicant.pseudonym}))
    assert f"{bar.until.year}年{bar.until.month}月{bar.until.day}日为止" in start.must(409).text
    assert case.number in start.text
    mine = Page(citizen.get("/me/bars")).must(200)
    assert WORDS in mine.text
    assert "tel:08332101001" in mine.links()
    at = f"/me/bars/{bar.number}/objection"
    assert at in mine.links()
    page = Page(citizen.get(at))
    empty = Page(citizen.post(at, {"once": page.hidden("once"), "words": ""})).must(422)
    assert "请写哪里不对" in empty.text
    assert 'aria-invalid="true"' in empty.html
    once = Page(citizen.get(at)).hidden("once")
    for _ in range(2):  # pressed twice, it is made once
        sent = Page(citizen.post(at, {"once": once, "words": "合同是真的。"})).must(303)
        assert "异议交上了" in Page(citizen.get(sent.leads_to)).text
    assert "已经提过异议" in Page(citizen.get(at)).text
    assert at not in Page(citizen.get("/me/bars")).links()

    desk = f"/workbench/bars/{bar.number}"
    assert desk in decider.get("/workbench/bars").links()
    page = decider.get(desk).must(200)
    assert "合同是真的。" in page.text
    assert "申请限制和异议" in Page(citizen.get("/me/looks")).text, "he sees who read it"
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    assert "请写理由" in decider.post(desk, {**hidden, "outcome": "kept"}).must(422).text
    page = decider.get(desk)
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    decider.post(desk, {**hidden, "outcome": "kept", "answer": "出租人书面否认。"}).must(303)
    assert "出租人书面否认。" in Page(citizen.get("/me/bars")).text
    assert hall.desk(Role.DECIDER, "11511111008501029L").get(desk).status == 404


@pytest.mark.proves("F6.6")
def test_the_same_by_programs(hall: Hall) -> None:
    case = hall.world.submitted()
    decider, citizen = (
        caller_of(account, hall.clock.now)
        for account in (hall.desk(Role.DECIDER).account, hall.world.citizen)
    )
    refused = decider.post(
        f"/cases/{case.number}/moves/warn",
        {"reasons": WORDS},
        seen=decider.get(f"/cases/{case.number}").tag,
    )
    assert refused.code == "warning_not_announced"
    hall.world.waive(hall.world.announce_warning(case))
    seen = decider.get(f"/cases/{case.number}").tag
    decider.post(f"/cases/{case.number}/moves/warn", {"reasons": WORDS}, seen=seen)
    (bar,) = citizen.get("/bars").json["items"]
    assert (bar["case"], bar["state"], bar["ground"]) == (case.number, "in_force", "false_materials")
    begun = {
        "item": "food-business-new",
        "region": "511102",
        "applicant": hall.world.applicant.pseudonym,
    }
    assert citizen.post("/drafts", begun).code == "application_barred"
    assert (
        citizen.post(f"/bars/{bar['number']}/objection", {"words": "合同是真的。"}).json["state"]
        == "objected"
    )
    (waiting,) = decider.get("/bars/objections").json["items"]
    assert waiting["objection"] == "合同是真的。"
    assert "bar" in [look["what"] for look in citizen.get("/me/looks").json["items"]]
    answer = {"lifts": True, "words": "公证书属实。"}
    assert citizen.post(f"/bars/{bar['number']}/answer", answer).status == 403
    assert decider.post(f"/bars/{bar['number']}/answer", answer).json["state"] == "lifted"
    assert citizen.post("/drafts", begun).status in (200, 201)
