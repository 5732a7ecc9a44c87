"""One matter over HTTP, from the first answer to its decision: what a program of a firm and one of an office do."""

import pytest

from leyiban.kernel.actors import Channel, Role
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import open_citizen_account
from tests.api.caller import Clock, caller_of
from tests.api.city import PDF, City
from tests.people.people import phone


@pytest.mark.proves("M1.4", "M3.9")
def test_a_draft_is_filled_and_handed_in_and_receipted(city: City) -> None:
    key = city.begin()
    draft = city.applicant.get(f"/drafts/{key}")
    assert draft.json["version"] == 1
    assert "required" in {problem["code"] for problem in draft.json["problems"]}
    form = city.applicant.get(f"/drafts/{key}/form").json["pages"]
    assert form[0]["questions"]
    receipt = city.submitted().json
    assert receipt["number"].startswith("LS511102")
    assert len(receipt["query_code"]) == 6
    assert receipt["receipt"]["format"] == "leyiban-receipt/1"
    assert str(city.answers["operator_name"]) not in receipt["receipt"]["entry"]
    assert city.applicant.get("/drafts").json["items"] == []
    (line,) = city.applicant.get("/cases").json["items"]
    assert line["number"] == receipt["number"]


@pytest.mark.proves("F1.3")
def test_a_second_begin_finds_the_first_draft(city: City) -> None:
    assert city.begin() == city.begin()
    assert len(city.applicant.get("/drafts").json["items"]) == 1


def test_the_second_begin_says_that_it_made_nothing(city: City) -> None:
    (firm,) = [each for each in city.applicant.get("/me").json["parties"] if each["is_legal"]]
    begun = {"item": "food-business-new", "region": "511102", "applicant": firm["key"]}
    first, second = city.applicant.post("/drafts", begun), city.applicant.post("/drafts", begun)
    assert (first.status, second.status) == (201, 200)
    assert first.headers["Location"] == second.headers["Location"] == f"/api/v1/drafts/{first.json['key']}"


def test_answers_that_are_not_well_formed_are_told_and_the_rest_is_kept(city: City) -> None:
    key = city.begin()
    sent = {"answers": {"floor_area": 60, "uscc": "1234", "colour": "red"}}
    saved = city.applicant.patch(f"/drafts/{key}/answers", sent, seen="*").json
    assert {problem["field"] for problem in saved["problems"]} == {"form.uscc", "form.colour"}
    assert city.applicant.get(f"/drafts/{key}").json["answers"] == {"floor_area": 60}


def test_what_is_missing_is_told_at_submission_and_nothing_is_lost(city: City) -> None:
    key = city.begin()
    answer = city.applicant.post(f"/drafts/{key}/submission", seen=city.applicant.get(f"/drafts/{key}").tag)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert answer.fields["delivery_way"] == "required"
    assert any(field.startswith("materials.") for field in answer.fields)
    assert any(field.startswith("form.") for field in answer.fields)
    assert city.applicant.get(f"/drafts/{key}").status == 200


def test_by_post_it_goes_where_the_applicant_says(city: City) -> None:
    path = f"/drafts/{city.begin()}"
    sent = {"way": "post", "to": "张伟 13912345678 嘉定中路90号"}
    assert city.applicant.put(f"{path}/delivery", sent, seen="*").status == 200
    assert city.applicant.get(path).json["delivery_to"] == sent["to"]
    assert city.applicant.put(f"{path}/delivery", {**sent, "to": "路" * 201}, seen="*").status == 422
    city.applicant.put(f"{path}/delivery", {"way": "window", "to": "不用"}, seen="*")
    assert city.applicant.get(path).json["delivery_to"] == ""


