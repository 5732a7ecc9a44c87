"""The suite's ground: the application's own role on clones of one loaded database, and detectors."""

import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.environment import NOW, VAR_DIR, isolate

isolate()  # before anything reads the environment
gc.disable()  # until everything is imported and collected: see pytest_collection_finish

import django  # noqa: E402

django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.db import DEFAULT_DB_ALIAS, connections  # noqa: E402

from leyiban.kernel.upkeep import preparations  # noqa: E402
from tests.support import database, detectors  # noqa: E402

# A busy machine is not a defect: how long an example takes says nothing here.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

_ALLOCATED_BETWEEN_ROUNDS = 20_000  # objects; Python's own 700 is for small programs

pytest_plugins = [
    "tests.support.live",
    "tests.support.browser",
    "tests.support.sharing",
    "tests.support.groundwork",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: a worker that comes to one at the end lets the other wait for it."""
    for item in items:
        if item.get_closest_marker("django_db"):
            raise pytest.UsageError(
                f"{item.nodeid}: use the fixture db or the marker committed, not django_db"
            )
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What lives to the end is looked at no more by the garbage collector, and the rest less often.

    Thousands of tests and modules made each of its rounds long: a sixth of what the tests took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATED_BETWEEN_ROUNDS)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _detectors() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        detectors.shuffle_unordered_rows(patch)
        detectors.forbid_network(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Papers, keys and heads of this run, apart from those of another run beside it."""
    (VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
    var = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PAPERS_DIR", "KEYS_DIR", "LEDGER_KEY_DIR", "LEDGER_HEADS_FILE", "ERASURES_DIR"):
            patch.setattr(django_settings, name, var / getattr(django_settings, name).relative_to(VAR_DIR))
        for prepare in preparations().values():
            prepare(now=NOW)
        yield


@pytest.fixture(scope="session")
def database_server() -> Iterator[database.Server]:
    """The suite's PostgreSQL."""
    with database.server() as running:
        yield running


@pytest.fixture(scope="session")
def database_template(database_server: database.Server) -> str:
    """The name of the database that holds tables and city, to be cloned; its seals' keys come along."""
    name = database.template(database_server)
    database.bring_keys(name, django_settings.KEYS_DIR)
    return name


@pytest.fixture(scope="session")
def shared_clone(database_server: database.Server, database_template: str) -> Iterator[str]:
    """This worker's clone, in which every test's transaction is rolled back."""
    with database_server.clone_of(database_template) as name:
        yield name
        connections.close_all()


@pytest.fixture
def db(request: pytest.FixtureRequest) -> Iterator[None]:
    """Database access for one test, undone at its end. The ledger's sequencer cannot see it: use committed."""
    if request.node.get_closest_marker("committed"):
        yield  # _committed has given it a database of its own
        return
    clone = request.getfixturevalue("shared_clone")
    blocker = request.getfixturevalue("django_db_blocker")
    if connections.settings[DEFAULT_DB_ALIAS]["NAME"] != clone:
        database.point_at(clone)
    with blocker.unblock(), database.undone():
        yield


@pytest.fixture(autouse=True)
def _committed(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test marked ``committed`` gets a clone of its own, open to every role and every thread."""
    if not request.node.get_closest_marker("committed"):
        yield
        return
    running: database.Server = request.getfixturevalue("database_server")
    has_ground = "groundwork" in request.fixturenames  # tests.support.groundwork
    ground = request.getfixturevalue("groundwork") if has_ground else None
    template: str = ground.database if ground else request.getfixturevalue("database_template")
    blocker = request.getfixturevalue("django_db_blocker")
    heads: Path = request.getfixturevalue("tmp_path") / "heads.jsonl"
    patch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    patch.setattr(django_settings, "LEDGER_HEADS_FILE", heads)
    if ground:
        ground.bring_heads(heads)
    with running.clone_of(template) as name, blocker.unblock():
        database.point_at(name)
        yield
        connections.close_all()


@pytest.fixture
def now() -> dt.datetime:
    """The moment in which tests live; see ``tests.support.environment.NOW``."""
    return NOW
