"""Every item of the city travels from its first page to its decision, and what it grants lies ready."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.credentials.models import Licence
from leyiban.kernel.actors import Role
from leyiban.kernel.documents.models import Document, State
from tests.cases.world import World
from tests.config.test_privacy import RULES
from tests.support.working import Worker

ITEMS = sorted(path.stem for path in (RULES.parent / "items").glob("*.yaml"))
DAYS = {"working_day": 1, "natural_day": 1, "month": 30}
"""For comparing limits only, as the publication checks do."""


def taken_to_its_decision(world: World, item: str) -> Case:
    version = ItemVersion.objects.get(item__code=item, effective_to__isnull=True)
    case = world.submitted(item)
    if version.rulefile.instant:
        return world.decide(case)
    intake = Role.WINDOW_CLERK if version.rulefile.plan.window_may_accept else Role(case.tasks[0]["by"])
    case = world.accept(case, by=intake)
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    return world.decide(world.heard(case))


@pytest.mark.proves("M1.4", "M3.2", "F1.1")
@pytest.mark.parametrize("item", ITEMS)
def test_an_item_goes_to_its_decision(db: None, now: dt.datetime, item: str) -> None:
    case = taken_to_its_decision(World(now), item)
    assert case.state == CaseState.DECIDED
    promised, statutory = case.limits["promised"], case.limits["statutory"]
    assert statutory["amount"] * DAYS[statutory["unit"]] >= promised["amount"] * DAYS[promised["unit"]]


@pytest.mark.parametrize("item", ITEMS)
def test_the_result_may_be_asked_for_in_each_way_the_guide_names(
    db: None, now: dt.datetime, item: str
) -> None:
    world = World(now)
    draft = world.draft(item)
    for delivery in draft.item_version.rulefile.delivery:
        cases.choose_delivery(
            key=draft.key, way=delivery.way.value, version=None, actor=world.person, now=now
        )
    case = cases.submit_draft(key=draft.key, version=None, actor=world.person, now=now).matter
    assert case.delivery_way == delivery.way.value


def one_of_each_kind() -> list[str]:
    """Few items between which every kind of outcome, intake and fee occurs."""
    seen: set[tuple[str, object]] = set()
    chosen = []
    for version in ItemVersion.objects.filter(item__code__in=ITEMS).order_by("item__code"):
        rules = version.rulefile
        kinds: set[tuple[str, object]] = {
            ("result", (rules.result.kind, rules.instant)),
            ("charged", rules.fees.charged),
            ("window", rules.plan.window_may_accept),
        }
        if not kinds <= seen:
            chosen.append(version.item.code)
            seen |= kinds
    return chosen


@pytest.mark.committed
@pytest.mark.proves("M1.4")
def test_what_is_granted_is_made_sealed_and_handed_over_online(db: None, now: dt.datetime) -> None:
    """Receipt, notice, decision and licence of one item of each kind: nothing is left over or has failed."""
    world, worker, items = World(now), Worker(), one_of_each_kind()
    granted = {item: taken_to_its_decision(world, item).pk for item in items}
    worker.settle(now=now)
    cases_now = Case.objects.in_bulk(granted.values())
    assert {cases_now[pk].delivery_way for pk in granted.values()} == {"electronic"}
    states = {item: cases_now[pk].state for item, pk in granted.items()}
    assert states == dict.fromkeys(items, CaseState.DELIVERED)
    licensed = {
        case.number for case in cases_now.values() if case.item_version.rulefile.result.licence is not None
    }
    assert set(Licence.objects.values_list("case_number", flat=True)) == licensed
    assert not Document.objects.exclude(state=State.MADE).exists()


def test_the_city_has_thirty_items_of_ten_departments_and_six_types(db: None) -> None:
    rules = [version.rulefile for version in ItemVersion.objects.select_related("item").order_by("pk")]
    assert len(rules) >= 30
    departments = {body.agency.split("-", 1)[1] for each in rules for body in each.implementing}
    assert len(departments) >= 10
    assert len({each.item_type for each in rules}) >= 6
    assert {each.use_level for each in rules} >= {"city", "county"}
    assert {each.instant for each in rules} == {True, False}
