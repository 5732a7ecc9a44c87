"""A minute of calls made up from the API's own document, right and wrong ones, by all kinds of callers.

Whatever comes in, the answer is what the document promises, and never a 500. ``API_FUZZ_SECONDS`` makes it
longer or shorter, ``API_FUZZ_SEED`` another one; a failure prints the very calls.
"""

import itertools
import json
import logging
import os
import random
import time
import traceback
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.test import Client
from django.utils.http import urlencode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from leyiban.api.frame.door import PREFIX
from leyiban.kernel.actors import Role
from leyiban.people import ports
from leyiban.people.models import Account
from tests.api.caller import Caller, caller_of
from tests.api.city import PDF, City
from tests.api.contract import check_answer, document
from tests.cases.world import MARKET_OFFICE
from tests.people.people import proven

SECONDS = float(os.environ.get("API_FUZZ_SECONDS", "60"))
SEED = int(os.environ.get("API_FUZZ_SEED", "20260309"))
EXAMPLES = 4  # of one endpoint, right or wrong, in one round
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Refusals for which nobody is at fault: they say when to come again.
LATER = {"head_not_ready", "paper_scanner_unavailable"}
OF_ITEMS, OF_REGIONS = "/items/{code}", "/regions/{code}"


@dataclass
class Town:
    """Callers of every kind, and things that exist, so that made-up calls get past the first door."""

    city: City
    chance: random.Random
    owned: list[tuple[Caller, Account]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    defects: dict[str, str] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    traceback: str = ""

    def hear(self, **_: Any) -> None:
        """Keep the traceback of a defect, for whoever reads the failure."""
        self.traceback = "".join(traceback.format_exc().splitlines(keepends=True)[-8:])

    def __post_init__(self) -> None:
        city = self.city
        self.numbers = [city.submitted().json["number"] for _ in range(3)]
        city.move(Role.WINDOW_CLERK, self.numbers[1], "accept")
        defects = [{"target": "form.floor_area", "what": "?", "how": "?"}]
        city.move(Role.WINDOW_CLERK, self.numbers[2], "notify_correction", defects=defects)
        somebody = proven(city.clock.now)
        roles = (Role.WINDOW_CLERK, Role.REVIEWER, Role.DECIDER, Role.ISSUER)
        self.owned = [
            (city.applicant, city.world.citizen),
            (caller_of(somebody, city.clock.now), somebody),
            *((city.officer(role), city.world.staff[role, MARKET_OFFICE]) for role in roles),
        ]
        self.refill()

    def refill(self) -> None:
        """Begin a new draft where the last one was thrown away, and look at what changed."""
        for caller, owner in self.owned:  # some made-up call may have ended his token
            caller.token = caller_of(owner, self.city.clock.now).token
        key = self.city.begin()
        slot = self.city.applicant.get(f"/drafts/{key}").json["materials"][0]["key"]
        put = self.city.applicant.upload(f"/drafts/{key}/papers", slot=slot, name="a.pdf", content=PDF)
        self.keys, self.papers = [key], [put.json["id"]]
        clerk = self.city.officer(Role.WINDOW_CLERK)
        for path in (f"/drafts/{key}", *(f"/cases/{number}" for number in self.numbers)):
            reader = self.city.applicant if path.startswith("/drafts") else clerk
            self.tags[path] = reader.get(path).headers.get("ETag", '"1.zh"')

    def known(self, path: str, name: str) -> Any:
        """Something that exists, for the parameter ``name`` of an address; None where there is nothing."""
        if name == "code":
            return "food-business-new" if path.startswith(OF_ITEMS) else "511102"
        if name == "key" and path.startswith("/themes"):
            return "open-restaurant"
        pool: dict[str, list[Any]] = {"number": self.numbers, "key": self.keys, "paper_id": self.papers}
        return self.chance.choice(pool[name]) if name in pool else None


def _sent(town: Town, case: Any) -> tuple[str, dict[str, str], Any]:
    """Address, headers and body of a made-up call, mostly by somebody known about something known."""
    parameters = dict(case.path_parameters or {})
    for name in parameters:
        known = town.known(case.operation.path, name)
        if known is not None and town.chance.random() < 0.7:
            parameters[name] = known
    case.path_parameters = parameters
    headers = {str(name): str(value) for name, value in (case.headers or {}).items()}
    if town.chance.random() < 0.8:
        headers.pop("Authorization", None)
        caller, _ = town.chance.choice(town.owned)
        headers["Authorization"] = f"Bearer {caller.token}"
    about = next((path for path in town.tags if case.formatted_path.startswith(path)), None)
    if about is not None and town.chance.random() < 0.6:
        headers["If-Match"] = town.tags[about]
    headers["Accept-Language"] = town.chance.choice(["zh", "en", "fr;q=0.5", "*"])
    query = urlencode(dict(case.query or {}), doseq=True)
    return PREFIX + case.formatted_path + (f"?{query}" if query else ""), headers, case.body


def _call(town: Town, case: Any) -> str:
    """Make one call and hold its answer against the document; what is wrong with it, or ""."""
    address, headers, body = _sent(town, case)
    browser = town.browser
    if case.media_type == "multipart/form-data" and isinstance(body, dict):
        data = {name: _part(value) for name, value in body.items()}
        response = browser.post(address, data, headers=headers)
    else:
        text = b"" if isinstance(body, schemathesis.core.NotSet) else json.dumps(body, default=str).encode()
        response = browser.generic(
            case.method, address, text, content_type="application/json", headers=headers
        )
    town.traceback = ""
    told = f"{case.method} {address}\n{headers}\n{body!r}\n→ {response.status_code}"
    if response.status_code < 400:
        town.served.add(case.operation.label)
    if response.streaming:
        for close in response._resource_closers:
            close()
        return ""
    told += f" {response.content[:300]!r}"
    if response.status_code >= 500 and json.loads(response.content)["code"] not in LATER:
        return f"{told}\n{town.traceback}"
    if response.status_code == 404 and address != PREFIX + case.operation.path:
        return ""  # made-up parameters may lead to no address at all
    try:
        check_answer(case.method, PREFIX + case.operation.path, response)
    except Exception as wrong:
        return f"{told}\n{wrong}"
    return ""


def _part(value: Any) -> Any:
    if isinstance(value, bytes):
        return SimpleUploadedFile("made-up.pdf", value)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _round(town: Town, operation: Any, mode: GenerationMode, number: int) -> int:
    made = 0

    @seeded(number)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        nonlocal made
        made += 1
        if wrong := _call(town, case):
            town.defects.setdefault(operation.label, wrong)

    with suppress(Unsatisfiable):  # some endpoints take nothing that could be wrong
        call()
    return made


@pytest.mark.slow
@pytest.mark.committed
@pytest.mark.filterwarnings("ignore")
def test_a_minute_of_made_up_calls_meets_no_defect(
    city: City, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, (10**9, 900))
    monkeypatch.setattr(ports, "_code_sender", lambda **_: None)
    town = Town(city, random.Random(SEED))
    got_request_exception.connect(town.hear)
    logging.disable(logging.CRITICAL)
    operations = [each.ok() for each in schemathesis.openapi.from_dict(document()).get_all_operations()]
    until, calls = time.monotonic() + SECONDS, 0
    for number in itertools.count(SEED):
        town.chance.shuffle(operations)
        for operation, mode in itertools.product(operations, MODES):
            if time.monotonic() > until:
                logging.disable(logging.NOTSET)
                assert not town.defects, "\n\n".join(town.defects.values())
                print(calls, len(town.served), sorted({o.label for o in operations} - town.served))
                assert number > SEED, f"{calls} calls did not reach every endpoint"
                return
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                calls += _round(town, operation, mode, number)
        town.refill()
