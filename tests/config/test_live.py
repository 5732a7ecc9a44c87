"""A whole city as processes: the same commands that production uses."""

import json

import httpx
import pytest

from leyiban.cli.exits import Exit
from tests.contract import Contract, check, hold_answer
from tests.support.live import LiveCity
from tests.support.waiting import until

pytestmark = pytest.mark.slow


def test_a_living_city_is_well(live_city: LiveCity) -> None:
    assert httpx.get(f"{live_city.url}/-/ready").text == "ready\n"
    report = json.loads(live_city.leyiban("doctor", "--json", check=False).stdout)
    failing = [answer for answer in report["checks"] if answer["level"] == "fail"]
    assert not failing


@pytest.mark.proves("FX.6")
def test_a_living_city_keeps_the_published_contract(live_city: LiveCity) -> None:
    """The contract test of docs/api.md, without its made-up calls: those are made in tests/api/test_fuzz.py."""
    contract = check(live_city.url, seconds=0)
    assert contract.broken == []
    assert contract.calls >= 16


def test_a_broken_promise_is_told(live_city: LiveCity) -> None:
    with Contract(url=live_city.url) as contract:
        contract.description["paths"]["/codes"]["get"]["responses"]["200"]["content"] = {"text/csv": {}}
        _, operation = next(each for each in contract.open_to_all() if each[0] == "/codes")
        hold_answer(contract, operation, contract.get("/codes"), shown="/codes")
    assert contract.broken == ["/codes: answers application/json, not ['text/csv']"]


def test_killed_programs_come_back(own_city: LiveCity) -> None:
    for child in (own_city.worker, own_city.web):
        child.kill()
        assert not child.is_running()
    told = own_city.leyiban("doctor", "--json", check=False)
    assert told.returncode in (Exit.DONE, Exit.NO), "the doctor answers whatever is dead"
    for child in (own_city.worker, own_city.web):
        own_city.restart(child)
    assert httpx.get(f"{own_city.url}/-/ready").is_success
    until(lambda: own_city.leyiban("doctor", check=False).returncode == Exit.DONE, patience=60, what="health")
