"""What anyone may check without asking."""

import datetime as dt

import pytest
from django.test import Client

from leyiban.cases import operations as cases
from leyiban.cases.figures.reading import months_back
from leyiban.cases.models import MonthFigures
from leyiban.cases.rules.intake import Defect
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger import keyring
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency
from tests.cases.world import World
from tests.web.test_portal import compact


@pytest.mark.proves("F1.5", "F5.1")
def test_a_second_request_is_on_the_public_page(db: None, client: Client) -> None:
    world = World(dt.datetime.now(dt.UTC))
    case = world.supplement(world.ask_correction(world.submitted(), "form.floor_area"), floor_area=61)
    world.do(
        cases.request_again,
        case,
        Role.DECIDER,
        defects=[Defect("form.staff_count", "漏看了", "请补")],
        reason="首次漏看",
    )
    page = client.get("/open").content.decode()
    assert case.number in page
    assert "嘉州小馆" not in page


@pytest.mark.proves("F5.1")
def test_everyone_sees_how_an_office_keeps_its_limits(db: None, client: Client) -> None:
    """F5.1: total pause share per office published; small numbers withheld as in the open statistics."""
    today = city_date(dt.datetime.now(dt.UTC))
    cell = {"county": "511102", "agency": Agency.objects.get(name="乐山市市场监督管理局").uscc}
    for months, received, paused in ((0, 8, 4), (1, 2, 2), (4, 90, 0)):
        MonthFigures.objects.create(
            month=months_back(today, months),
            item=f"food-{months}",
            counts={"received": received, "paused": paused, "overdue": 1, "days.3": received},
            position=1,
            **cell,
        )
    row = compact(client.get("/open")).split("乐山市市场监督管理局")[1]
    assert row.startswith("8不显示4(50%)"), (
        "eight of this month; two are too few; what is older is not counted"
    )


@pytest.mark.proves("F3.3")
def test_the_verifier_and_the_keys_are_there_for_everyone(db: None, client: Client) -> None:
    assert client.get("/open/verify.py").content.startswith(b"#!/usr/bin/env python3")
    assert client.get("/open/ledger-key.pem").content == keyring.public_pem()
    assert b"BEGIN CERTIFICATE" in client.get("/open/city-ca.pem").content


def test_the_page_speaks_english(db: None, client: Client) -> None:
    client.cookies["language"] = "en"
    assert "How offices keep their limits" in client.get("/open").content.decode()
