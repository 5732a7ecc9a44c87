"""开始办: for whom, where, and what was begun before."""

import pytest
from django.test import Client

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Draft
from leyiban.kernel.actors import Channel, Role
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import open_citizen_account
from tests.people.people import acting, party_of, phone, proven
from tests.web.journey.city import publish
from tests.web.journey.traveller import Clock, Page, Traveller, signed_in

START = "/items/food-business-new/start"


def test_a_guest_signs_in_first_and_comes_back(guest: Client) -> None:
    page = Page(guest.get(START)).must(302)

    assert page.leads_to.startswith("/sign-in?next=")
    assert "start" in page.leads_to


def test_who_is_not_known_by_name_is_sent_to_be_identified(guest: Client, clock: Clock) -> None:
    account = open_citizen_account(phone=phone(), way=Way.PHONE_CODE, channel=Channel.PORTAL, now=clock.now)

    page = Page(signed_in(account).get(START)).must(303)

    assert page.leads_to.startswith("/me/identity?next=")


def test_staff_file_at_the_counter_and_not_here(traveller: Traveller) -> None:
    traveller.world.officer(Role.WINDOW_CLERK)
    (clerk,) = traveller.world.staff.values()

    Page(signed_in(clerk).get(START)).must(403)


def test_the_choice_for_whom_is_asked_and_kept(traveller: Traveller) -> None:
    page = traveller.get(START)
    assert "您这次为谁办" in page.text
    assert "我自己(张伟)" in page.text
    assert "嘉州小馆" in page.text

    begun = traveller.post(START, {"party": traveller.world.applicant.pseudonym}).must(303)

    draft = Draft.objects.get()
    assert draft.applicant == traveller.world.applicant
    assert draft.operator == party_of(traveller.world.citizen)
    assert begun.leads_to == f"/drafts/{draft.key}/form/situations"
    assert "嘉州小馆" in traveller.get("/me").text


def test_nobody_begins_for_a_party_that_is_not_his(traveller: Traveller) -> None:
    stranger = party_of(proven(traveller.clock.now, name="李丽"))

    page = traveller.post(START, {"party": stranger.pseudonym}).must(422)

    assert "请选为谁办" in page.text
    assert not Draft.objects.exists()


@pytest.mark.proves("F1.3")
def test_a_draft_is_offered_before_a_new_one(traveller: Traveller) -> None:
    """F1.3: existing draft offered before a new one."""
    draft = traveller.begin()

    assert "接着填" in traveller.get(START).text
    assert f"/drafts/{draft.key}" in traveller.get(START).links()
    assert f"/drafts/{draft.key}" in traveller.get("/items/food-business-new").links()
    again = traveller.post(START, {"party": traveller.world.applicant.pseudonym}).must(303)
    assert again.leads_to == f"/drafts/{draft.key}"
    assert Draft.objects.count() == 1


def test_an_item_without_a_place_in_its_form_asks_in_which_county(traveller: Traveller) -> None:
    publish(
        traveller.clock.now,
        ("competence:\n", "# competence:\n"),
        ("  region_field: business_region\n", ""),
        (
            "  explain: {zh: 店开在哪个县（市、区），就由哪里办。, en: The county where the shop is handles it.}\n",
            "",
        ),
    )
    page = traveller.get(START, region="511111")
    assert "在哪里办" in page.text
    assert '<option value="511111" selected>' in page.html
    party = traveller.world.applicant.pseudonym

    assert "请选在哪里办" in traveller.post(START, {"party": party}).must(422).text
    assert "请选在哪里办" in traveller.post(START, {"party": party, "region": "110000"}).must(422).text
    traveller.post(START, {"party": party, "region": "511111"}).must(303)

    assert Draft.objects.get().region == "511111"


def test_an_item_for_persons_is_not_offered_to_firms(traveller: Traveller) -> None:
    page = traveller.get("/items/elder-allowance/start")

    assert "嘉州小馆" not in page.text
    assert "我自己(张伟)" in page.text


def test_a_draft_is_nobody_elses(traveller: Traveller) -> None:
    draft = traveller.begin()
    stranger = signed_in(proven(traveller.clock.now, name="李丽"))

    for path in ("", "/form/situations", "/papers", "/check", "/discard", "/wrong/operator.name"):
        assert stranger.get(f"/drafts/{draft.key}{path}").status_code == 404, path
    for path in ("/form/situations", "/papers", "/check"):
        assert stranger.post(f"/drafts/{draft.key}{path}", {"version": "1"}).status_code == 404, path
    stranger.post(f"/drafts/{draft.key}/discard")
    assert Draft.objects.filter(key=draft.key).exists()


@pytest.mark.proves("F1.3")
def test_the_overview_shows_how_to_go_on_elsewhere(traveller: Traveller) -> None:
    """F1.3: one draft moves phone → kiosk → window; resume on another device by link."""
    draft = traveller.begin()

    page = traveller.get(f"/drafts/{draft.key}").must(200)

    code = draft.handover_code
    assert f"{code[:5]}{code[5:]}" in page.text
    assert f"/drafts/{draft.key}" in "".join(page.links())
    assert "<svg" in page.html
    another_device = signed_in(traveller.world.citizen)
    assert another_device.get(f"/drafts/{draft.key}").status_code == 200


def test_a_draft_is_thrown_away_after_one_question(traveller: Traveller) -> None:
    draft = traveller.begin()
    assert "要扔掉这份草稿吗" in traveller.get(f"/drafts/{draft.key}/discard").text

    traveller.post(f"/drafts/{draft.key}/discard").must(303)
    traveller.post(f"/drafts/{draft.key}/discard").must(303)

    assert not Draft.objects.exists()
    assert "这份草稿已交上去或已删除" in traveller.get(f"/drafts/{draft.key}").must(404).text


def test_an_operator_needs_an_authority_for_the_item(traveller: Traveller) -> None:
    """Whoever has none is not offered the firm at all."""
    friend = proven(traveller.clock.now, name="李丽")
    assert acting(friend, traveller.clock.now).parties == frozenset({party_of(friend).pk})

    assert "嘉州小馆" not in Page(signed_in(friend).get(START)).text


@pytest.mark.proves("F1.2")
def test_answers_of_the_precheck_are_filled_in_and_never_written_over(traveller: Traveller) -> None:
    start = f"{START}?business_kind=canteen&vending=no_machine&applicant_acts=nobody&region=511102"
    applicant = {"party": traveller.world.applicant.pseudonym}

    traveller.post(start, applicant).must(303)

    draft = Draft.objects.get()
    assert read_answers(draft.answers) == {"business_kind": "canteen", "vending": "no_machine"}

    traveller.post(start.replace("canteen", "catering").replace("nobody", "in_person"), applicant).must(303)

    draft.refresh_from_db()
    kept = read_answers(draft.answers)
    assert kept == {"business_kind": "canteen", "vending": "no_machine", "applicant_acts": "in_person"}
