"""退件重报 (R24): what is sent back and filed again is one matter, found by the platform and shown with its whole time."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.figures.counting import counted
from leyiban.cases.models import Case
from leyiban.cases.queries.refilings import refiling_of
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from leyiban.supervision.models import Card
from tests.cases.world import World
from tests.support.office import Office


def withdraw(world: World, case: Case) -> None:
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)


def figures(case: Case) -> dict[str, int]:
    found = counted(trail("case", case.number))
    assert found is not None
    (month,) = found.tally.values()
    return month


@pytest.mark.proves("F5.1", "M5.2")
def test_filings_of_one_matter_are_counted_together(db: None, now: dt.datetime) -> None:
    """M5.2: finish strictly within the promised time limit."""
    world = World(now)
    first = world.submitted()
    assert refiling_of(first) is None
    world.later(days=2)
    withdraw(world, first)
    second = world.submitted()
    world.later(days=1)
    withdraw(world, second)
    world.later(days=3)
    third = world.submitted()

    found = refiling_of(third)
    assert found is not None
    assert (found.times, found.first, found.first_received_at) == (3, first.number, first.received_at)
    assert found.used is not None and found.used >= 2
    own = world.accept(third)
    promised = own.clock_events.get(clock="promised", kind="start")
    assert found.promised_by is not None and found.promised_by < promised.happened_at.date() + dt.timedelta(
        days=60
    )
    assert figures(third)["refiled"] == 1
    assert "refiled" not in figures(first)
    assert (figures(first)["withdrawn"], figures(first)["withdrawn_near_limit"]) == (1, 1), (
        "nobody had answered"
    )


@pytest.mark.proves("F5.1")
def test_what_was_decided_was_brought_to_its_end(db: None, now: dt.datetime) -> None:
    world = World(now)
    world.decided()
    world.later(days=1)
    assert world.submitted().linked_to is None


@pytest.mark.committed
@pytest.mark.proves("F5.1", "F5.4")
def test_everybody_sees_it_and_a_leader_must_look(office: Office) -> None:
    office.settle_without_papers()
    world = office.world
    first = world.submitted()
    withdraw(world, first)
    second = world.submitted()
    office.settle_without_papers()

    card = Card.objects.get(about_number=second.number)
    assert (card.reason, card.state) == ("refiled", "open")
    desk = office.desk(Role.WINDOW_CLERK)
    assert "第2次申请" in desk.get(f"/workbench/cases/{second.number}").content.decode()
    assert "重报" in desk.get("/workbench").content.decode()
    shape = office.caller(Role.WINDOW_CLERK).get(f"/cases/{second.number}").json
    assert (shape["refiling"]["times"], shape["refiling"]["first"]) == (2, first.number)
