"""A minute of calls made up from the API's own document, right and wrong ones, by all kinds of callers.

Whatever comes in, the answer is what the document promises, and never a 500. ``API_FUZZ_SECONDS`` makes it
longer or shorter, ``API_FUZZ_SEED`` another one; a failure prints the very call.
"""

import itertools
import json
import os
import random
import time
import warnings
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import urlencode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from schemathesis import GenerationMode

from leyiban.api.frame.door import PREFIX
from leyiban.kernel.actors import Role
from leyiban.people import ports
from tests.api.caller import Caller, caller_of
from tests.api.city import PDF, City
from tests.api.contract import check_answer, document
from tests.people.people import proven

SECONDS = float(os.environ.get("API_FUZZ_SECONDS", "60"))
SEED = int(os.environ.get("API_FUZZ_SEED", "20260309"))
EXAMPLES = 12  # of one endpoint, right or wrong, in one round
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Refusals for which nobody is at fault: they say when to come again.
LATER = {"head_not_ready", "paper_scanner_unavailable"}
OF_ITEMS, OF_REGIONS = "/items/{code}", "/regions/{code}"


@dataclass
class Town:
    """Callers of every kind, and things that exist, so that made-up calls get past the first door."""

    city: City
    chance: random.Random
    callers: list[Caller] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        city = self.city
        self.numbers = [city.submitted().json["number"] for _ in range(3)]
        city.move(Role.WINDOW_CLERK, self.numbers[1], "accept")
        defects = [{"target": "form.floor_area", "what": "?", "how": "?"}]
        city.move(Role.WINDOW_CLERK, self.numbers[2], "notify_correction", defects=defects)
        stranger = caller_of(proven(city.clock.now), city.clock.now)
        staff = [city.officer(role) for role in (Role.WINDOW_CLERK, Role.REVIEWER, Role.DECIDER, Role.ISSUER)]
        self.callers = [Caller(), stranger, city.applicant, city.applicant, *staff]
        self.refill()

    def refill(self) -> None:
        """Begin a new draft where the last one was thrown away, and look at what changed."""
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
    if town.chance.random() < 0.9:
        headers.pop("Authorization", None)
        caller = town.chance.choice(town.callers)
        if caller.token:
            headers["Authorization"] = f"Bearer {caller.token}"
    about = next((path for path in town.tags if case.formatted_path.startswith(path)), None)
    if about is not None and town.chance.random() < 0.6:
        headers["If-Match"] = town.tags[about]
    headers["Accept-Language"] = town.chance.choice(["zh", "en", "fr;q=0.5", "*"])
    query = urlencode(dict(case.query or {}), doseq=True)
    return PREFIX + case.formatted_path + (f"?{query}" if query else ""), headers, case.body


def _call(town: Town, case: Any) -> None:
    """Make one call and hold its answer against the document."""
    address, headers, body = _sent(town, case)
    browser = town.callers[0].browser
    if case.media_type == "multipart/form-data" and isinstance(body, dict):
        data = {name: _part(value) for name, value in body.items()}
        response = browser.post(address, data, headers=headers)
    else:
        text = b"" if isinstance(body, schemathesis.core.NotSet) else json.dumps(body, default=str).encode()
        response = browser.generic(
            case.method, address, text, content_type="application/json", headers=headers
        )
    told = f"{case.method} {address}\n{headers}\n{body!r}\n→ {response.status_code}"
    if response.streaming:
        for close in response._resource_closers:
            close()
        return
    told += f" {response.content[:500]!r}"
    if response.status_code >= 500:
        assert json.loads(response.content)["code"] in LATER, told
    if response.status_code != 404 or response.headers["Content-Type"] != "application/problem+json":
        try:
            check_answer(case.method, PREFIX + case.operation.path, response)
        except Exception as wrong:
            raise AssertionError(f"{told}\n{wrong}") from wrong


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
        _call(town, case)

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
    operations = [each.ok() for each in schemathesis.openapi.from_dict(document()).get_all_operations()]
    until, calls = time.monotonic() + SECONDS, 0
    for number in itertools.count(SEED):
        town.chance.shuffle(operations)
        for operation, mode in itertools.product(operations, MODES):
            if time.monotonic() > until:
                assert calls > SECONDS * 5
                return
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                calls += _round(town, operation, mode, number)
        town.refill()
