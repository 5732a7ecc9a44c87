"""F4.2: what a class of the green channel costs everyone else, worked out from real cases."""

import datetime as dt
import json
import time as wall

import click
import pytest
from click.testing import CliRunner

from leyiban.cases.queries import month_of
from leyiban.cases.rules.green_trial import Month, Sample, Trial, cost_of
from leyiban.cli.green import simulate
from leyiban.kernel.actors import Role
from leyiban.kernel.calendar.days import CalendarLayer, OfficeHours
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.calendar.worktime import WorkTime
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.docket.simulating import Job
from leyiban.people.models import Agency
from tests.cases.test_green import granted
from tests.cases.world import MARKET_OFFICE, World

BOUND = Bound(at_most=3, percent=40)
_CALENDAR = WorkCalendar.of(
    [
        CalendarLayer(
            scope="CN",
            years=frozenset({2026}),
            hours=(OfficeHours(dt.date(2020, 1, 1), dt.time(9), dt.time(17)),),
        )
    ]
)
TIME = WorkTime.of(_CALENDAR, dt.date(2026, 1, 5), dt.date(2026, 12, 31))


def month(count: int, *, green: int = 0, people: int = 4) -> Month:
    """A month in which somewhat more comes than is done; every tenth case of another item."""
    samples = []
    for key in range(count):
        arrives = key * 30 * TIME.day / count
        began = TIME.moment(arrives)
        job = Job(
            key=key,
            arrives=arrives,
            takes=1,
            began_at=began,
            ends_at=TIME.moment(arrives + (5 + key % 11) * TIME.day),
            bound=BOUND if green and key % green == 0 else None,
        )
        samples.append(Sample(job, "masks" if key % 10 == 0 else "food"))
    each = people * 30 * TIME.day / count
    return Month(
        samples=samples, people=people, takes={"food": [each, each * 1.2], "masks": [each * 2]}, time=TIME
    )


def trial(
    share: int, *, items: frozenset[str] = frozenset(), rebound: bool = False, at_most: int = 3
) -> Trial:
    return Trial(share=share, items=items, bound=Bound(at_most, 40), rebound=rebound, seed=7)


@pytest.mark.proves("F4.2")
@pytest.mark.parametrize("green", [0, 6])
def test_no_share_of_green_changes_nothing(green: int) -> None:
    cost = cost_of(month(200, green=green), trial(0))
    assert (cost.longer, cost.late, cost.worst, cost.sooner) == (0, 0, 0.0, 0.0)
    assert cost.most_passed <= 3


@pytest.mark.proves("F4.2")
def test_a_larger_share_costs_more_and_never_beyond_the_bound() -> None:
    few, many = (cost_of(month(400), trial(share)) for share in (5, 40))
    assert 0 < few.green < many.green
    assert few.longer > 0
    assert few.mean * few.longer < many.mean * many.longer
    assert few.sooner > 0
    assert max(few.most_passed, many.most_passed) <= 3
    assert sum(few.steps) == few.longer
    assert cost_of(month(400), trial(40)) == many, "the same seed, the same answer"
    none = cost_of(month(400), trial(40, at_most=0))
    assert (none.most_passed, none.late) == (0, 0), "a bound of nothing lets nobody pass"
    assert none.mean * none.longer < many.mean * many.longer / 4


@pytest.mark.proves("F4.2")
def test_only_the_items_of_the_class_go_first_and_another_bound_reaches_those_who_went_first() -> None:
    assert cost_of(month(400), trial(100, items=frozenset({"masks"}))).green == 40
    tighter = cost_of(month(400, green=5), trial(0, rebound=True, at_most=0))
    assert tighter.most_passed == 0
    assert tighter.sooner < 0, "those in the channel lose what the others win"


@pytest.mark.proves("F4.2")
def test_a_thousand_cases_are_worked_off_within_a_second() -> None:
    whole, began = month(1000), wall.perf_counter()
    cost_of(whole, trial(30))
    assert wall.perf_counter() - began < 1


@pytest.mark.proves("F4.2")
def test_a_real_month_of_an_office_is_read_with_its_people_history_and_grants(
    db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(now)
    office = Agency.objects.select_related("region").get(uscc=MARKET_OFFICE)
    assert month_of(office, now=world.now) is None
    granted(world, world.submitted())
    under_way = [world.accept(world.submitted()) for _ in range(2)]
    world.later(days=1)
    for case in under_way:
        for task in case.tasks[:-1]:
            case = world.opinion(case, Role(task["by"]))
        world.decide(case)
        world.later(hours=2)
    last = world.accept(world.submitted())
    world.later(days=2)
    found = month_of(office, now=world.now)
    assert found is not None
    assert (len(found.samples), found.people) == (3, 1), "what is not taken up yet stands in no line"
    first, second = found.takes["food-business-new"]
    assert first > second == 120, "the second began when its officer had done the first"
    (open_one,) = (each for each in found.samples if each.job.key == last.pk)
    assert open_one.job.ends_at is not None
    assert cost_of(found, trial(0)).longer == 0

    monkeypatch.setattr("leyiban.cli.green.now", lambda: world.now)
    asked = ["--agency", MARKET_OFFICE, "--share", "100"]
    told = CliRunner().invoke(simulate, asked, standalone_mode=False, catch_exceptions=False)
    assert (told.return_value, told.output.splitlines()[0]) == (0, "3件走绿色通道,0件普通件。")
    told = CliRunner().invoke(simulate, [*asked, "--json"], standalone_mode=False, catch_exceptions=False)
    assert (json.loads(told.output)["green"], json.loads(told.output)["people"]) == (3, 1)


@pytest.mark.proves("F4.2")
def test_the_command_says_what_is_not_there(db: None) -> None:
    for given, wrong in (
        (["--agency", "nobody", "--share", "1"], click.UsageError),
        (["--agency", MARKET_OFFICE, "--share", "1", "--class", "golf"], click.UsageError),
        (["--agency", MARKET_OFFICE, "--share", "1"], click.ClickException),
    ):
        with pytest.raises(wrong):
            CliRunner().invoke(simulate, given, standalone_mode=False, catch_exceptions=False)
