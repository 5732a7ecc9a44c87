"""A city that runs: sandbox, worker and web as processes, by the commands that production uses."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from leyiban.config.children import Child, leyiban_command
from leyiban.config.secret_store import DIRECTORY as SECRETS
from leyiban.config.supervisor import Supervisor
from tests.support import database
from tests.support.environment import NOW, VAR_DIR, shift_to
from tests.support.waiting import free_port


@dataclass(frozen=True, slots=True)
class LiveCity:
    """``url`` and ``sandbox_url`` have no slash at their end; ``database`` is the clone's name."""

    url: str
    sandbox_url: str
    var_dir: Path
    database: str
    variables: dict[str, str]
    sandbox: Child
    worker: Child
    web: Child

    def leyiban(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a command of ours against this city."""
        done = subprocess.run(
            leyiban_command(*arguments), env={**os.environ, **self.variables}, capture_output=True, text=True
        )
        assert not check or done.returncode == 0, (
            f"leyiban {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
        )
        return done

    def restart(self, child: Child) -> None:
        """Start a killed or stopped program again and wait until it is ready."""
        child.start()
        child.wait_until_ready(60)


@contextlib.contextmanager
def living(server: database.Server, template: str, var_dir: Path) -> Iterator[LiveCity]:
    """A city of its own for the length of the block."""
    with server.clone_of(template) as name, Supervisor(print) as supervisor:
        city = _describe(server, name, var_dir)
        # What the template holds was sealed with these.
        shutil.copytree(VAR_DIR / SECRETS, var_dir / SECRETS)
        database.bring_keys(template, var_dir / "keys")
        city.leyiban("prepare")
        supervisor.start(city.sandbox, city.worker, city.web)
        yield city


def _describe(server: database.Server, name: str, var_dir: Path) -> LiveCity:
    web_port, sandbox_port = free_port(), free_port()
    url, sandbox_url = f"http://127.0.0.1:{web_port}", f"http://127.0.0.1:{sandbox_port}"
    variables = {
        **server.variables(name),
        "LEYIBAN_VAR_DIR": str(var_dir),
        "LEYIBAN_PUBLIC_URL": url,
        "LEYIBAN_SANDBOX_URL": sandbox_url,
        "LEYIBAN_DATABASE_POOL": "8",
        "LEYIBAN_LOG_LEVEL": "INFO",
        "LEYIBAN_TIME_SHIFT": shift_to(NOW),
    }
    logs = var_dir / "log"
    serve = leyiban_command("serve", "--port", str(web_port))
    return LiveCity(
        url=url,
        sandbox_url=sandbox_url,
        var_dir=var_dir,
        database=name,
        variables=variables,
        sandbox=Child(
            "sandbox", leyiban_command("sandbox"), logs / "sandbox.log", f"{sandbox_url}/", variables
        ),
        worker=Child("worker", leyiban_command("worker"), logs / "worker.log", None, variables),
        web=Child("web", serve, logs / "web.log", f"{url}/-/ready", variables),
    )


@pytest.fixture(scope="session")
def live_city(
    database_server: database.Server, database_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveCity]:
    """One running city for every test of this worker that looks at it from outside; its clock began at NOW."""
    with living(database_server, database_template, tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest.fixture
def own_city(database_server: database.Server, database_template: str, tmp_path: Path) -> Iterator[LiveCity]:
    """A running city for one test that breaks things. Takes seconds: mark the test slow."""
    with living(database_server, database_template, tmp_path / "city") as city:
        yield city
