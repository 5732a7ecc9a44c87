"""Runs ``pgbench`` on a script and reads what it says."""

import re
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.scripts import Script
from leyiban.config.postgres_programs import Target, program

_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_DONE = re.compile(r"actually processed: (\d+)/(\d+)")
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Load:
    """``clients`` at once, each carrying out ``each`` acts, the first on subject ``first``, then the next one."""

    clients: int
    each: int
    first: int

    @property
    def acts(self) -> int:
        return self.clients * self.each


@dataclass(frozen=True, slots=True)
class Done:
    """``rate`` in acts per second; ``processor`` in seconds of ``pgbench`` itself for one act."""

    rate: float
    processor: float


def carry_out(script: Script, load: Load, where: Target, folder: Path) -> Done:
    """Let ``pgbench`` carry the script out (prepared statements, no vacuum).

    Raises:
        RuntimeError: a statement failed, so it was not the same work.
    """
    file = folder / "act.sql"
    # Only the variable :client_id differs between clients, so it says where each one's subjects begin.
    start = f"\\if :n < 0\n\\set n {load.first - 1} + :client_id * {load.each}\n\\endif\n"
    file.write_text(start + script.text, "utf-8")
    command = [program("pgbench"), "-n", "-M", "prepared", "-f", str(file), "-D", "n=-1"]
    for name, value in script.definitions.items():
        command += ["-D", f"{name}={value}"]
    command += ["-c", str(load.clients), "-j", str(_THREADS), "-t", str(load.each), where.conninfo]
    spent = _children_seconds()
    done = subprocess.run(command, env=where.environment(), capture_output=True, text=True, check=False)
    spent = _children_seconds() - spent
    rate, processed = _RATE.search(done.stdout), _DONE.search(done.stdout)
    if done.returncode or rate is None or processed is None or processed[1] != processed[2]:
        raise RuntimeError(f"pgbench did not do the same work:\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}")
    return Done(float(rate[1]), spent / load.acts)


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
