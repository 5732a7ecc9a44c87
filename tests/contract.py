"""The published contract test: what any city that runs Leyiban promises to programs, held against a running one (FX.6).

``make contract URL=https://…`` or ``python -m tests.contract https://…`` from a copy of this repository. It only reads what
anyone may read, changes nothing, needs no token, and knows nothing of the city but its address: the description is the
city's own ``/api/v1/openapi.json``. It ends with 0 when every promise was kept, and with 1 and a line for each that was
not. ``--seconds`` bounds the time for made-up calls.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import urlencode, urlsplit

import httpx
import jsonschema_rs
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

PREFIX: Final = "/api/v1"
PATIENCE: Final = 30  # seconds for one answer
CALLS: Final = 5  # made up for each endpoint
_BUSY: Final = frozenset({429, 503})


@dataclass
class Contract:
    """A city's address, its own description, and what it did not keep."""

    url: str
    description: dict[str, Any] = field(init=False)
    broken: list[str] = field(default_factory=list)
    calls: int = 0
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=PATIENCE))

    def __post_init__(self) -> None:
        self.description = self.get("/openapi.json").json()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str, **headers: str) -> httpx.Response:
        self.calls += 1
        return self.client.get(f"{self.url}{PREFIX}{path}", headers=headers)

    def hold(self, kept: bool, promise: str) -> None:
        if not kept:
            self.broken.append(promise)

    def open_to_all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Path and operation of everything that anyone may read."""
        for path, methods in self.description["paths"].items():
            operation = methods.get("get")
            if operation and operation.get("x-right") == "anyone":
                yield path, operation


def answers_fit_their_description(contract: Contract, *, seconds: float) -> None:
    """Made-up calls, right and wrong ones: each answer is of a status, a media type and a shape that is described."""
    if not seconds:
        return
    schema = schemathesis.openapi.from_dict(contract.description)
    until = time.monotonic() + seconds
    for path, operation in contract.open_to_all():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if time.monotonic() > until:
                return
            _call(contract, schema[path]["GET"], operation, mode)


def _call(contract: Contract, endpoint: Any, operation: dict[str, Any], mode: GenerationMode) -> None:
    @settings(
        max_examples=CALLS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=endpoint.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        query = urlencode(dict(case.query or {}), doseq=True)
        path = case.formatted_path + (f"?{query}" if query else "")
        response = contract.get(path)
        if response.status_code == 404 and case.formatted_path != case.operation.path:
            return  # made-up parameters may lead to no address at all
        hold_answer(contract, operation, response, shown=path)

    try:
        one()
    except Unsatisfiable:  # there is no wrong call of an endpoint that takes nothing
        return


def hold_answer(
    contract: Contract, operation: dict[str, Any], response: httpx.Response, *, shown: str
) -> None:
    """Hold one answer against the description of its operation."""
    told = operation["responses"].get(str(response.status_code)) or operation["responses"].get("default")
    if response.status_code in _BUSY:
        contract.hold(
            "Retry-After" in response.headers, f"{shown}: {response.status_code} without Retry-After"
        )
        return
    contract.hold(response.status_code < 500, f"{shown}: {response.status_code}")
    if told is None:
        contract.hold(False, f"{shown}: {response.status_code} is not described")
        return
    if response.status_code == 304:
        return
    told = _resolved(contract, told)
    media = response.headers.get("Content-Type", "").partition(";")[0]
    content = told.get("content", {})
    contract.hold(media in content or "*/*" in content, f"{shown}: answers {media}, not {list(content)}")
    schema = content.get(media, {}).get("schema")
    if schema and media.endswith("json"):
        whole = {**schema, "components": contract.description["components"]}
        try:
            jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(response.json())
        except jsonschema_rs.ValidationError as unfit:
            contract.hold(False, f"{shown}: {unfit.message[:200]}")


def _resolved(contract: Contract, told: dict[str, Any]) -> dict[str, Any]:
    reference = told.get("$ref")
    if reference is None:
        return told
    found: Any = contract.description
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def refusals_are_problem_details(contract: Contract) -> None:
    """RFC 9457, with a code that never changes."""
    for path in ("/no-such-thing", "/items/no-such-item", "/statistics?since=never"):
        response = contract.get(path)
        media = response.headers.get("Content-Type", "")
        contract.hold(media.startswith("application/problem+json"), f"{path}: a refusal as {media}")
        body = response.json() if "json" in media else {}
        contract.hold(body.get("status") == response.status_code, f"{path}: status in the body")
        contract.hold(
            bool(body.get("code")) and bool(body.get("type")), f"{path}: a refusal without code and type"
        )


def what_has_not_changed_is_not_sent_again(contract: Contract) -> None:
    """ETag and If-None-Match."""
    for path in ("/codes", "/states", "/statistics"):
        tag = contract.get(path).headers.get("ETag", "")
        contract.hold(bool(tag), f"{path}: no ETag")
        again = contract.get(path, **{"If-None-Match": tag})
        contract.hold(again.status_code == 304 and not again.content, f"{path}: {again.status_code}, not 304")


def codes_are_stable(contract: Contract) -> None:
    """Each code is there once, in both languages; one that ended says when, and none was used again."""
    for table in contract.get("/codes").json()["tables"]:
        codes = [code["code"] for code in table["codes"]]
        contract.hold(len(set(codes)) == len(codes), f"/codes: {table['name']} has a code twice")
        for code in table["codes"]:
            named = bool(code["zh"]) and bool(code["en"])
            contract.hold(named, f"/codes: {table['name']}.{code['code']} without a name")
            until = code["until"]
            contract.hold(
                until is None or code["since"] <= until, f"/codes: {code['code']} ended before it began"
            )


def states_are_documented(contract: Contract) -> None:
    """Every state of a case is a code, and every move leads between states that are told."""
    tables = {table["name"]: table for table in contract.get("/codes").json()["tables"]}
    known = {code["code"] for code in tables["case_state"]["codes"]}
    for flow in contract.get("/states").json()["flows"]:
        states = {state["code"] for state in flow["states"]}
        contract.hold(flow["kind"] != "case" or states <= known, f"/states: {states - known} are no codes")
        for move in flow["moves"]:
            ends = {*move["sources"], *move["targets"]}
            contract.hold(ends <= states, f"/states: {flow['kind']}.{move['code']} leads to {ends - states}")


def figures_agree(contract: Contract) -> None:
    """Every figure is defined; the table says what the answer says; no number below the smallest is told."""
    defined = {figure["key"] for figure in contract.get("/statistics/figures").json()["figures"]}
    answer = contract.get("/statistics?by=item&by=month").json()
    table = contract.get("/statistics/table?by=item&by=month").content.decode().splitlines()
    contract.hold(
        len(table) == len(answer["rows"]) + 1, "/statistics: the table has other rows than the answer"
    )
    measures = {"median_days", "p90_days", "paused_days"}
    for row in (*answer["rows"], answer["total"]):
        contract.hold(set(row["figures"]) == defined, "/statistics: a figure without a definition")
        small = [
            key
            for key, count in row["figures"].items()
            if key not in measures and count is not None and 0 < count < answer["smallest"]
        ]
        contract.hold(not small, f"/statistics: small numbers are told: {small}")


PROMISES: Final[tuple[Callable[[Contract], None], ...]] = (
    refusals_are_problem_details,
    what_has_not_changed_is_not_sent_again,
    codes_are_stable,
    states_are_documented,
    figures_agree,
)


def check(url: str, *, seconds: float) -> Contract:
    """Hold every promise against the city at ``url`` (scheme and host)."""
    with Contract(url=url.rstrip("/")) as contract:
        for promise in PROMISES:
            promise(contract)
        answers_fit_their_description(contract, seconds=seconds)
        return contract


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url", help="scheme and host of the city, such as http://127.0.0.1:8000")
    parser.add_argument(
        "--seconds", type=float, default=60, help="for made-up calls; 60 if left out, 0 for none"
    )
    parser.add_argument("--json", action="store_true", help="print the result for programs")
    asked = parser.parse_args()
    if not urlsplit(asked.url).netloc:
        parser.error(f"{asked.url} is no address with scheme and host")
    contract = check(asked.url, seconds=asked.seconds)
    broken = list(dict.fromkeys(contract.broken))
    if asked.json:
        sys.stdout.write(json.dumps({"calls": contract.calls, "broken": broken}, ensure_ascii=False) + "\n")
    else:
        kept = "every promise kept" if not broken else f"{len(broken)} promises broken"
        sys.stdout.write("\n".join([f"{contract.calls} calls: {kept}", *broken]) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
