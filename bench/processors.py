"""Processor time of processes and of everything they started, from ``/proc``."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/<pid>/stat behind the program's name, which may hold spaces.
_PARENT, _USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM = 1, 11, 12, 13, 14

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Spent:
    """``seconds`` of processor time; None where the system does not tell."""

    seconds: float | None

    def per_act(self, acts: int) -> float | None:
        """Milliseconds for one act."""
        return None if self.seconds is None or not acts else 1000 * self.seconds / acts


def spent_during(pid: int, act: Callable[[], Given]) -> tuple[Given, Spent]:
    """What ``act`` gives, and the time that ``pid`` and everything below it spent meanwhile."""
    before = seconds_of(pid)
    given = act()
    after = seconds_of(pid)
    return given, Spent(None if before is None or after is None else after - before)


def seconds_of(pid: int) -> float | None:
    """Processor seconds of a process, of its living descendants, and of those that have ended."""
    if not (_PROC / "self" / "stat").exists():
        return None
    table = dict(_processes())
    ticks, wanted = 0, [pid]
    while wanted:
        one = wanted.pop()
        if one in table:
            ticks += table[one].ticks
            wanted += [child for child, row in table.items() if row.parent == one]
    return ticks / _TICKS


@dataclass(frozen=True, slots=True)
class _Row:
    parent: int
    ticks: int


def _processes() -> Iterator[tuple[int, _Row]]:
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                ticks = (_USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM)
                yield int(folder.name), _Row(int(fields[_PARENT]), sum(int(fields[at]) for at in ticks))
