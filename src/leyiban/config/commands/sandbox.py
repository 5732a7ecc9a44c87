"""``leyiban sandbox``: hands over to the other program."""

import os
import sys
from urllib.parse import urlsplit

import click

from leyiban.config.environment import REPOSITORY, read_environment


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def sandbox(*, arguments: tuple[str, ...]) -> None:
    """Run the stand-ins for banks, carriers, registries; a program of its own (``python -m sandbox``).

    It listens where LEYIBAN_SANDBOX_URL says and keeps its state in var/sandbox.
    """
    environment = read_environment(os.environ)
    address = urlsplit(environment.sandbox_url)
    command = [
        *(sys.executable, "-m", "sandbox"),
        *("--host", address.hostname or "127.0.0.1"),
        *("--port", str(address.port or 80)),
        *("--state", str(environment.var_dir / "sandbox")),
        *arguments,
    ]
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
    os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": path})  # noqa: S606  # our own interpreter
