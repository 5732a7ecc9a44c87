"""Ground for the workbench: a clock to turn, an office, cases."""

from typing import Any

import pytest

from tests.web.journey.conftest import clock
from tests.web.journey.traveller import Clock
from tests.web.workbench.hall import Hall

__all__ = ["clock"]


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def hall(db: None, clock: Clock) -> Hall:
    return Hall(clock)
