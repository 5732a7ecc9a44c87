"""A demo city of its own, as ``make demo`` starts it, with one case taken to its licence."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leyiban.config.children import Child, leyiban_command
from tests.support.environment import REPOSITORY
from tests.support.waiting import free_port, until

_VAR_DIR = REPOSITORY / "var" / "pages"
_JOURNEY_DONE = _VAR_DIR / "demo" / "verify.py"  # the last thing that the journey leaves
_PATIENCE = 300  # seconds: the first start loads a whole city


@dataclass(frozen=True, slots=True)
class City:
    """``url`` has no slash at its end."""

    url: str
    variables: dict[str, str]

    def one_time_code(self, username: str) -> str:
        """What the authenticator of a demo member of staff shows now."""
        command = leyiban_command("demo-code", username)
        environment = {**os.environ, **self.variables}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()


@contextlib.contextmanager
def running() -> Iterator[City]:
    """The city for the length of the block; its data stays, so that the next start is quick."""
    web, sandbox = free_port(), free_port()
    url = f"http://127.0.0.1:{web}"
    variables = {
        "LEYIBAN_ENV": "demo",
        "LEYIBAN_VAR_DIR": str(_VAR_DIR),
        "LEYIBAN_PUBLIC_URL": url,
        "LEYIBAN_SANDBOX_URL": f"http://127.0.0.1:{sandbox}",
    }
    command = leyiban_command("run", "--port", str(web))
    program = Child("the city", command, _log(), f"{url}/-/ready", variables)
    program.start()
    try:
        program.wait_until_ready(_PATIENCE)
        until(_JOURNEY_DONE.exists, patience=_PATIENCE, what="the demo's journey")
        yield City(url, variables)
    finally:
        program.stop()


def _log() -> Path:
    return _VAR_DIR / "log" / "pages.log"