def test_a_paper_is_judged_by_its_content_and_comes_back_as_a_download(city: City) -> None:
    key = city.begin()
    slot = city.applicant.get(f"/drafts/{key}").json["materials"][0]["key"]
    path = f"/drafts/{key}/papers"
    refused = city.applicant.upload(path, slot=slot, name="photo.pdf", content=b"GIF89a....")
    assert refused.code in ("paper_kind_not_taken", "paper_not_what_its_name_says", "paper_broken")
    assert city.applicant.upload(path, slot=slot, name="a.pdf", content=b"").status == 422
    put = city.applicant.upload(path, slot=slot, name="身份证.pdf", content=PDF)
    assert (put.status, put.json["media_type"], put.json["trust"]) == (201, "application/pdf", "C")
    file = city.applicant.get(f"{path}/{put.json['id']}")
    assert file.content == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert city.applicant.delete(f"{path}/{put.json['id']}").status == 204
    assert city.applicant.get(f"{path}/{put.json['id']}").status == 404


@pytest.mark.proves("M5.2", "F5.1", "F5.5")
def test_the_office_takes_a_case_through_its_chain_to_a_grant(city: City) -> None:
    number = city.submitted().json["number"]
    clerk = city.officer(Role.WINDOW_CLERK)
    (waiting,) = clerk.get("/work").json["items"]
    assert waiting["number"] == number
    assert clerk.get("/work/counts").json["to_accept"] == 1
    moves = {move["name"]: move["address"] for move in clerk.get(f"/cases/{number}/moves").json["items"]}
    assert {"accept", "notify_correction", "take"} <= set(moves)
    assert moves["accept"] == f"/api/v1/cases/{number}/moves/accept"

    assert city.move(Role.WINDOW_CLERK, number, "take").json["state"] == "submitted"
    assert city.move(Role.WINDOW_CLERK, number, "accept").json["state"] == "under_review"
    assert city.conclude(Role.REVIEWER, number).status == 200
    assert city.decide(number).code == "site_check_ahead", (
        "the chain may be shortened, but not by the check on site"
    )
    assert city.conclude(Role.REVIEWER, number).status == 200
    last = city.decide(number)
    assert last.json["state"] == "decided"

    case = city.applicant.get(f"/cases/{number}").json
    assert (case["decision"], case["reasons"]) == ("grant", "符合食品安全法第三十五条。")
    assert case["opinions"] == []
    assert len(city.officer(Role.DECIDER).get(f"/cases/{number}").json["opinions"]) >= 2
    assert [entry["kind"] for entry in case["entries"]][-1] == "case.decided/1"
    assert {clock["clock"]: clock["state"] for clock in case["clocks"]}["statutory"] == "stopped"


@pytest.mark.proves("F1.5")
def test_one_correction_is_told_and_mended_in_a_draft(city: City) -> None:
    number = city.submitted().json["number"]
    defects = [{"target": "form.floor_area", "what": "与平面图不符", "how": "请核对后填写"}]
    assert city.move(Role.WINDOW_CLERK, number, "notify_correction", defects=defects).status == 200
    case = city.applicant.get(f"/cases/{number}").json
    assert case["notices"][0]["defects"][0]["target"] == "form.floor_area"
    moves = {
        move["name"]: move["address"] for move in city.applicant.get(f"/cases/{number}/moves").json["items"]
    }
    draft = city.applicant.post(moves["supplement"])
    key = draft.json["key"]
    assert city.applicant.get(f"/drafts/{key}").json["corrects"] == number
    city.applicant.patch(f"/drafts/{key}/answers", {"answers": {"floor_area": 61}}, seen=draft.tag)
    again = city.applicant.post(f"/drafts/{key}/submission", seen=city.applicant.get(f"/drafts/{key}").tag)
    assert (again.json["number"], again.json["state"]) == (number, "submitted")
    unknown = [{"target": "form.none_such", "what": "?", "how": "?"}]
    assert city.move(Role.WINDOW_CLERK, number, "notify_correction", defects=unknown).code == "defect_unknown"


