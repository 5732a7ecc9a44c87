"""Ground for sign-in through the pages: rules, a carrier, a clock to turn, the sandbox as province."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from leyiban.kernel import moments
from leyiban.kernel.actors import system_actor
from leyiban.kernel.outbound.targets import Target
from leyiban.people import ports
from leyiban.people.operations import load_people_rules
from tests.people.conftest import Carrier
from tests.people.people import Office
from tests.support.street import API_KEY, Street, _session_street, street

__all__ = ["_session_street", "street"]


class Clock:
    """The clock at the edge, turned by hand."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += dt.timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> Clock:
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", clock)
    return clock


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Carrier:
    carrier = Carrier()
    monkeypatch.setattr(ports, "_code_sender", carrier)
    return carrier


@pytest.fixture(autouse=True)
def _rules(db: None, now: dt.datetime, clock: Clock, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_people_rules(actor=system_actor(), now=now)


@pytest.fixture
def office(_rules: None) -> Office:
    return Office.open()


@pytest.fixture
def client() -> Client:
    """A browser that checks CSRF tokens like a real one would have to send them."""
    return Client()


@pytest.fixture
def province(street: Street, settings: Any) -> Street:
    """The sandbox as identity provider, identity service and register."""
    settings.IDENTITY_PROVIDER_URL = f"{street.url}/oidc"
    settings.OUTBOUND = {**settings.OUTBOUND, "identity": Target(f"{street.url}/identity", API_KEY)}
    return street
