"""A service of our own that talks to the sandbox's carrier, known only while a test runs."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection
from pydantic import BaseModel, ConfigDict

from leyiban.kernel.outbound import operations, registry
from leyiban.kernel.outbound.models import OutboundCall
from leyiban.kernel.outbound.policies import CircuitPolicy, RetryPolicy
from leyiban.kernel.outbound.registry import CallType, Service, Settled, register
from leyiban.kernel.outbound.targets import Target
from leyiban.kernel.outbound.wire import Request
from tests.support.street import API_KEY, Street, _session_street, own_street, street

__all__ = ["_session_street", "own_street", "street"]

PHONE = "13900000201"
TEXT = "【乐山政务】已受理"


class Sending(BaseModel):
    to: str
    text: str


class Accepted(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: str


@dataclass
class Probe:
    """The service under test and what its listeners heard. ``trouble`` makes the listener fail."""

    call: CallType[Sending, Accepted]
    delivered: list[tuple[Settled, Accepted]] = field(default_factory=list)
    failed: list[Settled] = field(default_factory=list)
    trouble: Exception | None = None

    def hear_delivered(self, settled: Settled, answer: Accepted, *, now: dt.datetime) -> None:
        if self.trouble:
            raise self.trouble
        self.delivered.append((settled, answer))

    def hear_failed(self, settled: Settled, *, now: dt.datetime) -> None:
        if self.trouble:
            raise self.trouble
        self.failed.append(settled)


def probe_service(**changed: object) -> Service:
    given = {
        "name": "probe",
        "label": "测试服务",
        "deadline": dt.timedelta(seconds=1),
        "retry": RetryPolicy(give_up_after=dt.timedelta(days=3)),
        "circuit": CircuitPolicy(failures=5, cool_off=dt.timedelta(seconds=30)),
    }
    return Service(**given | changed)  # type: ignore[arg-type]


@pytest.fixture
def make_probe(monkeypatch: pytest.MonkeyPatch, settings: object, street: Street) -> Iterator[object]:
    """A function that registers the probe service, with whatever policy the test wants."""
    monkeypatch.setattr(registry, "_CALLS", {})
    settings.OUTBOUND = {"probe": Target(f"{street.url}/sms", API_KEY)}  # type: ignore[attr-defined]

    def make(**changed: object) -> Probe:
        call = CallType(
            service=probe_service(**changed),
            name="send",
            payload=Sending,
            compose=lambda sending: Request(path="/v1/messages", body=sending),
            read=lambda answer: Accepted.model_validate_json(answer.body),
        )
        probe = Probe(register(call))
        registry.when_delivered(call)(probe.hear_delivered)
        registry.when_failed(call)(probe.hear_failed)
        return probe

    yield make


@pytest.fixture
def probe(make_probe) -> Probe:  # type: ignore[no-untyped-def]
    made: Probe = make_probe()
    return made


def send(
    probe: Probe, now: dt.datetime, *, key: str = "probe:1", phone: str = PHONE, **more: object
) -> OutboundCall:
    return operations.send_later(
        call=probe.call,
        payload=Sending(to=phone, text=TEXT),
        key=key,
        now=now,
        **more,  # type: ignore[arg-type]
    )


def queued() -> list[dict[str, int]]:
    """The arguments of the jobs that wait, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' ORDER BY id",
            [operations.TASK],
        )
        return [json.loads(row[0]) for row in cursor.fetchall()]


def run_jobs(now: dt.datetime) -> int:
    """What a worker does: take the jobs that wait and execute each once."""
    jobs = queued()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
    for arguments in jobs:
        operations.execute(**arguments, now=now)
    return len(jobs)


def turn(now: dt.datetime) -> int:
    """One pulse of the worker: dispatch what is due, then run the jobs."""
    operations.dispatch_due(now=now)
    return run_jobs(now)
