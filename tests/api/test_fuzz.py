"""Calls made up from the API's own document, right and wrong ones, by all kinds of callers.

Whatever comes in, the answer is what the document promises, and never a 500. The suite makes one round: two
right and two wrong calls of every endpoint. ``API_FUZZ_SECONDS`` adds rounds of others until the time is up,
``API_FUZZ_SEED`` makes other ones (``make fuzz`` does both every night); a failure prints the very calls, and
the end how many there were, by whom.
"""

import itertools
import json
import logging
import os
import random
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
from leyiban.people.models import Account, Post
from tests.api.caller import Caller, caller_of
from tests.api.city import PDF, City
from tests.api.contract import check_answer, document
from tests.cases.world import COUNTY, FOOD, MARKET_OFFICE
from tests.people.people import phone, proven, resident_id

SECONDS = float(os.environ.get("API_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("API_FUZZ_SEED", "20260309"))
LEAST_SERVED = 25  # endpoints that must have been served, or the calls were not worth much
EXAMPLES = 4 if SECONDS else 2  # of one endpoint, right or wrong, in one round
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Refusals for which nobody is at fault: they say when to come again.
LATER = {"head_not_ready", "paper_scanner_unavailable"}
OF_ITEMS = "/items/{code}"


@dataclass
class Town:
    """Callers of every kind, and things that exist, so that made-up calls get past the first door."""

    city: City
    chance: random.Random
    people: list[tuple[Caller, Account]] = field(default_factory=list)
    staff: list[tuple[Caller, Account]] = field(default_factory=list)
    pools: dict[str, list[Any]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    defects: dict[str, str] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    roles: dict[str, str] = field(default_factory=dict)  # pseudonym of a caller → who that is
    tried: Counter[str] = field(default_factory=Counter)  # calls, by whom
    answers: Counter[int] = field(default_factory=Counter)  # the same, by status
    traceback: str = ""

    def __post_init__(self) -> None:
        city, somebody = self.city, proven(self.city.clock.now)
        self.people = [(city.applicant, city.world.citizen)] * 3
        self.people.append((caller_of(somebody, city.clock.now), somebody))
        self.roles = {each.pseudonym: "person" for _, each in self.people}
        for role in Role:
            posts = Post.objects.filter(role=role).select_related("agency").order_by("pk")
            here = posts.filter(agency__uscc=MARKET_OFFICE).first() or posts.first()
            assert here is not None, f"the city has no post of {role}"
            city.world.officer(role, here.agency.uscc)
            account = city.world.staff[role, here.agency.uscc]
            self.staff.append((caller_of(account, city.clock.now), account))
            self.roles[account.pseudonym] = role.value
        self.refill()

    def hear(self, **_: Any) -> None:
        """Keep the traceback of a defect, for whoever reads the failure."""
        self.traceback = "".join(traceback.format_exc().splitlines(keepends=True)[-8:])

    def refill(self) -> None:
        """Begin anew what earlier calls ended, and look at what changed."""
        city, clerk = self.city, self.city.officer(Role.WINDOW_CLERK)
        for caller, owner in (*self.people, *self.staff):  # some made-up call may have ended his token
            caller.token = caller_of(owner, city.clock.now).token
        numbers = [city.submitted().json["number"] for _ in range(5)]
        defects = [{"target": "form.floor_area", "what": "?", "how": "?"}]
        city.move(Role.WINDOW_CLERK, numbers[1], "notify_correction", defects=defects)
        for number in numbers[2:]:
            city.move(Role.WINDOW_CLERK, number, "accept")
        city.conclude(Role.REVIEWER, numbers[4])
        key = city.begin()
        draft = city.applicant.get(f"/drafts/{key}").json
        slot = draft["materials"][0]["key"]
        put = city.applicant.upload(f"/drafts/{key}/papers", slot=slot, name="a.pdf", content=PDF)
        self.pools = {
            "number": numbers,
            "key": [key],
            "paper_id": [put.json["id"]],
            "slot": [slot],
            "item": [FOOD],
            "region": [COUNTY],
            "target": ["form.floor_area", f"materials.{slot}"],
            "to_task": ["review"],
            "points": [city.points(number) for number in numbers[2:]],
            "answers": [city.answers, {"floor_area": 61}],
            "code": [draft["handover_code"]],
            "phone": [phone()],
            "principal": [each["key"] for each in city.applicant.get("/me").json["parties"]],
            "agent_id_number": [resident_id()],
            "agent_name": ["李丽"],
            "valid_until": ["2026-06-30T15:59:59Z"],
            "capacity": ["operator", "relative"],
        }
        self.pools["applicant"] = self.pools["principal"]
        for path in (f"/drafts/{key}", *(f"/cases/{number}" for number in numbers)):
            reader = city.applicant if path.startswith("/drafts") else clerk
            self.tags[path] = reader.get(path).headers.get("ETag", '"1.zh"')

    def known(self, path: str, name: str) -> Any:
        """Something that exists, for the parameter ``name`` of an address; None where there is nothing."""
        if name == "code":
            return FOOD if path.startswith(OF_ITEMS) else COUNTY
        return self.chance.choice(self.pools[name]) if name in self.pools else None

    def helped(self, body: Any) -> Any:
        """The body with some of its made-up values replaced by what fits."""
        if isinstance(body, list):
            return [self.helped(each) for each in body]
        if not isinstance(body, dict):
            return body
        fitting = {name: self.chance.choice(self.pools[name]) for name in body if name in self.pools}
        return {
            name: fitting[name] if name in fitting and self.chance.random() < 0.6 else self.helped(value)
            for name, value in body.items()
        }

    def look_again(self, path: str) -> None:
        """A call was served: what it changed has a new version now."""
        for about in self.tags:
            if path.startswith(about):
                reader = self.people[0][0] if about.startswith("/drafts") else self.staff[0][0]
                answer = reader.browser.get(
                    PREFIX + about, headers={"Authorization": f"Bearer {reader.token}"}
                )
                self.tags[about] = answer.headers.get("ETag", self.tags[about])

    def token_for(self, right: str) -> tuple[str, str]:
        """The token of somebody who mostly has the right, and who that is."""
        everybody = [*self.people, *self.staff]
        fitting = self.staff if right.startswith("post") else self.people
        caller, account = self.chance.choice(fitting if self.chance.random() < 0.8 else everybody)
        return caller.token, self.roles[account.pseudonym]


def _sent(town: Town, case: Any, right: str) -> tuple[str, dict[str, str], Any]:
    """Address, headers and body of a made-up call, mostly by somebody known about something known."""
    parameters = dict(case.path_parameters or {})
    for name in parameters:
        known = town.known(case.operation.path, name)
        if known is not None and town.chance.random() < 0.8:
            parameters[name] = known
    case.path_parameters = parameters
    headers = {str(name): str(value) for name, value in (case.headers or {}).items()}
    who = "whatever was made up"
    if town.chance.random() < 0.85:
        token, who = town.token_for(right)
        headers["Authorization"] = f"Bearer {token}"
    elif town.chance.random() < 0.5:
        headers.pop("Authorization", None)
        who = "guest"
    town.tried[who] += 1
    about = next((path for path in town.tags if case.formatted_path.startswith(path)), None)
    if about is not None and town.chance.random() < 0.7:
        headers["If-Match"] = town.tags[about]
    headers["Accept-Language"] = town.chance.choice(["zh", "en", "fr;q=0.5", "*"])
    query = urlencode(dict(case.query or {}), doseq=True)
    return PREFIX + case.formatted_path + (f"?{query}" if query else ""), headers, town.helped(case.body)


def _call(town: Town, case: Any) -> str:
    """Make one call and hold its answer against the document; what is wrong with it, or ""."""
    raw = document()["paths"][case.operation.path][case.method.lower()]
    address, headers, body = _sent(town, case, raw["x-right"])
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
    town.answers[response.status_code] += 1
    told = f"{case.method} {address}\n{headers}\n{body!r}\n→ {response.status_code}"
    if response.status_code < 400:
        town.served.add(case.operation.label)
        town.look_again(case.formatted_path)
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


def _round(town: Town, operation: Any, mode: GenerationMode, number: int) -> None:
    """A few calls of one endpoint, all right or all wrong."""

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
        if wrong := _call(town, case):
            town.defects.setdefault(operation.label, wrong)

    with suppress(Unsatisfiable):  # some endpoints take nothing that could be wrong
        call()


@pytest.mark.slow
@pytest.mark.committed
@pytest.mark.filterwarnings("ignore")
def test_made_up_calls_of_every_endpoint_meet_no_defect(
    city: City, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, (10**9, 900))
    monkeypatch.setattr(ports, "_code_sender", lambda **_: None)
    town = Town(city, random.Random(SEED))
    got_request_exception.connect(town.hear)
    operations = [each.ok() for each in schemathesis.openapi.from_dict(document()).get_all_operations()]
    until = time.monotonic() + SECONDS
    with _quiet():
        for number in itertools.count(SEED):
            town.chance.shuffle(operations)
            for operation, mode in itertools.product(operations, MODES):
                if number > SEED and time.monotonic() > until:  # every endpoint has had its turn
                    break
                _round(town, operation, mode, number)
            if time.monotonic() > until:
                break
            town.refill()
    sys.stdout.write(_report(town))
    assert not town.defects, "\n\n".join(town.defects.values())
    assert len(town.served) > LEAST_SERVED, sorted(town.served)


def _report(town: Town) -> str:
    def told(counted: Counter[Any]) -> str:
        return ", ".join(f"{name} {count}" for name, count in sorted(counted.items(), key=str))

    return (
        f"seed {SEED}: {town.tried.total()} calls, {len(town.served)} endpoints served, "
        f"{len(town.defects)} defects\nby {told(town.tried)}\nanswered {told(town.answers)}\n"
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Thousands of refusals fill no log, and a strategy that is slow to find a wrong value is none of ours."""
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)
