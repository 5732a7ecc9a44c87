"""A check on site and a decision on the spot, as they are made at the desk and at the window."""

import pytest

from leyiban.cases.models import Case, SiteCheck
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import CITY_TIME, city_date
from tests.cases.world import FOOD
from tests.support.specimen import specimen
from tests.web.workbench.hall import Hall


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.mark.proves("M5.2")
def test_two_write_and_sign_a_record(hall: Hall) -> None:
    """R6: named, with time, place and findings, each signing with his own account."""
    case = hall.world.opinion(hall.under_review(), Role.REVIEWER)
    reviewer, checker = hall.desk(Role.REVIEWER), hall.desk(Role.CHECKER)
    here = city_date(hall.clock.now).isoformat()
    typed = {
        "site__officers": [reviewer.account.pseudonym],
        "site__day": here,
        "site__time": "9点",
        "site__place": "嘉定中路88号1楼",
        "site__findings": "生熟分开,消毒柜能用。",
        "site__conclusion": "agree",
        "point__record_site_check__layout_as_drawn": "yes",
        "point__record_site_check__raw_apart": "yes",
    }

    wrong = reviewer.move(case, "record_site_check", **typed).must(422)
    assert "请写哪天几点" in wrong.text
    assert "生熟分开,消毒柜能用。" in wrong.text, "nothing is typed twice"
    hall.later(minutes=90)
    at = hall.clock.now.astimezone(CITY_TIME).strftime("%H:%M")
    typed["site__time"] = at
    alone = reviewer.move(case, "record_site_check", **typed).must(422)
    assert "现场核查至少要2名工作人员" in alone.text
    typed["site__officers"] = [reviewer.account.pseudonym, checker.account.pseudonym]
    reviewer.move(case, "record_site_check", **typed).must(303)

    assert case.number in checker.get("/workbench").html, "it waits for his signature"
    page = checker.open(case)
    assert "生熟分开,消毒柜能用。" in page.text
    assert "还没签字" in page.text
    checker.send(case, "sign_site_check", page).must(303)

    assert now_of(case).task == "check"
    assert SiteCheck.objects.get(case=case).officers.filter(signed_at__isnull=False).count() == 2
    assert "现场核查笔录签齐" in checker.open(case).text


@pytest.mark.proves("M5.2", "M4.2")
def test_a_chief_representative_at_the_window_decides_at_once(hall: Hall) -> None:
    """R6, ALL art. 34: taken in, taken up and decided in one step, on one paper."""
    world = hall.world
    rules = ItemVersion.objects.in_use(city_date(world.now)).get(item__code=FOOD).rulefile
    answers = {**specimen(rules, today=city_date(world.now)), "business_kind": "food_sales"}
    answers.pop("central_kitchen", None)
    case = world.submitted(FOOD, answers)
    chief = hall.desk(Role.WINDOW_CLERK)
    assert "当场决定,一张文书办完" not in chief.open(case).text, "a clerk alone decides nothing"
    hall.also(chief, Role.DECIDER)
    points = {point.key for task in rules.plan.tasks if task.key != "site" for point in task.points}

    page = chief.open(case)
    assert "受理、审查、决定一次办完" in page.text
    chief.send(
        case,
        "decide_on_spot",
        page,
        decide_on_spot__decision="grant",
        decide_on_spot__reasons="材料齐全,符合食品安全法第三十三条。",
        **{f"point.decide_on_spot.{key}": "yes" for key in points},
    ).must(303)

    assert now_of(case).state == CaseState.DECIDED
