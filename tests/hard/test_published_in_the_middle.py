"""A new version of an item is published while people are in the middle of it (F9.5's floor: nobody is surprised)."""

import datetime as dt
from functools import partial

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import draft_for
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.operations import publish_version
from leyiban.catalogue.queries import loaded_lawbook
from leyiban.kernel.actors import system_actor
from leyiban.kernel.errors import InvalidInput
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.moments import city_date
from tests.cases.world import FOOD, World
from tests.catalogue.rulefiles import reading_of
from tests.hard.soundness import check_whole
from tests.hard.threads import at_once

pytestmark = pytest.mark.usefixtures("db")


def publish_stricter(now: dt.datetime) -> ItemVersion:
    """From today no business above 50 m², and one working day more."""
    reading = reading_of(
        FOOD,
        ('example: "60"', 'example: "40"'),
        ("max: 100000", "max: 50"),
        ("promised: {amount: 5,", "promised: {amount: 6,"),
    )
    city = City.objects.get(key="leshan")
    lawbook = loaded_lawbook(region=city.region.code)
    published = publish_version(city=city, reading=reading, lawbook=lawbook, actor=system_actor(), now=now)
    assert published.changed
    return published.version


@pytest.mark.proves("F1.1", "M3.2")
def test_open_cases_keep_theirs_and_drafts_move_on(now: dt.datetime) -> None:
    world = World(now)
    waiting = world.ask_correction(world.submitted(), "form.floor_area")
    first = waiting.item_version
    neighbour = World(now)
    draft = neighbour.draft()
    newest = publish_stricter(now)
    assert (first.number, newest.number) == (1, 2)

    # Filed under the first version: 61 m² are fine for this case, to its end.
    case = world.supplement(waiting, floor_area=61)
    case = world.accept(case)
    assert (case.item_version, case.state) == (first, CaseState.UNDER_REVIEW)
    assert case.limits["promised"]["amount"] == 5
    assert len(matter_clocks(CASE_FLOW, case)["promised"].counted) == 5

    # Begun under the first, submitted under the second: told field by field, and nothing typed is lost.
    with pytest.raises(InvalidInput) as refused:
        cases.submit_draft(key=draft.key, version=None, actor=neighbour.person, now=now)
    assert {problem.field for problem in refused.value.problems} == {"form.floor_area"}
    page = draft_for(neighbour.person, draft.key, now=now)
    assert page.answers["floor_area"] == 60
    cases.save_answers(
        key=draft.key, answers={"floor_area": 40}, version=None, actor=neighbour.person, now=now
    )
    moved = cases.submit_draft(key=draft.key, version=None, actor=neighbour.person, now=now).matter
    assert (moved.item_version, moved.limits["promised"]["amount"]) == (newest, 6)
    assert not Draft.objects.exists()
    assert ItemVersion.objects.in_use(city_date(now)).get(item__code=FOOD) == newest
    check_whole()


@pytest.mark.committed
@pytest.mark.proves("F1.1")
def test_a_version_that_is_published_among_submissions(now: dt.datetime) -> None:
    """Whoever presses at that instant is judged by one version, wholly: never by the answers of one and the limits of another."""
    neighbours = [World(now) for _ in range(3)]
    drafts = [neighbour.draft() for neighbour in neighbours]

    def press(at: int) -> Case:
        person = neighbours[at].person
        return cases.submit_draft(key=drafts[at].key, version=None, actor=person, now=now).matter

    submitting = [partial(press, at) for at in range(len(drafts))]
    ends = at_once(submitting[0], submitting[1], lambda: publish_stricter(now), submitting[2])

    newest = ends.pop(2)
    assert isinstance(newest, ItemVersion)
    for end in ends:
        if isinstance(end, InvalidInput):
            assert {problem.field for problem in end.problems} == {"form.floor_area"}, (
                "60 m² under the second"
            )
        else:
            assert isinstance(end, Case), end
            assert (end.item_version.number, end.limits["promised"]["amount"]) == (1, 5)
    assert Draft.objects.count() == sum(isinstance(end, InvalidInput) for end in ends), (
        "nothing typed is lost"
    )
    check_whole()
