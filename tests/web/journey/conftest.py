"""Ground for the applicant's way through the pages: a clock to turn, a browser, an office that answers."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from leyiban.kernel import moments
from tests.web.journey.traveller import Clock, Traveller


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> Clock:
    """The time that the edge reads; a test moves it."""
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return clock


@pytest.fixture
def traveller(db: None, clock: Clock) -> Traveller:
    """A legal representative at his phone, signed in, and the office of his county."""
    return Traveller(clock)


@pytest.fixture
def guest(db: None, clock: Clock) -> Client:
    """A browser of somebody who is not signed in."""
    return Client()
