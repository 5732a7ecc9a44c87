"""A stranger is not told that a thing exists; a right is asked for at the door and again row by row."""

import base64
import json

import pytest
from django.core.cache import cache
from django.test import Client

from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.kernel.privacy.models import Look
from leyiban.people.models import Agency, PostHolding
from tests.api.caller import Caller, Clock, caller_of
from tests.api.city import City
from tests.cases.world import MARKET_OFFICE
from tests.people.people import proven
from tests.support.detectors import queries_do_not_grow

OF_A_CASE = ("", "/progress", "/trail", "/moves")


@pytest.mark.proves("FX.3")
def test_a_strangers_case_does_not_exist(city: City, citizen: Caller) -> None:
    number = city.submitted().json["number"]
    for part in OF_A_CASE:
        answer = citizen.get(f"/cases/{number}{part}")
        assert (answer.status, answer.code) == (404, "not_found")
    seen = city.applicant.get(f"/cases/{number}").tag
    assert citizen.post(f"/cases/{number}/moves/withdraw", seen=seen).code == "not_found"
    assert citizen.get("/cases").json["items"] == []
    paper = city.applicant.get(f"/cases/{number}").json["handed_in"][0]["id"]
    assert citizen.get(f"/cases/{number}/papers/{paper}").code == "not_found"


@pytest.mark.proves("FX.3")
def test_a_clerk_of_another_office_is_a_stranger_too(city: City) -> None:
    number = city.submitted().json["number"]
    elsewhere = (
        Agency.objects.filter(region__level="county")
        .exclude(uscc=MARKET_OFFICE)
        .exclude(region__code__startswith="511102")
    )
    office = elsewhere.filter(posts__role=Role.WINDOW_CLERK).order_by("uscc").first()
    assert office is not None
    city.world.officer(Role.WINDOW_CLERK, office.uscc)
    clerk = caller_of(city.world.staff[Role.WINDOW_CLERK, office.uscc], city.clock.now)
    for part in (*OF_A_CASE, "/checklist"):
        assert clerk.get(f"/cases/{number}{part}").code == "not_found"
    seen = city.officer(Role.WINDOW_CLERK).get(f"/cases/{number}").tag
    assert clerk.post(f"/cases/{number}/moves/accept", seen=seen).code == "not_found"
    assert clerk.get("/work").json["items"] == []


def test_a_strangers_draft_does_not_exist(city: City, citizen: Caller) -> None:
    key = city.begin()
    for answer in (
        citizen.get(f"/drafts/{key}"),
        citizen.get(f"/drafts/{key}/form"),
        citizen.patch(f"/drafts/{key}/answers", {"answers": {}}, seen="*"),
        citizen.delete(f"/drafts/{key}"),
        citizen.get("/drafts/none-such"),
    ):
        assert (answer.status, answer.code) == (404, "draft_gone")


def test_who_is_not_signed_in_is_told_to(guest: Caller) -> None:
    for path in ("/cases", "/drafts", "/me", "/me/mandates", "/work", "/licences", "/cases/LS1"):
        answer = guest.get(path)
        assert (answer.status, answer.code) == (401, "not_signed_in")


def test_an_applicant_does_no_work_of_the_office(city: City) -> None:
    number = city.submitted().json["number"]
    seen = city.applicant.get(f"/cases/{number}").tag
    assert city.applicant.get("/work").code == "not_allowed"
    assert city.applicant.post(f"/cases/{number}/moves/accept", seen=seen).code == "not_allowed"


def test_the_wrong_post_is_told_whose_move_it_is(city: City) -> None:
    number = city.submitted().json["number"]
    answer = city.move(Role.DECIDER, number, "accept")
    assert (answer.status, answer.code) == (403, "move_not_allowed")


def test_peoples_numbers_are_masked_for_the_office_and_each_look_is_written_down(city: City) -> None:
    number = city.submitted().json["number"]
    own = city.applicant.get(f"/cases/{number}").json
    seen = city.officer(Role.WINDOW_CLERK).get(f"/cases/{number}").json
    assert own["answers"] == city.answers
    hidden = {key for key, value in seen["answers"].items() if value != own["answers"][key]}
    assert {"representative_id", "contact_mobile"} <= hidden
    assert (own["query_code"] is None, seen["query_code"]) == (False, None)
    assert Look.objects.filter(subject_key=number, what="file").count() == 1


def test_a_post_that_works_over_the_api_is_in_use(city: City) -> None:
    """Or its right would end as one that nobody uses (FX.3)."""
    cache.clear()
    clerk = city.officer(Role.WINDOW_CLERK)
    account = city.world.staff[Role.WINDOW_CLERK, MARKET_OFFICE]
    assert clerk.get("/work").status == 200
    assert PostHolding.objects.get(account=account).used_on == city_date(city.clock.now)
    assert [post["used_on"] for post in clerk.get("/me").json["posts"]] == ["2026-03-09"]


