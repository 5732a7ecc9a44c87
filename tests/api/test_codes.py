"""Stable codes: every one that was ever given is on the register, none is used again, every state is documented (FX.6)."""

import csv

import pytest
from django.test import Client

from leyiban.api import codes
from leyiban.api.codes import code_register, code_tables
from leyiban.api.states import flows
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.states import SAVED
from tests.support.environment import REPOSITORY

REGISTER = REPOSITORY / "src/leyiban/api/code_register.csv"


@pytest.mark.proves("FX.6")
def test_every_code_is_on_the_register_once_and_none_that_ended_is_given_again() -> None:
    """A new code is a new line in code_register.csv; a code that goes keeps its line, with its last day and its names."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        lines = [(row["table"], row["code"]) for row in csv.DictReader(file)]
    assert len(set(lines)) == len(lines)
    given = {
        (table.name, code.code)
        for table in code_tables().tables
        for code in table.codes
        if code.until is None
    }
    register = code_register()
    assert given == {key for key, record in register.items() if record.until is None}
    for record in register.values():
        assert record.until is None or (record.since <= record.until and record.zh and record.en)


def test_a_code_that_ended_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = codes.CodeRecord.of({"since": "2026-11-24", "until": "2027-01-31", "zh": "旧", "en": "Old"})
    monkeypatch.setattr(codes, "code_register", lambda: {**code_register(), ("decision", "maybe"): ended})
    table = codes._table("decision", [("grant", "准予", "Grant", None)])
    assert [(code.code, code.until and code.until.isoformat()) for code in table.codes] == [
        ("grant", None),
        ("maybe", "2027-01-31"),
    ]


@pytest.mark.proves("FX.6")
def test_every_state_is_documented_with_the_moves_that_lead_from_and_to_it(client: Client, db: None) -> None:
    answer = client.get("/api/v1/states")
    case = next(flow for flow in answer.json()["flows"] if flow["kind"] == "case")
    assert {state["code"] for state in case["states"]} == {state.value for state in SAVED}
    assert {move["code"] for move in case["moves"]} == {move.name for move in CASE_FLOW.moves}
    assert next(move for move in case["moves"] if move["code"] == "submit")["sources"] == []
    tables = [{code.code for code in table.codes} for table in code_tables().tables]
    for flow in answer.json()["flows"]:  # "the names of states stand at GET /codes, too"
        assert {state["code"] for state in flow["states"]} in tables, flow["kind"]
    assert all(state["zh"] and state["en"] for flow in answer.json()["flows"] for state in flow["states"])
    assert flows().version in answer["ETag"]
    for path in ("states", "codes"):
        tag = client.get(f"/api/v1/{path}")["ETag"]
        assert client.get(f"/api/v1/{path}", headers={"if-none-match": tag}).status_code == 304
