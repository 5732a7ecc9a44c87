"""Tries are counted per subject and window, and a full window says how long it lasts."""

import datetime as dt
from typing import Any

import pytest

from leyiban.kernel.throttles.errors import TriedTooOften
from leyiban.kernel.throttles.models import Tries
from leyiban.kernel.throttles.operations import count_try, forget_before

pytestmark = pytest.mark.usefixtures("db")

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _pace(settings: Any) -> None:
    settings.THROTTLES = {"door": (3, 600), "window": (1, 60)}


def _tries(now: dt.datetime, times: int, subject: str = "10.0.0.1") -> None:
    for _ in range(times):
        count_try(throttle="door", subject=subject, now=now)


def test_the_fourth_of_three_is_refused_until_the_window_ends(now: dt.datetime) -> None:
    start = now.replace(minute=30, second=0, microsecond=0)
    _tries(start + MINUTE, 3)
    with pytest.raises(TriedTooOften) as refused:
        _tries(start + 4 * MINUTE, 1)
    assert refused.value.facts == {"seconds": 360, "minutes": 6, "until": "09:40"}
    _tries(start + 10 * MINUTE, 3)


def test_subjects_and_throttles_are_counted_apart(now: dt.datetime) -> None:
    _tries(now, 3)
    _tries(now, 3, subject="10.0.0.2")
    count_try(throttle="window", subject="10.0.0.1", now=now)
    with pytest.raises(TriedTooOften):
        count_try(throttle="window", subject="10.0.0.1", now=now)


def test_what_is_kept_names_nobody_and_goes(now: dt.datetime) -> None:
    _tries(now, 1)
    (row,) = Tries.objects.all()
    assert b"10.0.0.1" not in row.subject
    assert forget_before(moment=now - 11 * MINUTE) == 0
    assert forget_before(moment=now + MINUTE) == 1


def test_a_throttle_that_the_operator_does_not_know_is_a_defect(now: dt.datetime) -> None:
    with pytest.raises(KeyError):
        count_try(throttle="none", subject="x", now=now)
