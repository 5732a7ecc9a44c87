"""The green channel as its applicant, its officer and everybody meet it: pages and API (F4.1, F4.2, F4.6, M4.5)."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leyiban.cases.green.promise import is_promised, promise
from leyiban.cases.models import GreenGrant
from leyiban.cases.states import GreenState
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from tests.api.caller import Caller, caller_of
from tests.kernel.papers.samples import pdf
from tests.web.journey.traveller import Page, signed_in
from tests.web.workbench.hall import Hall

WHY = "口罩车间复产,指挥部要求三日内投产。"
YES = "/open/green/test?class=medical_supplies&item=food-business-new&proof=order"


def filled(page: Page, **other: object) -> dict[str, object]:
    proof = SimpleUploadedFile("指令.pdf", pdf(), "application/pdf")
    given = {"class": "medical_supplies", "proof": "order", "why": WHY, "file": proof, "promised": ""}
    return {"once": page.hidden("once"), **given, **other}


@pytest.mark.proves("F4.6", "M4.5")
def test_three_answers_give_a_binding_yes_with_the_guide_and_whom_to_ring(hall: Hall) -> None:
    guest = Client()
    page = Page(guest.get(YES)).must(200)
    assert all(
        part in page.text for part in ("能走", "二十五条措施第四条", "绿色通道指南", "0833-", "法定的条件")
    )
    no = Page(guest.get(YES.replace("proof=order", "proof=none"))).must(200)
    assert "还缺一样证明" in no.text
    assert "指挥部的函" in no.text, "it says what is missing"
    assert "请把三样都选上" in Page(guest.get(YES.replace("item=food", "item=fool"))).must(200).text


@pytest.mark.proves("F4.1", "F4.2", "M4.1")
def test_from_the_request_to_the_register_and_back_through_pages(hall: Hall) -> None:
    first = hall.world.submitted()
    hall.later(days=1)
    case = hall.world.submitted()
    decider, citizen = hall.desk(Role.DECIDER), signed_in(hall.world.citizen)
    at = f"/cases/{case.number}/green"
    assert at in Page(citizen.get(f"/cases/{case.number}")).links()
    page = Page(citizen.get(at)).must(200)
    assert "请附上证明" in Page(citizen.post(at, {"once": page.hidden("once")})).must(422).text
    sent = filled(Page(citizen.get(at)))
    for _ in range(2):  # pressed twice, it is asked once
        sent["file"] = SimpleUploadedFile("指令.pdf", pdf(), "application/pdf")
        Page(citizen.post(at, sent)).must(303)
    grant = GreenGrant.objects.get()
    assert "等答复" in Page(citizen.get(at)).text

    desk = f"/workbench/green/{grant.number}"
    assert desk in decider.get("/workbench/green").links()
    page = decider.get(desk).must(200)
    assert WHY in page.text
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    assert "请写理由" in decider.post(desk, {**hidden, "outcome": "granted"}).must(422).text
    page = decider.get(desk)
    until = re.search(r'name="until" value="([0-9-]+)"', page.html)
    assert until is not None, "the last day that the class allows is filled in"
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    said = {**hidden, "outcome": "granted", "until": until[1], "words": "指令属实。"}
    decider.post(desk, said).must(303)

    clerk = hall.desk(Role.WINDOW_CLERK).get("/workbench").text
    assert clerk.index(case.number) < clerk.index(first.number)
    assert "绿色通道" in clerk
    assert "排到了您前面" in Page(citizen.get(f"/cases/{first.number}")).text, "who is passed is told"
    register = Page(Client().get("/open/green")).must(200).text
    assert "医用物资" in register
    assert case.number not in register, "nothing of whose case it is"
    assert hall.world.applicant.name not in register

    page = decider.get(desk)
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    decider.post(desk, {**hidden, "outcome": "false_proof", "words": "指令是假的。"}).must(303)
    assert "证明不实" in Page(Client().get("/open/green")).text
    assert "指令是假的。" in Page(citizen.get(at)).text
    assert hall.desk(Role.DECIDER, "11511111008501029L").get(desk).status == 404


@pytest.mark.proves("F4.6")
def test_a_binding_yes_leaves_no_other_refusal_than_that_the_proof_differs(hall: Hall) -> None:
    now = hall.clock.now
    guest, case = Caller(), hall.world.submitted()
    tested = guest.get("/green/test?green_class=medical_supplies&item=food-business-new&proof=order").json
    assert (tested["admits"], tested["verdict"]) == (True, "yes")
    citizen, decider = signed_in(hall.world.citizen), caller_of(hall.desk(Role.DECIDER).account, now)
    at = f"/cases/{case.number}/green"
    Page(citizen.post(at, filled(Page(citizen.get(at)), promised=tested["answer"]))).must(303)
    (waiting,) = decider.get("/green/requests").json["items"]
    assert waiting["promised"]
    to = f"/green/requests/{waiting['number']}/answer"
    refused = decider.post(to, {"until": None, "reasons": "现在不急。"})
    assert (refused.status, refused.json["code"]) == (409, "green_promised")
    answer = {"until": None, "differs": True, "reasons": "指令上没有这家企业。"}
    assert decider.post(to, answer).json["state"] == GreenState.REFUSED
    assert guest.get("/green/grants").json["items"] == []
    assert len(guest.get("/green/classes").json["items"]) == 7
    persons = {each["agency"]: each["person"] for each in tested["contacts"]}
    assert persons["乐山市市中区市场监督管理局"] == "绿色通道专员 王芳"
    assert None in persons.values(), "an office that names nobody is reached at its own number"


@pytest.mark.proves("F4.1")
def test_a_program_asks_for_its_case_and_reads_what_became_of_it(hall: Hall) -> None:
    now, case = hall.clock.now, hall.world.submitted()
    mine, decider = caller_of(hall.world.citizen, now), caller_of(hall.desk(Role.DECIDER).account, now)
    at = f"/cases/{case.number}/green"
    assert mine.get(at).code == "green_gone"
    given = {"green_class": "medical_supplies", "proof": "order", "statement": WHY}
    assert mine.upload(at, name="指令.pdf", content=pdf(), **given | {"proof": "friendship"}).status == 422
    first = mine.upload(at, name="指令.pdf", content=pdf(), key="ask-for-green-once", **given)
    assert (first.status, first.json["state"], first.json["until"]) == (201, "requested", None)
    again = mine.upload(at, name="指令.pdf", content=pdf(), key="ask-for-green-once", **given)
    assert (again.status, again.json) == (201, first.json), "safe to send twice"
    assert GreenGrant.objects.count() == 1
    assert mine.upload(at, name="指令.pdf", content=pdf(), **given).status == 409
    answer = {"until": city_date(now).isoformat(), "reasons": "指令属实。"}
    decider.post(f"/green/requests/{first.json['number']}/answer", answer)
    told = mine.get(at).json
    assert (told["state"], told["until"], told["reasons"]) == ("granted", answer["until"], "指令属实。")
    assert Caller().get(at).status == 401


@pytest.mark.proves("F4.6")
def test_the_number_of_a_yes_can_be_typed_and_holds_for_just_that_and_so_long(hall: Hall) -> None:
    today = city_date(hall.clock.now)
    asked = {"green_class": "medical_supplies", "item": "food-business-new", "proof": "order"}
    number = promise(**asked, region="511100", today=today)
    assert len(number) == 28
    assert is_promised(number, **asked, today=today)
    assert is_promised(number.lower().replace("-", " "), **asked, today=today)
    assert not is_promised(number, **{**asked, "proof": "project_list"}, today=today)
    assert not is_promised(number, **asked, today=today + dt.timedelta(days=31))
    later = f"{today + dt.timedelta(days=60):%Y%m%d}{number[8:]}"
    assert not any(is_promised(each, **asked, today=today) for each in (later, "", "20269999" + number[8:]))