@pytest.mark.proves("M3.12", "F3.9")
def test_anybody_with_the_code_follows_a_case(city: City, guest: object) -> None:
    receipt = city.submitted().json
    path = f"/progress/{receipt['number']}"
    nobody = city.applicant.__class__()
    progress = nobody.get(path, Query_Code=receipt["query_code"]).json
    assert (progress["state"], progress["holder"] != "") == ("submitted", True)
    assert progress["due_at"]
    wrong = "000000" if receipt["query_code"] != "000000" else "111111"
    assert nobody.get(path, Query_Code=wrong).code == "wrong_query_code"
    assert nobody.get("/progress/LS51110220260309000999X", Query_Code=wrong).code == "wrong_query_code"
    assert nobody.get(path).fields == {"header.Query-Code": "required"}
    for _ in range(10):
        answer = nobody.get(path, Query_Code=wrong)
    assert (answer.status, answer.code) == (429, "tried_too_often")
    city.later(minutes=16)
    assert nobody.get(path, Query_Code=receipt["query_code"]).status == 200


def test_an_application_is_taken_back(city: City) -> None:
    number = city.submitted().json["number"]
    seen = city.applicant.get(f"/cases/{number}").tag
    withdrawn = city.applicant.post(f"/cases/{number}/moves/withdraw", seen=seen)
    assert withdrawn.json["state"] == "withdrawn"
    again = city.applicant.post(f"/cases/{number}/moves/withdraw", seen=withdrawn.tag)
    assert (again.status, again.code) == (409, "wrong_state")


@pytest.mark.proves("F1.4")
def test_what_was_given_once_is_offered_again(city: City) -> None:
    first = city.submitted().json["number"]
    city.move(Role.WINDOW_CLERK, first, "accept")
    key = city.begin()
    city.applicant.patch(f"/drafts/{key}/answers", {"answers": city.answers}, seen="*")
    earlier = city.applicant.get(f"/drafts/{key}/earlier").json
    assert (earlier["case"], earlier["answers"]["operator_name"]) == (first, city.answers["operator_name"])
    offered = earlier["papers"][0]
    assert offered["case"] == first
    sent = {"slot": offered["slot"], "paper": offered["paper"]["id"]}
    reused = city.applicant.post(f"/drafts/{key}/reused-papers", sent)
    assert (reused.status, reused.json["digest"]) == (201, offered["paper"]["digest"])
    assert reused.json["given_at"] == offered["paper"]["given_at"]
    assert city.applicant.post(f"/drafts/{key}/reused-papers", {**sent, "paper": 2**62}).code == "not_found"


def test_a_receipt_is_given_again_byte_by_byte(city: City) -> None:
    filed = city.submitted().json
    city.later(hours=1)
    assert city.applicant.get(f"/cases/{filed['number']}/receipt").json == filed["receipt"]


@pytest.mark.proves("F1.3")
def test_a_clerk_goes_on_with_a_draft_whose_code_is_shown(city: City) -> None:
    key = city.begin()
    code = city.applicant.get(f"/drafts/{key}").json["handover_code"]
    clerk = city.officer(Role.WINDOW_CLERK)
    assert clerk.get(f"/drafts/{key}").code == "draft_gone"
    assert clerk.post("/handovers", {"code": "0000000000"}).code == "draft_gone"
    assert clerk.post("/handovers", {"code": code}).json["key"] == key
    saved = clerk.patch(f"/drafts/{key}/answers", {"answers": {"floor_area": 60}}, seen="*")
    assert saved.json["version"] == 2
    assert city.applicant.post("/handovers", {"code": code}).code == "not_allowed"


def test_a_place_that_nobody_knows_is_told(city: City) -> None:
    answer = city.applicant.post("/drafts", {"item": "food-business-new", "region": "799918009"})
    assert answer.fields == {"region": "unknown"}


def test_whoever_has_no_real_name_begins_nothing(db: None, clock: Clock) -> None:
    account = open_citizen_account(phone=phone(), way=Way.PHONE_CODE, channel=Channel.PORTAL, now=clock.now)
    newcomer = caller_of(account, clock.now)
    answer = newcomer.post("/drafts", {"item": "food-business-new", "region": "511102"})
    assert (answer.status, answer.code) == (403, "real_name_needed")
