"""``leyiban run``: a whole city on one machine."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.core.management import call_command

from leyiban.config.children import Child, is_port_free, leyiban_command
from leyiban.config.embedded.locks import opened, try_alone
from leyiban.config.environment import REPOSITORY, Environment, read_environment
from leyiban.config.failures import Declined
from leyiban.config.migrating import migrate, pending
from leyiban.config.preparation import connections_closed, prepare_django, server
from leyiban.config.supervisor import Stopped, Supervisor, stoppable
from leyiban.kernel import moments
from leyiban.kernel.upkeep import preparations

_HOST = "127.0.0.1"
_CITY = REPOSITORY / "cities" / "leshan"
_JOURNEY_DONE = Path("demo") / "verify.py"  # the last thing that the journey leaves
_ACCOUNTS = Path("demo") / "accounts.txt"


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The portal's port."
)
@click.option(
    "--city", default=_CITY, type=click.Path(path_type=Path, exists=True), help="Folder of the city."
)
@click.option("--journey/--no-journey", default=True, help="First take one case to its sealed licence.")
@click.option("--once", is_flag=True, help="End after the journey instead of serving.")
def run(*, port: int, city: Path, journey: bool, once: bool) -> None:
    """Start database, sandbox, worker and web on this machine and watch over them until Ctrl-C.

    Everything is kept in var, so a second start goes on where the first one ended. Logs are in var/log.
    """
    # What papers print and what forms trust is the address that is served here.
    os.environ.setdefault("LEYIBAN_PUBLIC_URL", _url(port))
    environment = read_environment(os.environ)
    with _alone(environment), stoppable(), contextlib.suppress(Stopped):
        _refuse_taken_ports(environment, port)
        with _database(), Supervisor(click.echo) as supervisor:
            _prepare(city)
            with _step("Programs"):
                supervisor.start(*_children(environment, port))
            if journey and (once or not (environment.var_dir / _JOURNEY_DONE).exists()):
                _finish(leyiban_command("demo"))
            if not once:
                _welcome(environment, port)
                supervisor.watch()


def _prepare(city: Path) -> None:
    """Bring tables, keys, styles and the city's data up to date; quick when nothing changed."""
    prepare_django()
    with _step("Tables"), connections_closed():
        if pending():
            migrate()
    with _step("Keys"):
        for prepare in preparations().values():
            prepare(now=moments.now())
    with _step("Styles"):
        call_command("collectstatic", interactive=False, verbosity=0)
    _finish(leyiban_command("city", "load", str(city)))


def _children(environment: Environment, port: int) -> list[Child]:
    logs = environment.var_dir / "log"
    return [
        Child(
            "sandbox",
            leyiban_command("sandbox"),
            logs / "sandbox.log",
            ready_url=f"{environment.sandbox_url}/",
        ),
        Child("worker", leyiban_command("worker"), logs / "worker.log"),
        Child(
            "web",
            leyiban_command("serve", "--host", _HOST, "--port", str(port)),
            logs / "web.log",
            ready_url=f"{_url(port)}/-/ready",
        ),
    ]


def _finish(command: tuple[str, ...]) -> None:
    """Run a command of ours in this terminal to its end."""
    done = subprocess.run(command, check=False)
    if done.returncode:
        shown = " ".join(command[3:])
        raise Declined(
            f"leyiban {shown} ended with exit code {done.returncode}; everything is stopped again."
        )


def _welcome(environment: Environment, port: int) -> None:
    accounts = environment.var_dir / _ACCOUNTS
    if accounts.exists():
        click.echo(accounts.read_text("utf-8"))
    click.echo(f"Leyiban is open: {_url(port)}  (Ctrl-C stops all of it; the data stays)")


def _url(port: int) -> str:
    return f"http://{_HOST}:{port}"


def _refuse_taken_ports(environment: Environment, port: int) -> None:
    sandbox = urlsplit(environment.sandbox_url)
    wanted = {
        "the portal": (_HOST, port, "--port"),
        "the sandbox": (sandbox.hostname or _HOST, sandbox.port or 80, "LEYIBAN_SANDBOX_URL"),
    }
    for what, (host, number, choice) in wanted.items():
        if not is_port_free(host, number):
            raise Declined(
                f"Port {number} for {what} is taken. Stop what uses it, or choose another by {choice}."
            )


@contextlib.contextmanager
def _alone(environment: Environment) -> Iterator[None]:
    environment.var_dir.mkdir(parents=True, exist_ok=True)
    with opened(environment.var_dir / "run.lock") as lock:
        if not try_alone(lock):
            raise Declined(f"Leyiban already runs with {environment.var_dir}. Stop it there first (Ctrl-C).")
        yield


@contextlib.contextmanager
def _database() -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        with _step("Database"):
            stack.enter_context(server())
        yield


@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    """Say that a step is done and how long it took."""
    begin = time.monotonic()
    yield
    click.echo(f"{click.style('✓', fg='green')} {name:<10} {time.monotonic() - begin:5.1f} s")
