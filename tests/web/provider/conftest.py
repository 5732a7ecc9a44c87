"""Ground for the tests of our provider: people who sign in by a text message, and one registered county system."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from leyiban.kernel.actors import system_actor
from leyiban.people.operations import register_system
from leyiban.people.rules.systems import SystemDescription
from tests.people.conftest import Carrier
from tests.people.people import proven
from tests.web.provider.county import DESCRIPTION, County
from tests.web.signin.conftest import Clock, _rules, carrier, client, clock, office
from tests.web.signin.doors import by_phone

__all__ = ["_rules", "carrier", "client", "clock", "office"]

PHONE = "13900000041"
NUMBER = "511102190508201030"


def description(**changes: Any) -> SystemDescription:
    told = {**DESCRIPTION, **changes}
    return SystemDescription(
        **{**told, "redirects": tuple(told["redirects"]), "scopes": tuple(told["scopes"])}
    )


@pytest.fixture
def secret(_rules: None, now: dt.datetime) -> str:
    given = register_system(told=description(), actor=system_actor(), now=now)
    assert given is not None
    return given


@pytest.fixture
def county(secret: str) -> County:
    return County(issuer=django_settings.PUBLIC_URL, secret=secret)


@pytest.fixture
def person(client: Client, carrier: Carrier, clock: Clock) -> Client:
    """李国强, proven at level 2, signed in by a text message."""
    proven(clock.moment, name="李国强", number=NUMBER, phone_number=PHONE)
    by_phone(client, carrier, PHONE)
    return client
