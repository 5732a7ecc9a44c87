"""An invented city that signs its messages, and the sandbox's carrier."""

import datetime as dt
from typing import Any

import pytest

from leyiban.kernel.actors import system_actor
from leyiban.kernel.lawbook.operations import load_rules
from leyiban.kernel.lawbook.rules import Mark, RuleInForce
from leyiban.kernel.outbound.operations import dispatch_due
from leyiban.kernel.outbound.targets import Target
from leyiban.messages.operations import MatterRef
from tests.kernel.outbound.conftest import run_jobs
from tests.people.people import CITY, COUNTY
from tests.support.street import API_KEY, Street, _session_street, own_street, street

__all__ = ["MATTER", "_session_street", "later_jobs", "load_city", "own_street", "street"]

MATTER = MatterRef(kind="case", key=4711, number="LS-2026-000042", region=COUNTY, agency_id=1)
RULES = {
    "message.sign": "乐山政务",
    "message.phone": "0833-2440000",
    "message.quiet_from": "21:00",
    "message.quiet_until": "08:00",
}


def load_city(now: dt.datetime, **own: str) -> None:
    """Publish the rules of the invented city; ``own`` adds or changes some."""
    rules = [
        RuleInForce(
            key=key, value=value, region=CITY, valid_from=dt.date(2019, 1, 1), basis="test", mark=Mark.DESIGN
        )
        for key, value in {**RULES, **own}.items()
    ]
    load_rules(book="messages-test", rules=rules, actor=system_actor(), now=now)


@pytest.fixture
def city(db: None, settings: Any, street: Street, now: dt.datetime) -> None:
    settings.OUTBOUND = {"sms": Target(f"{street.url}/sms", API_KEY)}
    load_city(now)


def later_jobs(now: dt.datetime) -> int:
    """One pulse of the worker at ``now``."""
    dispatch_due(now=now)
    return run_jobs(now)
