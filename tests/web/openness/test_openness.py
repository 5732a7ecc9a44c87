"""What anyone may check without asking."""

import datetime as dt

import pytest
from django.test import Client

from leyiban.cases import operations as cases
from leyiban.cases.queries.published import office_records
from leyiban.cases.rules.intake import Defect
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger import keyring
from tests.cases.world import World


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
    (record,) = office_records(region="5111", since=world.now - dt.timedelta(days=1))
    assert (record.filed, record.paused, record.late) == (1, 0, 0)


@pytest.mark.proves("F3.3")
def test_the_verifier_and_the_keys_are_there_for_everyone(db: None, client: Client) -> None:
    assert client.get("/open/verify.py").content.startswith(b"#!/usr/bin/env python3")
    assert client.get("/open/ledger-key.pem").content == keyring.public_pem()
    assert b"BEGIN CERTIFICATE" in client.get("/open/city-ca.pem").content


def test_the_page_speaks_english(db: None, client: Client) -> None:
    client.cookies["language"] = "en"
    assert "How offices keep their limits" in client.get("/open").content.decode()
