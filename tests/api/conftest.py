"""Ground for tests of the API: a clock at the edge, a guest, and a citizen with a token."""

import datetime as dt
from typing import Any

import pytest

from leyiban.kernel import moments
from tests.api.caller import Caller, Clock, caller_of
from tests.api.city import City
from tests.people.people import proven


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    """Slow hashes protect real passwords; here they only cost time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> Clock:
    """The time that the edge reads; a test moves it."""
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return clock


@pytest.fixture
def guest(db: None, clock: Clock) -> Caller:
    """Somebody who is not signed in."""
    return Caller()


@pytest.fixture
def citizen(db: None, clock: Clock) -> Caller:
    """A program of somebody whose real name is proven."""
    return caller_of(proven(clock.now), clock.now)


@pytest.fixture
def city(db: None, clock: Clock) -> City:
    """An applicant and an office, each with programs of their own."""
    return City(clock)
