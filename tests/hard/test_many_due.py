"""Many limits end in the same minute: every clock move is made once and in its order, though a worker dies among them.

``make scale`` does the same with ten thousand moves, the worker of production and people who are served meanwhile.
"""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from bench.multiplying import Multiplier
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows import due
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.moments import city_date
from tests.cases.world import World
from tests.hard.soundness import bodies_of, check_whole
from tests.hard.threads import at_once
from tests.support import database

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

MANY = 60  # cases, each with five moves that are due


def test_each_is_made_once_and_in_order_though_a_worker_dies(
    database_server: database.Server, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    case = World(now).submitted()
    with database_server.cluster.superuser(connection.settings_dict["NAME"]) as admin:
        Multiplier(admin, day=city_date(now)).cases(case.pk, MANY - 1)
    end = OpenMatter.objects.get(key=case.pk).red_at
    assert end is not None
    minute_later = end + dt.timedelta(minutes=1)

    with monkeypatch.context() as deadly, pytest.raises(KeyboardInterrupt):
        deadly.setattr(due, "take", _dying(due.take, after=MANY // 2))
        run_due(now=minute_later)
    assert Case.objects.filter(state=CaseState.UNDER_REVIEW).count() == MANY // 2, (
        "who was in hand is as before"
    )
    check_whole([case])

    at_once(lambda: run_due(now=minute_later), lambda: run_due(now=minute_later))
    assert run_due(now=minute_later) == 0
    trails = Counter(
        tuple((body["kind"], body["happened_at"]) for body in bodies_of(each)) for each in Case.objects.all()
    )
    ((trail, count),) = trails.items()
    assert count == MANY
    # Its first answer missed, the check's light, accepted by silence, and then the lights of what has run since.
    assert [kind for kind, _ in trail[:4]] == [
        "case.submitted/1",
        *["case.light_changed/1"] * 2,
        "case.accepted/1",
    ]
    assert len(trail) == 6, trail


def _dying(take: Any, *, after: int) -> Any:
    """``take``, which does its work and then dies with it the time after ``after``."""
    taken = 0

    def mortal(*arguments: Any, **options: Any) -> Any:
        nonlocal taken
        result = take(*arguments, **options)
        taken += 1
        if taken > after:
            raise KeyboardInterrupt
        return result

    return mortal