def test_a_session_calls_too_with_its_mark(city: City) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(city.world.citizen)
    caller = Caller(browser=browser)
    assert caller.get("/cases").status == 200
    answer = caller.post("/drafts", {"item": "food-business-new", "region": "511102"})
    assert (answer.status, answer.code) == (403, "csrf_failed")
    mark = "a" * 32
    browser.cookies["csrftoken"] = mark
    begun = caller.post("/drafts", {"item": "food-business-new", "region": "511102"}, X_CSRFToken=mark)
    assert begun.status == 201


@pytest.mark.parametrize("path", ["/cases?limit=100", "/work?limit=100"])
def test_a_longer_list_needs_no_more_queries(city: City, path: str) -> None:
    city.submitted()
    caller = city.officer(Role.WINDOW_CLERK)
    queries_do_not_grow(lambda: caller.get(path), lambda: [city.submitted() for _ in range(2)])


def test_lists_are_told_page_by_page(city: City) -> None:
    numbers = [city.submitted().json["number"] for _ in range(3)]
    for caller, path, expected in (
        (city.applicant, "/cases", numbers[::-1]),
        (city.officer(Role.WINDOW_CLERK), "/work", numbers),
    ):
        address, seen = f"{path}?limit=2", []
        while address:
            page = caller.get(address).json
            seen += [each["number"] for each in page["items"]]
            address = page["next"]
        assert seen == expected


def test_a_mandate_is_granted_confirmed_and_ended(city: City, clock: Clock) -> None:
    operator = proven(clock.now, name="李丽", number="511129190612314529", level=3)
    helper = caller_of(operator, clock.now)
    firm = next(each for each in city.applicant.get("/me").json["parties"] if each["is_legal"])
    asked = {
        "principal": firm["key"],
        "agent_name": "李丽",
        "agent_id_number": "511129190612314529",
        "capacity": "operator",
        "powers": ["fill", "submit"],
        "valid_until": "2026-06-30T15:59:59Z",
    }
    made = city.applicant.post("/me/mandates", asked).json
    assert made["state"] == "proposed"
    (held,) = helper.get("/me/mandates?side=held").json["items"]
    assert (held["key"], held["items"], held["powers"]) == (made["key"], None, ["fill", "submit"])
    assert city.applicant.post(f"/me/mandates/{made['key']}/confirmation").code == "not_your_mandate"
    assert helper.post(f"/me/mandates/{made['key']}/confirmation").json["state"] == "active"
    assert firm["key"] in [each["key"] for each in helper.get("/me").json["parties"]]
    begun = {"item": "food-business-new", "region": "511102", "applicant": firm["key"]}
    assert helper.post("/drafts", begun).status == 201
    assert city.applicant.delete(f"/me/mandates/{made['key']}").status == 204
    assert helper.post("/drafts", begun).status in (403, 404)
    (given,) = city.applicant.get("/me/mandates").json["items"]
    assert given["state"] == "revoked"


def test_nobody_grants_for_a_party_that_is_not_his(citizen: Caller, city: City) -> None:
    firm = next(each for each in city.applicant.get("/me").json["parties"] if each["is_legal"])
    asked = {
        "principal": firm["key"],
        "agent_name": "李丽",
        "agent_id_number": "511129190612314529",
        "capacity": "operator",
        "powers": ["fill"],
        "valid_until": "2026-06-30T15:59:59Z",
    }
    assert citizen.post("/me/mandates", asked).fields == {"principal": "not_a_choice"}


@pytest.mark.parametrize(
    "until", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2026-06-30", "soon", 7]
)
def test_a_term_that_no_calendar_knows_is_told(city: City, until: object) -> None:
    firm = next(each for each in city.applicant.get("/me").json["parties"] if each["is_legal"])
    asked = {
        "principal": firm["key"],
        "agent_name": "李丽",
        "agent_id_number": "511129190612314529",
        "capacity": "operator",
        "powers": ["fill"],
        "valid_until": until,
    }
    assert set(city.applicant.post("/me/mandates", asked).fields) == {"valid_until"}


def test_a_program_of_a_clerk_tries_out_no_handover_codes(city: City) -> None:
    clerk = city.officer(Role.WINDOW_CLERK)
    for tried in range(20):
        assert clerk.post("/handovers", {"code": f"{tried:010}"}).code == "draft_gone"
    assert clerk.post("/handovers", {"code": "9" * 10}).code == "tried_too_often"


def test_a_place_in_a_list_with_an_offset_of_nowhere_is_no_outage(city: City) -> None:
    """The database refuses offsets of more than sixteen hours; Python does not."""
    place = json.dumps(["2026-03-09T00:00:00+23:59"] * 2 + [1]).encode()
    after = base64.urlsafe_b64encode(place).decode().rstrip("=")
    assert city.officer(Role.WINDOW_CLERK).get(f"/work?after={after}").status == 200
