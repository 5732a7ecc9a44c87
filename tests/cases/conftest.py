"""Ground for stories of cases: an office whose clock, worker and faces go together."""

import datetime as dt
from typing import Any

import pytest

from leyiban.kernel import moments
from tests.api.caller import Clock
from tests.support.office import Office


@pytest.fixture
def office(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return Office(clock)
