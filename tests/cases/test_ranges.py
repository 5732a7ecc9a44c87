"""F5.5: when it will be done is told as a range learnt from the item's own history, kept, and judged in public."""

import datetime as dt

import pytest
from django.test import Client

from leyiban.cases.models import Case, FinishRange
from leyiban.cases.operations import judge_range, tell_range
from leyiban.cases.queries.ranges import expected_of, hit_rates, worked_days
from leyiban.cases.states import RangeFrom
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role
from tests.cases.stories import HYGIENE
from tests.cases.world import FOOD, World

DAY = dt.timedelta(days=1)


def finished(world: World, count: int, item: str = FOOD) -> None:
    """So many cases, decided and then set apart: the nth took n weeks."""
    for weeks in range(1, count + 1):
        case = world.decided(item=item)
        Case.objects.filter(pk=case.pk).update(accepted_at=case.decided_at - weeks * 7 * DAY)


@pytest.mark.proves("F5.5")
def test_the_nearest_history_that_is_long_enough_is_told_kept_and_judged(
    db: None, now: dt.datetime, client: Client
) -> None:
    """F5.5: expected end as a range learnt from own history."""
    world = World(now)
    first = world.accept(world.submitted())
    told = tell_range(case_number=first.number, now=world.now)
    assert told is not None and (told.source, told.learnt_from) == (RangeFrom.PROMISE, 0)

    finished(world, 6)
    days = worked_days(Case.objects.filter(decided_at__isnull=False))
    assert days == sorted(days) and len(days) == 6
    version = first.item_version
    found = expected_of(version, agency=first.agency, region=first.region, now=world.now)
    assert found is not None
    assert (found.source, found.learnt_from, found.low, found.high) == (
        RangeFrom.ITEM_AT_OFFICE,
        6,
        days[1],
        days[4],
    )
    other = ItemVersion.objects.get(item__code=HYGIENE)
    alike = expected_of(other, agency=first.agency, region=first.region, now=world.now)
    assert alike is not None and alike.source is RangeFrom.TYPE

    case = world.accept(world.submitted())
    told = tell_range(case_number=case.number, now=world.now)
    assert told is not None and (told.low, told.high) == (found.low, found.high)
    again = tell_range(case_number=case.number, now=world.now + 90 * DAY)
    assert again == told and FinishRange.objects.count() == 2
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    case = world.decide(case)
    Case.objects.filter(pk=case.pk).update(decided_at=case.accepted_at + 14 * DAY)
    judged = judge_range(case_number=case.number)
    assert judged is not None and judged.hit is (found.low <= (judged.took or 0) <= found.high)
    since = now - DAY
    (rate,) = hit_rates(region=case.region, since=since, smallest=1)
    assert (rate.judged, rate.hits) == (1, int(judged.hit))
    assert hit_rates(region=case.region, since=since, smallest=2) == []

    guide = client.get(f"/items/{FOOD}?region=511102").content.decode()
    assert "最近6件里" in guide or "最近7件里" in guide
    assert "说得准不准" in client.get("/open").content.decode()
