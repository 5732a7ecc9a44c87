"""Ground for tests of people: an office, and a carrier that keeps the codes it was given."""

from collections.abc import Iterator
from typing import Any

import pytest

from leyiban.people import ports
from tests.people.people import Office


class Carrier:
    """The codes that were sent, newest last, and whether sending works."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.down = False

    def __call__(self, *, phone: str, code: str, minutes: int, now: object) -> None:
        if self.down:
            raise ports.CodeNotSent
        self.sent.append((phone, code))

    @property
    def code(self) -> str:
        return self.sent[-1][1]


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Carrier:
    carrier = Carrier()
    monkeypatch.setattr(ports, "_code_sender", carrier)
    return carrier


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    yield Office.open()


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    """Slow hashes protect real passwords; here they only cost time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
