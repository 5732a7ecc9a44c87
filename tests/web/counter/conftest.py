"""Ground for the counter: a clock to turn, a window, somebody before it."""

from typing import Any

import pytest

from leyiban.kernel.actors import Role
from tests.web.counter.window import Window
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


@pytest.fixture
def window(hall: Hall) -> Window:
    """A clerk at the comprehensive window of the market office."""
    desk = hall.desk(Role.WINDOW_CLERK)
    return Window(hall, desk)
