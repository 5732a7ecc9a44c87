"""The OpenAPI document, and what it says of every endpoint."""

import json
import re
from collections import Counter

import pytest
from schemathesis.specs.openapi import definitions

from leyiban.api.frame.door import asks_of
from leyiban.api.frame.shapes import Asked, Shape
from leyiban.api.v1 import api
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.rights import CLOCK_OR_SYSTEM
from leyiban.kernel.flows.clockwork import CLOCK, SYSTEM
from tests.api.caller import Caller
from tests.api.contract import document, operations
from tests.api.kept import must_be_kept

WRITES = ("POST", "PUT", "PATCH", "DELETE")
# Their answer is a secret that is never kept, or a trial that must count each time.
WITHOUT_KEY = {"prove_sign_in_code", "issue_token_for_ticket", "issue_own_token", "read_hearing_by_code"}
RIGHTS = re.compile(r"anyone|signed_in|real_name_L[0-4]|post:[a-z_|]+")


def test_the_document_is_valid_openapi_3_1() -> None:
    definitions.OPENAPI_31_VALIDATOR.validate(document())
    assert document()["openapi"].startswith("3.1")


def test_every_endpoint_asks_for_a_right() -> None:
    rights = {
        f"{' '.join(operation.methods)} {path}": asks_of(operation).right.name
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
    }
    assert len(rights) > 60
    assert {where: right for where, right in rights.items() if not RIGHTS.fullmatch(right)} == {}


def test_what_anyone_may_call_is_this_and_no_more() -> None:
    assert {op["operationId"] for _, _, op in operations() if op["x-right"] == "anyone"} == {
        "act_by_code",
        "count_grants",
        "download_grants",
        "download_statistics",
        "issue_token_for_ticket",
        "item_guide",
        "item_schema",
        "list_codes",
        "list_corrections",
        "list_figures",
        "list_grant_columns",
        "list_grants",
        "list_green_classes",
        "list_green_grants",
        "list_items",
        "list_outlets",
        "list_public_hearings",
        "list_regions",
        "list_samples",
        "list_states",
        "list_themes",
        "precheck_item",
        "prove_sign_in_code",
        "read_grant",
        "read_hearing_by_code",
        "read_ledger_head",
        "read_ledger_key",
        "read_list",
        "read_list_changes",
        "read_progress_by_code",
        "test_green",
        "read_region",
        "read_sample",
        "read_sample_record",
        "read_statistics",
        "read_theme",
        "search_items",
        "send_sign_in_code",
        "verify_licence",
    }


@pytest.mark.parametrize(("method", "path", "operation"), operations())
def test_every_endpoint_that_writes_takes_a_key(method: str, path: str, operation: dict) -> None:
    takes_key = {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"]
    assert takes_key == (method in WRITES and operation["operationId"] not in WITHOUT_KEY)


def test_every_human_move_of_the_flow_has_an_endpoint() -> None:
    moves = {move.name for move in CASE_FLOW.moves if move.right not in (CLOCK, SYSTEM, CLOCK_OR_SYSTEM)}
    endpoints = {path.rpartition("/")[2] for _, path, _ in operations() if "/moves/" in path}
    made_elsewhere = {"submit", "supplement", "decide_on_spot"}
    assert endpoints == moves - made_elsewhere


def test_names_of_operations_and_shapes_are_used_once() -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations())
    assert [name for name, count in names.items() if count > 1] == []
    shapes = Counter(shape.__name__ for shape in _below(Shape) | _below(Asked))
    assert [name for name, count in shapes.items() if count > 1] == []


def test_the_kept_document_is_the_one_that_is_served(guest: Caller) -> None:
    """FX.6: whoever builds on the API sees each change of it in the history of one file."""
    served = json.loads(guest.browser.get("/api/v1/openapi.json").content)
    must_be_kept("openapi.json", json.dumps(served, ensure_ascii=False, indent=1) + "\n")


def test_the_document_is_answered_once(guest: Caller) -> None:
    first = guest.browser.get("/api/v1/openapi.json")
    again = guest.browser.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def _below(kind: type) -> set[type]:
    return {*kind.__subclasses__(), *(inner for each in kind.__subclasses__() for inner in _below(each))}
