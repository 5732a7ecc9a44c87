"""Every item of the city travels from its first page to its decision."""

import datetime as dt

import pytest

from leyiban.cases.states import CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role
from tests.cases.world import World
from tests.config.test_privacy import RULES

ITEMS = sorted(path.stem for path in (RULES.parent / "items").glob("*.yaml"))


@pytest.mark.proves("M1.4", "M3.2", "F1.1")
@pytest.mark.parametrize("item", ITEMS)
def test_an_item_goes_to_its_decision(db: None, now: dt.datetime, item: str) -> None:
    world = World(now)
    version = ItemVersion.objects.get(item__code=item, effective_to__isnull=True)
    case = world.submitted(item)
    if version.rulefile.instant:
        case = world.decide(case)
    else:
        intake = Role.WINDOW_CLERK if version.rulefile.plan.window_may_accept else Role(case.tasks[0]["by"])
        case = world.accept(case, by=intake)
        for task in case.tasks[:-1]:
            case = world.opinion(case, Role(task["by"]))
        case = world.decide(case)
    assert case.state == CaseState.DECIDED
    assert case.limits["statutory"]["amount"] >= case.limits["promised"]["amount"]


def test_the_city_has_twelve_items_of_five_agencies_and_four_types(db: None) -> None:
    rules = [version.rulefile for version in ItemVersion.objects.select_related("item").order_by("pk")]
    assert len(rules) >= 12
    assert len({body.task_code[:18] for each in rules for body in each.implementing}) >= 5
    assert len({each.item_type for each in rules}) >= 4
    assert {each.use_level for each in rules} >= {"city", "county"}
    assert {each.instant for each in rules} == {True, False}
