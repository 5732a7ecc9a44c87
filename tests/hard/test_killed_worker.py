"""The worker that production runs, killed with -9 while it makes papers and talks to the carrier."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.config.children import Child, leyiban_command
from leyiban.kernel import moments
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.ledger.models import Follower, Pending, Position
from leyiban.kernel.outbound.models import CallState, OutboundCall
from leyiban.messages.models import Message, SmsState
from tests.cases.world import World
from tests.hard.soundness import check_settled, check_whole
from tests.support import database
from tests.support.environment import VAR_DIR
from tests.support.street import Street, own_street
from tests.support.waiting import until

__all__ = ["own_street"]

pytestmark = [pytest.mark.committed, pytest.mark.slow, pytest.mark.usefixtures("db")]
PATIENCE = 60.0


@dataclass(frozen=True)
class Workshop:
    """A worker program that may be killed and started again, and the carrier it talks to."""

    worker: Child
    street: Street

    def start(self) -> None:
        self.worker.start()
        self.worker.wait_until_ready(PATIENCE)


@pytest.fixture
def workshop(
    database_server: database.Server,
    own_street: Street,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: dt.datetime,
) -> Iterator[Workshop]:
    """On this test's database, papers and keys, and at the test's time of day."""
    var_dir = tmp_path / "city"
    var_dir.mkdir()
    for name, place in {
        "secrets": VAR_DIR / "secrets",
        "keys": settings.KEYS_DIR,
        "papers": settings.PAPERS_DIR,
    }.items():
        (var_dir / name).symlink_to(place)
    monkeypatch.setattr(settings, "LEDGER_HEADS_FILE", var_dir / "heads" / "heads.jsonl")
    minutes = math.ceil((now - moments.now()).total_seconds() / 60)
    variables = {
        **database_server.variables(connection.settings_dict["NAME"]),
        "LEYIBAN_VAR_DIR": str(var_dir),
        "LEYIBAN_SANDBOX_URL": own_street.url,
        "LEYIBAN_DATABASE_POOL": "8",
        "LEYIBAN_TIME_SHIFT": f"{minutes}m",
    }
    worker = Child("worker", leyiban_command("worker"), tmp_path / "worker.log", None, variables)
    yield Workshop(worker, own_street)
    worker.kill()


@pytest.mark.proves("F1.15")
def test_the_next_worker_ends_what_the_dead_one_began(workshop: Workshop, now: dt.datetime) -> None:
    world = World(now)
    cases = [world.submitted("public-place-hygiene"), world.submitted("road-freight"), world.decided()]
    workshop.street.fault("sms", "slow", ms=4000, count=1)
    workshop.start()
    until(
        lambda: workshop.street.struck("sms", "slow") and _jobs_in_hand("documents.make"),
        patience=PATIENCE,
        what="a paper in the making during a call",
    )
    workshop.worker.kill()
    check_whole(mid_work=True)

    _let_leases_end(now)
    workshop.start()
    until(lambda: _is_at_rest(now), patience=PATIENCE, what="the worker's rest")
    workshop.worker.kill()
    check_settled()
    assert {each.state for each in Case.objects.all()} == {CaseState.SUBMITTED, CaseState.DELIVERED}
    _check_phone(cases, workshop.street)


def _jobs_in_hand(task: str) -> int:
    return _count("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing'", task)


def _count(question: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        (count,) = cursor.fetchone()
    return int(count)


def _let_leases_end(now: dt.datetime) -> None:
    """Nobody waits in a test until the dead worker's leases are over: they are over."""
    OutboundCall.objects.filter(state=CallState.PENDING).update(leased_until=now - dt.timedelta(seconds=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def _is_at_rest(now: dt.datetime) -> bool:
    """Asked of one moment: what waits in one place now may have gone to the next before that is looked at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return not _waits(now)


def _waits(now: dt.datetime) -> bool:
    return (
        Follower.objects.filter(next_position__lt=Position.objects.count()).exists()
        or Case.objects.filter(state__in=[CaseState.DECIDED, CaseState.READY]).exists()
        or Document.objects.exclude(state=State.MADE).exists()
        or Message.objects.filter(state=SmsState.QUEUED).exists()
        or OpenMatter.objects.filter(next_check__lte=now + dt.timedelta(hours=1)).exists()
        or Pending.objects.exists()
    )


def _check_phone(cases: list[Case], street: Street) -> None:
    """Every message that was written is on the phone, and on the phone once."""
    written: dict[str, Counter[str]] = {}
    for message in Message.objects.exclude(state=SmsState.NONE):
        assert message.phone is not None
        assert message.text is not None
        written.setdefault(message.phone.reveal(), Counter())[message.text.reveal()] += 1
    assert written, "nobody was told anything"
    for phone, texts in written.items():
        assert Counter(street.inbox(phone)) == texts
