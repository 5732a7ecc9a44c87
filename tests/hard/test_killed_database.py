"""The database killed with -9 while submissions come in: what was acknowledged is there, and nothing twice."""

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from leyiban.cases.models import Case, Draft
from leyiban.config import backup
from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.lease import lease
from leyiban.config.embedded.places import Places
from leyiban.config.environment import read_environment
from leyiban.config.postgres_programs import target
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import DIRECTORY as SECRETS
from leyiban.config.secret_store import SecretStore
from leyiban.kernel import moments
from tests.api.caller import Caller, caller_of
from tests.cases.world import World
from tests.hard.soundness import check_settled, check_whole
from tests.hard.threads import PATIENCE
from tests.support import database
from tests.support.environment import VAR_DIR
from tests.support.kill import kill_server
from tests.support.waiting import until
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.slow, pytest.mark.usefixtures("db")]

PEOPLE = 4
ITEMS = ("food-business-new", "public-place-hygiene", "road-freight")


@pytest.fixture
def own_server(database_server: database.Server, tmp_path: Path) -> Iterator[database.Server]:
    """A durable server of this test alone, holding the city; every alias of this process leads to it."""
    var_dir = tmp_path / "own"
    shutil.copytree(VAR_DIR / SECRETS, var_dir / SECRETS)
    environment = read_environment({"LEYIBAN_VAR_DIR": str(var_dir), "LEYIBAN_ENV": "test"})
    cluster = Cluster(Places(var_dir), SecretStore(environment))
    with lease(cluster):
        _move_city(database_server, database.Server(cluster), var_dir)
        with _led_to(cluster):
            yield database.Server(cluster)
    for folder in (cluster.data_directory(), cluster.places.socket_directory):
        shutil.rmtree(folder, ignore_errors=True)


def _move_city(source: database.Server, goal: database.Server, var_dir: Path) -> None:
    """From this test's clone into the new server, by the product's own backup and restore."""
    name = connections["default"].settings_dict["NAME"]
    owners = [
        target(DatabaseRole.OWNER, read_environment({"LEYIBAN_VAR_DIR": str(var_dir), **variables}))
        for variables in (source.variables(name), goal.variables("leyiban"))
    ]
    backup.make_backup(
        var_dir / "backup",
        var_dir=var_dir,
        owner=owners[0],
        migrations=[],
        now=moments.now(),
        tell=lambda _: None,
    )
    backup.restore_database(var_dir / "backup", owner=owners[1])


@contextlib.contextmanager
def _led_to(cluster: Cluster) -> Iterator[None]:
    before = {alias: dict(connections.settings[alias]) for alias in connections}
    for alias in connections:
        connections[alias].close()
        connections.settings[alias] |= {"HOST": str(cluster.places.socket_directory), "NAME": "leyiban"}
    try:
        yield
    finally:
        for alias, known in before.items():
            connections[alias].close()
            connections.settings[alias] |= known


@dataclass(frozen=True)
class Press:
    """Somebody's finger on the button: the same call with the same key until it is answered."""

    caller: Caller
    draft: str
    seen: str
    key: str

    def once(self) -> str | None:
        """The number of the case, if the press was acknowledged."""
        answer = self.caller.post(f"/drafts/{self.draft}/submission", seen=self.seen, key=self.key)
        assert answer.status in (201, 503), answer.content
        return str(answer.json["number"]) if answer.status == 201 else None


def presses_of(world: World) -> list[Press]:
    caller = caller_of(world.citizen, world.now)
    caller.browser.raise_request_exception = False  # a program sees what the server answers
    drafts = [world.draft(item) for item in ITEMS]
    return [Press(caller, draft.key, f'"{draft.version}.zh"', f"press-{draft.key}") for draft in drafts]


@pytest.mark.proves("F1.15")
def test_no_acknowledged_submission_is_lost_or_doubled(
    own_server: database.Server, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    presses = [presses_of(World(now)) for _ in range(PEOPLE)]
    acknowledged: dict[str, str] = {}
    refused: list[str] = []

    def press_each(own: list[Press]) -> None:
        for press in own:
            number = press.once()
            if number is None:
                refused.append(press.key)
                connections.close_all()  # as the server does after each request
            else:
                acknowledged[press.key] = number

    with ThreadPoolExecutor(PEOPLE) as people:
        pressing = [people.submit(press_each, own) for own in presses]
        until(lambda: len(acknowledged) >= 2, patience=PATIENCE, what="the first acknowledgements")
        kill_server(own_server.cluster)
        for each in pressing:
            each.result(PATIENCE)
    assert refused, "the database died after everything was done"

    connections.close_all()
    own_server.cluster.ensure_running()
    check_whole()
    told = {press.key: press.once() for own in presses for press in own}
    assert acknowledged.items() <= told.items(), "an acknowledged submission was lost or done again"
    assert sorted(Case.objects.values_list("number", flat=True)) == sorted(told.values())
    assert not Draft.objects.exists()
    Worker().settle(now=now)
    check_settled()
