"""A whole city as processes: the same commands that production uses."""

import json

import httpx
import pytest

from leyiban.cli.exits import Exit
from tests.support.live import LiveCity
from tests.support.waiting import until

pytestmark = pytest.mark.slow


def test_a_living_city_is_well(live_city: LiveCity) -> None:
    assert httpx.get(f"{live_city.url}/-/ready").text == "ready\n"
    report = json.loads(live_city.leyiban("doctor", "--json", check=False).stdout)
    failing = [answer for answer in report["checks"] if answer["level"] == "fail"]
    assert not failing


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
