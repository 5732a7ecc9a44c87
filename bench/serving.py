"""The web server as production starts it, on a database of the bench."""

import contextlib
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leyiban.config.children import Child, leyiban_command
from leyiban.config.environment import REPOSITORY
from leyiban.config.supervisor import Supervisor

_POOL = "8"
_SHARED = ("secrets", "keys", "papers", "static")
_LOOPS = ("sequencer", "followers", "due", "recount")


@dataclass(frozen=True, slots=True)
class Server:
    """``pid`` is the process above the workers."""

    port: int
    pid: int


def own_folder(folder: Path) -> dict[str, str]:
    """A ``var`` of its own for the programs of one measurement: the heads that they publish are of its database alone.

    Keys, papers and secrets are the bench's. No witness is told: heads outside the database are enough here.
    """
    shared, var_dir = Path(os.environ["LEYIBAN_VAR_DIR"]), folder / "city"
    shutil.rmtree(var_dir, ignore_errors=True)
    var_dir.mkdir(parents=True)
    for name in _SHARED:
        (var_dir / name).symlink_to(shared / name)
    return {"LEYIBAN_VAR_DIR": str(var_dir), "LEYIBAN_WITNESS_URL": "http://127.0.0.1:9"}


def worker_of(variables: Mapping[str, str], folder: Path) -> Child:
    """``leyiban worker`` with the loops that need nobody outside; not started."""
    options = [word for loop in _LOOPS for word in ("--only", loop)]
    return Child("worker", leyiban_command("worker", *options), folder / "worker.log", None, variables)


@contextlib.contextmanager
def serving(variables: Mapping[str, str], name: str, logs: Path) -> Iterator[Server]:
    """``leyiban serve`` (2 workers of 4 threads) for the length of the block, with the bench's one address more.

    Args:
        variables: say which database it serves.
    """
    port = _free_port()
    child = Child(
        f"web on {name}",
        leyiban_command("serve", "--port", str(port)),
        logs / f"web-{name}.log",
        ready_url=f"http://127.0.0.1:{port}/-/ready",
        variables={
            **variables,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")])),
            "LEYIBAN_DATABASE_POOL": _POOL,
        },
    )
    with Supervisor(print) as supervisor:
        supervisor.start(child)
        assert child.process is not None
        yield Server(port, child.process.pid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
