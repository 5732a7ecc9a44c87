"""我的证照: what ends says from when and until when it can be renewed, and one button begins with everything filled in."""

import datetime as dt

import pytest

from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import draft_for
from leyiban.catalogue.rulefile.burden import burden
from leyiban.joins.ending_licence_is_told import remind_holders
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.messages import standard
from leyiban.messages.queries import inbox_of
from tests.api.caller import caller_of
from tests.cases.test_renewal import days_from, silence
from tests.cases.world import FOOD_AGAIN, FREIGHT_AGAIN, MARKET_OFFICE
from tests.web.journey.traveller import Traveller, signed_in

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.proves("F1.4", "F3.8")
def test_the_button_renews_and_asks_nothing_that_the_city_holds(traveller: Traveller) -> None:
    world = traveller.world
    assert "您还没有电子证照" in traveller.get("/me/licences").must(200).text
    licence = world.licence(until=days_from(world, 60))
    page = traveller.get("/me/licences").must(200)
    assert licence.number in page.text
    start = f"/items/{FOOD_AGAIN}/start?licence={licence.identifier}"
    assert start in page.html
    traveller.post(start).must(303)
    draft = Draft.objects.get(account=world.citizen)
    opened = draft_for(world.person, draft.key, now=world.now)
    missing = {problem.field for problem in opened.problems}
    assert missing == {"form.unchanged", "materials.business_licence"}, "the one question that is new"
    meter = burden(opened.rules)
    assert {each.key for each in meter.held} == {each.key for each in opened.rules.questions()} - {
        "unchanged"
    }
    form = traveller.get(f"/drafts/{draft.key}/form/shop").must(200)
    assert "您现在的证照" in form.text

    traveller.post(
        f"/drafts/{draft.key}/form/shop",
        {
            **{key: str(value) for key, value in opened.answers.items() if isinstance(value, str)},
            "business_items": opened.answers["business_items"],
            "unchanged": "yes",
            "version": form.hidden("version"),
        },
    ).must(303)
    world.put_paper(draft, "business_licence")
    traveller.submit(draft).must(303)
    case = Case.objects.get(earlier_licence=licence.identifier)
    page = traveller.get("/me/licences")
    assert "延续在办" in page.text
    assert start not in page.html
    world.officer(Role.WINDOW_CLERK)
    desk = signed_in(world.staff[Role.WINDOW_CLERK, MARKET_OFFICE])
    shown = desk.get(f"/workbench/cases/{case.number}").content.decode()
    assert licence.number in shown
    assert "到期没决定" in shown
    board = desk.get("/workbench/licences").content.decode()
    assert licence.number in board
    assert case.number in board
    assert "到那天没决定的,视为准予延续" in traveller.get(f"/cases/{case.number}").must(200).text
    silence(world, case)
    assert "视为准予延续" in traveller.get(f"/cases/{case.number}").must(200).text
    assert "视为准予延续" in desk.get(f"/workbench/cases/{case.number}").content.decode()


def test_who_is_late_reads_what_that_means(traveller: Traveller) -> None:
    world = traveller.world
    world.licence(until=days_from(world, 10))
    world.licence("road-freight", until=days_from(world, 20))
    page = traveller.get("/me/licences").must(200)
    assert "延续晚了,还能办" in page.text
    assert "请重新申请" in page.text
    assert f"/items/{FOOD_AGAIN}/start" in page.html
    assert f"/items/{FREIGHT_AGAIN}/start" not in page.html
    assert "/items/road-freight" in page.links(), "too late is no dead end"


@pytest.mark.proves("FX.3")
def test_programs_see_and_begin_the_same(traveller: Traveller) -> None:
    world = traveller.world
    licence = world.licence("road-freight", until=days_from(world, 60))
    caller = caller_of(world.citizen, world.now)
    (line,) = caller.get("/licences").json["items"]
    last_day = days_from(world, 60)
    assert line["renewal"] == {
        "item": FREIGHT_AGAIN,
        "opens": (last_day - dt.timedelta(days=90)).isoformat(),
        "until": (last_day - dt.timedelta(days=30)).isoformat(),
        "can_ask": True,
        "in_time": True,
        "late": "refused",
        "case": None,
    }
    begun = caller.post(
        "/drafts",
        {
            "item": FREIGHT_AGAIN,
            "region": "511102",
            "applicant": world.applicant.pseudonym,
            "licence": licence.identifier,
        },
    )
    draft = caller.get(f"/drafts/{begun.json['key']}").json
    assert draft["earlier_licence"] == licence.identifier
    assert not [each for each in draft["problems"] if each["field"].startswith("form.")]
    assert caller.get("/licences?ending_before=" + world.now.date().isoformat()).json["items"] == []


def test_the_holder_is_reminded_once(traveller: Traveller) -> None:
    world = traveller.world
    world.licence("road-freight", until=days_from(world, 61))
    assert remind_holders(now=world.now).startswith("0 "), "31 days before the last day to ask"
    traveller.later(days=1)
    assert remind_holders(now=world.now).startswith("1 ")
    assert remind_holders(now=world.now + dt.timedelta(days=1)).startswith("0 ")
    told = [card for card in inbox_of(actor=world.person) if card.template == standard.LICENCE_ENDING.key]
    assert len(told) == 1
    assert city_date(told[0].created_at) == city_date(world.now)
