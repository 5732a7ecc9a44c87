"""The same call twice is done once; a version that has moved on changes nothing; what is unchanged is not sent."""

import pytest

from leyiban.cases.models import Case, Draft, DraftPaper
from leyiban.kernel.actors import Role
from leyiban.kernel.idempotency.models import Done
from leyiban.kernel.ledger.models import Entry
from tests.api.city import PDF, City

KEY = "b2d6e0a4-3f55-4c1e-9c1f-5f0a4a6d1c11"


def test_a_submission_pressed_three_times_makes_one_case(city: City) -> None:
    draft = city.filled()
    path = f"/drafts/{draft.json['key']}/submission"
    answers = [city.applicant.post(path, seen=draft.tag, key=KEY) for _ in range(3)]
    assert {answer.status for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true", "true"]
    assert answers[0].headers["Location"] == answers[2].headers["Location"]
    assert Case.objects.count() == 1


def test_a_repetition_gets_the_first_answer_though_the_case_went_on(city: City) -> None:
    number = city.submitted().json["number"]
    clerk = city.officer(Role.WINDOW_CLERK)
    seen = clerk.get(f"/cases/{number}").tag
    first = clerk.post(f"/cases/{number}/moves/accept", seen=seen, key=KEY)
    city.conclude(Role.REVIEWER, number)
    again = clerk.post(f"/cases/{number}/moves/accept", seen=seen, key=KEY)
    assert again.content == first.content
    assert again.tag == first.tag
    assert Entry.objects.filter(kind="case.accepted", subject_key=number).count() == 1


def test_a_key_is_for_one_call_only(city: City) -> None:
    key = city.begin()
    city.applicant.patch(f"/drafts/{key}/answers", {"answers": {"floor_area": 60}}, seen="*", key=KEY)
    other = city.applicant.patch(f"/drafts/{key}/answers", {"answers": {"floor_area": 61}}, seen="*", key=KEY)
    assert (other.status, other.code) == (409, "idempotency_key_reused")
    assert city.applicant.get(f"/drafts/{key}").json["answers"] == {"floor_area": 60}


def test_the_same_fields_in_another_order_are_the_same_call(city: City) -> None:
    key = city.begin()
    path = f"/drafts/{key}/answers"
    one = city.applicant.call(
        "PATCH", path, b'{"answers":{"floor_area":60,"staff_count":4}}', seen="*", key=KEY
    )
    two = city.applicant.call(
        "PATCH", path, b'{ "answers": {"staff_count":4, "floor_area":60} }', seen="*", key=KEY
    )
    assert (two.status, two.content) == (one.status, one.content)


def test_two_people_may_use_the_same_key(city: City) -> None:
    other = City(city.clock)
    begun = {"item": "food-business-new", "region": "511102"}
    one = city.applicant.post("/drafts", begun, key=KEY).json["key"]
    two = other.applicant.post("/drafts", begun, key=KEY).json["key"]
    assert one != two
    assert Draft.objects.count() == 2


def test_a_call_that_failed_may_be_sent_again_with_its_key(city: City) -> None:
    draft = city.filled()
    path = f"/drafts/{draft.json['key']}"
    city.applicant.patch(f"{path}/answers", {"answers": {"floor_area": None}}, seen="*")
    seen = city.applicant.get(path).tag
    assert city.applicant.post(f"{path}/submission", seen=seen, key=KEY).status == 422
    city.applicant.patch(f"{path}/answers", {"answers": {"floor_area": 60}}, seen=seen)
    seen = city.applicant.get(path).tag
    assert city.applicant.post(f"{path}/submission", seen=seen, key=KEY).status == 201


def test_a_call_that_writes_needs_a_key(city: City) -> None:
    answer = city.applicant.post("/drafts", {"item": "food-business-new", "region": "511102"}, key="")
    assert (answer.status, answer.code) == (400, "idempotency_key_missing")
    answer = city.applicant.post("/drafts", {"item": "food-business-new", "region": "511102"}, key="short")
    assert (answer.status, answer.code) == (422, "idempotency_key_malformed")
    assert Draft.objects.count() == 0


def test_a_file_sent_twice_lies_in_its_slot_once(city: City) -> None:
    key = city.begin()
    slot = city.applicant.get(f"/drafts/{key}").json["materials"][0]["key"]
    path = f"/drafts/{key}/papers"
    first = city.applicant.upload(path, slot=slot, name="a.pdf", content=PDF, key=KEY)
    again = city.applicant.upload(path, slot=slot, name="a.pdf", content=PDF, key=KEY)
    other = city.applicant.upload(path, slot=slot, name="a.pdf", content=PDF + b"\n", key=KEY)
    assert (again.status, again.json) == (201, first.json)
    assert other.code == "idempotency_key_reused"
    assert DraftPaper.objects.count() == 1


def test_what_is_kept_of_calls_holds_nothing_of_people(city: City) -> None:
    receipt = city.submitted().json
    kept = " ".join(str(answer) for answer in Done.objects.values_list("answer", flat=True))
    assert receipt["number"] in kept
    for secret in (
        receipt["query_code"],
        "张伟",
        *map(str, (city.answers["uscc"], city.answers["operator_name"])),
    ):
        assert secret not in kept


def test_a_stale_version_changes_nothing(city: City) -> None:
    number = city.submitted().json["number"]
    clerk = city.officer(Role.WINDOW_CLERK)
    seen = clerk.get(f"/cases/{number}").tag
    assert city.move(Role.WINDOW_CLERK, number, "take").status == 200
    answer = clerk.post(f"/cases/{number}/moves/accept", seen=seen)
    assert (answer.status, answer.code) == (412, "stale")
    for tag in ('"none.of.ours"', "7", '"7", "8"', "*"):
        assert clerk.post(f"/cases/{number}/moves/accept", seen=tag).status == 412
    answer = clerk.post(f"/cases/{number}/moves/accept")
    assert (answer.status, answer.code) == (428, "version_missing")
    assert clerk.get(f"/cases/{number}").json["state"] == "submitted"


def test_a_draft_saved_elsewhere_is_told_and_not_overwritten(city: City) -> None:
    key = city.begin()
    seen = city.applicant.get(f"/drafts/{key}").tag
    city.applicant.patch(f"/drafts/{key}/answers", {"answers": {"floor_area": 60}}, seen=seen)
    answer = city.applicant.patch(f"/drafts/{key}/answers", {"answers": {"floor_area": 99}}, seen=seen)
    assert (answer.status, answer.code) == (412, "draft_moved")
    assert city.applicant.get(f"/drafts/{key}").json["answers"] == {"floor_area": 60}


@pytest.mark.parametrize("path", ["/cases/{number}", "/cases/{number}/progress"])
def test_an_unchanged_case_is_not_sent_again(city: City, path: str) -> None:
    number = city.submitted().json["number"]
    first = city.applicant.get(path.format(number=number))
    again = city.applicant.get(path.format(number=number), If_None_Match=f'W/{first.tag}, "other"')
    assert (again.status, again.tag, again.content) == (304, first.tag, b"")
    assert "private" in first.headers["Cache-Control"]
    assert "Authorization" in first.headers["Vary"]
    city.move(Role.WINDOW_CLERK, number, "take")
    assert city.applicant.get(path.format(number=number), If_None_Match=first.tag).status == 200
